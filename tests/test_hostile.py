"""What snippets print, return and draw is text, whatever it says: nothing of it runs, becomes an element or asks for anything.

Each view is made twice, of a hostile snippet and of a harmless one. Their pages must have the same elements, and say what was
recorded.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as etree
from html import escape

import audit
import markdown
import nbformat
import pdf
import pytest
import yaml
from bake import Run, visible
from conftest import ROOT, SmallBook
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mathjax import MathExtension
from pymdownx.arithmatex import ArithmatexExtension
from pypdf import PdfReader
from study import StudyExtension
from test_weave import EXTENSIONS, Pages
from weave import State, WeaveExtension

pytestmark = pytest.mark.xdist_group("hostile")  # one worker, so that the site is built once

HOSTILE = [
    "<script class=hacked>hacked()</script>",
    "<img class=hacked src=http://hacked.invalid/ onerror=hacked()>",
    '"><svg class=hacked onload=hacked()><script>hacked()</script>',
    "' autofocus onfocus=hacked() class='hacked",
    " onmouseover=hacked() class=hacked x=",
    "</code></pre></div></data></figcaption></svg></article></title><b class=hacked>",
    "</script><!-- <b class=hacked> --!><!--",
    "]]><![CDATA[ <?hacked ?>",
    "&lt;b&gt; &amp; &#60;b class=hacked&#62; &notit;",
    "[hacked](javascript:hacked()) ![hacked](javascript:hacked()) <javascript:hacked()> [hacked]: javascript:hacked()",
    "{: .hacked #hacked onclick=hacked() } {#hacked} {.hacked}",
    "# hacked",
    "a\n\n# hacked\n\n```python\nhacked\n```\n\n~~~~~~~\n\n- hacked\n\n    hacked\n\n??? note\n    hacked",
    "**hacked** `hacked` *hacked* | hacked | [^hacked] :material-hacked: http://hacked.invalid/",
    '{{ hostile.words }} {% hacked %} {# hacked #} --8<-- "hacked" @hacked2001 [](#eq:hacked) $$',
    "$\\href{javascript:hacked()}{x}$ \\(x\\) \\[x\\] $$\\require{html}\\class{hacked}{x}$$ </mjx-container>",
    "$x$ and $\\text{</math><b class=hacked>}$",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0\x03 \x02amp\x03",
    "\0 \x1b[31mred\x1b[0m \x1b]8;;javascript:hacked()\x07link\x1b]8;;\x07 \x08\x7f \x85 \x9b \x0c a\rb",
    "\u202ereversed\u202c \u2066isolated\u2069 \u200f \u2028 \u2029 \ufeff \uffff",
    'url(#hacked) href="#hacked" id="hacked" font-family: hacked; #1b1f24 1.23456 <metadata>hacked</metadata>',
    '<a tabindex="" class=hacked> tabindex="" role="dialog"</h1><h1 class=hacked>',
    "long" * 1000,
]
HARMLESS = [f"word {i}" + "\n" * ("\n" in word) for i, word in enumerate(HOSTILE)]  # a drawing is made of lines
SNIPPET = '''"""A snippet."""

# %% imports
import json
from pathlib import Path

import matplotlib.pyplot as plt

# %% say
words = json.loads(Path(__file__).with_name("NAME.json").read_text())
ALL = " ".join(words)
print("\\n".join(words))

# %% draw alt="It draws." caption="What it draws."
fig, ax = plt.subplots(num="line", figsize=(6, 2), layout="none", subplot_kw={"xticks": [], "yticks": []})
ax.plot([0, 1], label=words[0])
for i, word in enumerate(word for word in words[:-1] if "\\n" not in word):
    fig.text(0, i / 30, word, parse_math=False)
ax.set_title(words[1])
ax.set_xlabel(words[5])
ax.legend()
'''
PAGE = """# About NAME TITLE

VALUES

![It shows VALUES.](NAME_draws.py#line "It says VALUES.")

```python NAME_draws.py
```

```text NAME_draws.py#say
```

Table: A table of VALUES. {#tab:NAME}

| VALUES | b |
|---|---|
| VALUES | b |

- VALUES
- [see VALUES](../index.md), **VALUES**, [](NAME_draws.py#line)

> VALUES

!!! note "VALUES"
    VALUES

??? success "VALUES"
    - VALUES

        ```text NAME_draws.py#say
        ```

A term VALUES
:   VALUES[^1]

[^1]: VALUES

1. A question about VALUES?

    - [x] **VALUES** VALUES
    - [ ] **no** VALUES

"""
# What is the same for both: elements with the names of their attributes, but not the parts of listings, nor what scrolls.
SHAPE = """[...document.querySelectorAll('head *, article *:not(pre *), .md-nav--secondary *')].map(
    e => [e.localName, ...[...e.attributes].map(a => a.name).filter(a => a !== 'tabindex').sort()].join(' '))"""
TEXTS = "selector => [...document.querySelectorAll(selector)].map(e => e.textContent)"
BAD = """[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(({name, value}) => /^on/.test(name)
    || value === 'hacked' || name === 'class' && /hacked/.test(value) || /^\\s*(javascript|data|vbscript):/i.test(value)
       && /href|src|action/.test(name))).map(e => e.outerHTML.slice(0, 200))"""


def page_of(name):
    values = " ".join(f"{{{{ {name}_draws.words[{i}] }}}}" for i in range(len(HOSTILE)))
    headings = "\n\n".join(f"## Heading {{{{ {name}_draws.words[{i}] }}}}" for i in range(len(HOSTILE) - 1))
    title = values.rpartition(" {{")[0]  # addresses are made of titles, and the last word is long
    return PAGE.replace("NAME", name).replace("TITLE", title).replace("VALUES", values) + headings


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a site made of a hostile snippet and a harmless one, as chapter, lab, snippet's page and gallery."""
    root = tmp_path_factory.mktemp("hostile")
    for name in ("docs/hooks", "docs/theme"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    home, files = "# Home\n", {"docs/en/reference/all.md": "# All\n\n{{ gallery }}\n"}
    links = "\n[](part/NAME.md) [](#tab:NAME) [](NAME_draws.py#line) [](NAME_draws.py)\n"  # these have previews
    for name, words in ("hostile", HOSTILE), ("harmless", HARMLESS):
        home += links.replace("NAME", name)
        snippet = SNIPPET.replace("NAME", name)
        files |= {
            f"docs/en/part/{name}.md": page_of(name),
            f"snippets/part/{name}_draws.py": snippet,
            f"snippets/part/{name}_prints.py": snippet.partition("# %% draw")[0],
            f"docs/en/labs/{name}_lab.py": f"# %% [markdown]\n# # A lab\n#\n# ## Tasks\n\n{snippet.partition(chr(10))[2]}",
            f"snippets/part/{name}.json": json.dumps(words),
            f"docs/en/labs/{name}.json": json.dumps(words),
        }
    nav = [{"Home": "index.md"}, {"1 Part": ["part/hostile.md", "part/harmless.md"]},
           {"Labs": ["labs/hostile_lab.py", "labs/harmless_lab.py"]}, {"A Reference": ["reference/all.md"]}]  # fmt: skip
    config = (ROOT / "mkdocs.yml").read_text()
    config = re.sub(r"nav:\n.*?\n\ntheme", f"{yaml.dump({'nav': nav})}\ntheme", config, flags=re.DOTALL)
    for name, text in (files | {"docs/en/index.md": home, "mkdocs.yml": config}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    environment = os.environ | {"SITE_URL": "https://example.invalid/"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


class Visit:
    """A page in a browser that notes what ran, what was said and what was asked of other hosts."""

    def __init__(self, browser, own="about:", **options):
        self.page, self.noise = browser.new_context(**options).new_page(), []
        self.page.add_init_script("window.ran = 0; window.hacked = () => ran++")
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.noise.append("a dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: request.url.startswith((own, "data:", "blob:")) or self.noise.append(request.url))

    def close(self):
        """Check that nothing happened, and that nothing is there that could."""
        assert (self.page.evaluate("ran"), self.noise, self.page.evaluate(BAD)) == (0, [], [])
        self.page.context.close()


@pytest.fixture(scope="module")
def address(built):
    with audit.serve(built) as address:
        yield address


def same(text):
    """A text as the page has it: white space is the page's own."""
    return re.sub(r"\s+", " ", visible(text)).strip()


# Without its policy a page would run what is not escaped; with it, the browser would say what it blocked.
@pytest.mark.parametrize("policy", [False, True])
@pytest.mark.parametrize("path", ["/part/NAME/", "/labs/NAME_lab/", "/snippets/part/NAME_draws/", "/snippets/part/NAME_prints/"])
def test_a_page_has_the_same_elements_whatever_a_snippet_says(browser, address, path, policy):
    shapes = {}
    for name in ("hostile", "harmless"):
        visit = Visit(browser, address, bypass_csp=not policy)
        visit.page.goto(address + path.replace("NAME", name), wait_until="networkidle")
        shapes[name] = visit.page.evaluate(SHAPE)
        if name == "hostile":
            outputs = [same(text) for text in visit.page.evaluate(TEXTS, "article pre")]
            assert same("\n".join(HOSTILE)) in outputs
            if "part/NAME/" in path:
                shown = {same(text) for text in visit.page.evaluate(TEXTS, "data")}
                assert shown == {same(word) for word in HOSTILE}
            if "prints" not in path:
                drawn = {same(text) for text in visit.page.evaluate(TEXTS, "svg.drawing text")}
                assert drawn >= {same(word) for word in HOSTILE[:-1] if "\n" not in word}
            assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        visit.close()
    assert len(shapes["hostile"]) > 40 and shapes["hostile"] == shapes["harmless"]


@pytest.mark.parametrize("policy", [False, True])
def test_references_search_and_pictures_show_it_as_text(browser, built, address, policy):
    visit = Visit(browser, address, bypass_csp=not policy)
    visit.page.goto(address, wait_until="networkidle")
    for link in visit.page.locator("article a.reference").all():
        visit.page.mouse.move(0, 0)
        link.hover()
        visit.page.wait_for_timeout(400)
        assert visit.page.locator("#preview:popover-open").inner_text().strip() and visit.page.evaluate(BAD) == []
    visit.page.goto(f"{address}/?q=hacked", wait_until="networkidle")
    result = visit.page.locator(".md-search-result__item").first
    result.wait_for()
    assert "<script class=hacked>" in result.inner_text()
    assert visit.page.locator(".md-search-result :is(script, img, [class*=hacked])").count() == 0
    visit.page.goto(address + "/reference/all/", wait_until="networkidle")
    shown = visit.page.locator("#hostile_prints pre").inner_text()
    assert same(shown) == same("\n".join(HOSTILE)[:400])
    visit.close()
    for picture in built.glob("snippets/*/*.svg"):
        root = etree.parse(picture).getroot()  # it is whole, too
        assert not [e for e in root.iter() if "script" in str(e.tag) or any(name.startswith("on") for name in e.attrib)]
    assert (built / "cards/part/hostile.png").read_bytes()[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_notebooks_hold_what_was_printed_as_plain_text(built):
    for path in ("part/hostile_draws", "labs/hostile_lab"):
        notebook = nbformat.read(built / f"snippets/{path}.ipynb", 4)
        nbformat.validate(notebook)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
        assert [output["text"] for output in outputs if output["output_type"] == "stream"] == ["\n".join(HOSTILE) + "\n"]
        assert {kind for output in outputs for kind in output.get("data", ())} == {"image/svg+xml"}


def test_the_printed_book_has_it_as_text(browser, built):
    with pdf.document(browser, built) as page:
        assert page.evaluate(BAD) == [] and page.locator("section[id$=hostile] data").count() > 100
        made = PdfReader(io.BytesIO(page.pdf()))
    links = [each.get_object().get("/A", {}).get("/URI", "") for page in made.pages for each in page.get("/Annots", ())]
    assert links and all(re.match(r"https?://|$", link) for link in links), links


def test_a_failure_is_told_as_text(browser, small):
    shapes = []
    for words in (HARMLESS, HOSTILE):
        pages = Pages(small, live=True)
        small.snippet("one", "x = 1\nprint(x)")
        assert small.bake() == {}
        small.snippet("one", f"words = {words[:4]!r}\nprint(1)\nraise ValueError(' '.join(words))")
        failed = small.bake()["one"]
        html = pages.show("```python one.py#c1\n```\n\n```text one.py#c1\n```\n\n{{ one.x }}\n")
        visit = Visit(browser)
        visit.page.goto("about:blank")
        visit.page.set_content(f"<article>{html}</article>")  # without a policy, as under serve
        shapes.append(visit.page.evaluate(SHAPE))
        assert same(failed) in [same(text) for text in visit.page.evaluate(TEXTS, ".problem")]
        visit.close()
    assert shapes[0] == shapes[1] and same(" ".join(HOSTILE[:4])) in same(failed)


FRAGMENTS = [*HOSTILE[:-1], *"<>&\"'`*_[](){}#|!~$\\-+:;=/@^%\n\t\r\0\x02\x03\x1b ", "```", "~~~~",
             "{{", "}}", "<!--", "]]>", "\n\n", "    "]  # fmt: skip


@pytest.fixture(scope="module")
def reading(browser):
    """A page that reads HTML as browsers do, without showing it."""
    page = browser.new_page()
    yield lambda html: page.evaluate(
        f"""html => {{ const document = new DOMParser().parseFromString(`<article>${{html}}</article>`, "text/html");
            return [{SHAPE}, ({TEXTS})("data"), ({TEXTS})("pre"), {BAD}]; }}""",
        html,
    )
    page.close()


EVERYWHERE = """{{ one.w }} **{{ one.w }}** and $x$

| {{ one.w }} | b |
|---|---|
| {{ one.w }} | b |

## About {{ one.w }}

![Alt {{ one.w }}](one.py#line "Caption {{ one.w }}")

??? success "{{ one.w }}"

    ```text one.py#say
    ```

- {{ one.w }}
- b

```text one.py#say
```

{{ gallery }}
"""


class Told(Pages):
    """A small book with a record that says what it is told to."""

    def convert(self, text):
        figure = f'<svg viewBox="0 0 9 9"><text x="1">{escape(self.said, quote=False)}</text></svg>'  # as matplotlib writes it
        cell = {"name": "say", "kind": "code", "options": {}, "line": 1, "source": "1"}
        cell |= {"output": self.said, "stderr": "", "figures": ["line"]}
        run = Run([cell], {"line": figure}, {"w": self.said}, 1.0, 1.0, "3.13.0")
        self.book.states["one"] = self.book.states["one.py"] = State(self.small.bakery.find("one"), run, None, None, [cell])
        own = [WeaveExtension(self.book), MathExtension(self.book), StudyExtension(self.book)]
        extensions = [*EXTENSIONS, ArithmatexExtension(generic=True), "abbr", "footnotes", "def_list", *own]
        return markdown.markdown(text, extensions=extensions)

    def tell(self, said):
        self.said = said
        html = self.show(EVERYWHERE)
        assert self.book.problems == []
        return html


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    small = SmallBook(tmp_path_factory.mktemp("told"))
    small.snippet("one", "1")
    return Told(small)


@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), min_size=1, max_size=6).map("".join))
@example(said="\x02wzxhzdk:1\x03")
@example(said="\ud800")
def test_whatever_a_run_says_is_text(reading, told, said):
    said = f"x{said}x"
    shape, values, outputs, bad = reading(told.tell(said))
    assert bad == [] and shape == reading(told.tell("harmless"))[0]
    assert set(values) == {visible(said)} and len(values) == 8
    assert {text.rstrip("\n") for text in outputs} == {visible(said)}
