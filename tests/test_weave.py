"""Weave: what authors write, what the page shows, and what a mistake gets."""

import re
import shutil
from html import escape

import markdown
import pytest
from bake import BakeError
from conftest import SmallBook
from figure import drawing, pictures
from index import Page, pieces
from weave import Book, WeaveExtension, typeset

FIGURE = (
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(num='line', figsize=(6, 2))\n"
    "ax.plot([0, 1], label='a < b')\nax.legend()\nplt.show()"
)
EXTENSIONS = ["admonition", "attr_list", "tables", "toc", "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences"]


class Pages:
    """A small book with pages; ``show`` converts one as MkDocs would."""

    def __init__(self, small, live=False):
        self.small, self.book = small, Book(small.bakery, live=live)

    def show(self, text, *others, src="part/page.md", number="4.1", offset=0):
        self.page = Page(src, "part/page/", number, text, offset)
        self.book.begin([*others, self.page])
        self.book.page = self.page
        return self.convert(text)

    def convert(self, text):
        return markdown.markdown(text, extensions=[*EXTENSIONS, WeaveExtension(self.book)])


@pytest.fixture(scope="module")
def baked(tmp_path_factory):
    small = SmallBook(tmp_path_factory.mktemp("baked"))
    small.snippet("one", "x = 1.2345e-6\nlosses = {'GRU': [0.5, 0.25]}\nword = '<b>*bold*</b>'", "print('x is', x)", FIGURE)
    assert small.bake() == {}
    return small


@pytest.fixture
def pages(baked, tmp_path):
    shutil.copytree(baked.root, tmp_path, dirs_exist_ok=True)  # records hold in another clone too
    return Pages(SmallBook(tmp_path))


def test_code_of_a_cell_and_of_a_script(pages):
    html = pages.show("```python one.py#c2\n```\n\n```python one.py\n```\n")
    assert pages.book.problems == []
    first, second = html.split('<div class="snippet"')[1:]
    assert 'id="one-c2"' in first and "Listing 4.1.1" in first and "one.py · c2" in first
    text = re.sub("<[^>]*>", "", first)
    assert "print('x is', x)" in text.replace("&#39;", "'") and "1.2345e-6" not in text
    assert 'href="../../snippets/part/one.py"' in first and 'href="../../snippets/part/one.ipynb"' in first
    text = re.sub("<[^>]*>", "", second)
    assert "A snippet." in text and "# %%" not in text and "import matplotlib.pyplot" in text
    assert 'class="highlight"' in first and 'class="highlight"' in second


def test_a_listing_shown_twice_has_one_id_and_one_number(pages):
    html = pages.show("```python one.py#c2\n```\n\n```python one.py#c2\n```\n\n[](one.py#c2)")
    assert pages.book.problems == [] and html.count('class="snippet"') == 2
    assert html.count('id="one-c2"') == 1 and html.count("Listing 4.1.1") == 3


def test_output_is_text_whatever_it_is(small):
    hostile = "~~~~\\n<script>alert(1)</script> {{ one.x }} $x$ **b** [](#eq:no)\\n```\\n\\x02wzxhzdk:0\\x03"
    small.snippet("one", f"x = 1\nprint('{hostile}')", f"word = '{hostile}'")
    assert small.bake() == {}
    pages = Pages(small)
    html = pages.show("```text one.py#c1\n```\n\nThe word is {{ one.word }}.\n")
    html = html.partition("<div popover")[0]
    assert pages.book.problems == [] and "<script>" not in html and "<strong>" not in html
    text = re.sub("<[^>]*>", "", html)
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; {{ one.x }} $x$ **b** [](#eq:no)") >= 2


def test_open_in_colab_only_where_there_is_a_repository(pages):
    assert "Colab" not in pages.show("```python one.py#c2\n```\n")
    pages.book.colab = "https://colab.research.google.com/github/o/r/blob/gh-pages"
    assert f'href="{pages.book.colab}/snippets/part/one.ipynb"' in pages.show("```python one.py#c2\n```\n")


def test_output_of_a_cell(pages):
    html = pages.show("```text one.py#c2\n```\n")
    assert pages.book.problems == [] and "x is 1.2345e-06" in html and 'class="output"' in html


def test_a_figure_follows_the_page_and_has_caption_number_and_alt(pages):
    text = '![A line that rises to {{ one.losses["GRU"][0] }}.](one.py#line "Seen *here*: {{ one.x:.1e }},\nand "quoted".")\n\n'
    html = pages.show(text + "See [](one.py#line).")
    assert pages.book.problems == []
    assert (
        '<figure class="figure" id="one-line" aria-label="Figure 4.1.1"><svg class="drawing" data-search-exclude role="img" aria-label="A line that rises to 0.5."'
        in html
    )
    assert "<em>here</em>" in html and "1.2 × 10<sup>−6</sup>" in html and "Figure 4.1.1." in html and "quoted" in html
    assert '<a class="reference" href="#one-line">Figure 4.1.1</a>' in html
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert "var(--ink)" in svg and "var(--c0)" in svg and "var(--grid)" in svg
    assert not re.search(r"#(1b1f24|ffffff|0072b2)", svg) and "<style" not in svg and "DejaVu" not in svg
    ids = re.findall(r'\sid="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) and all(name.startswith("one-line-") for name in ids)
    assert {f"#{name}" for name in ids} >= set(re.findall(r'href="(#[^"]+)"', svg))


def test_words_in_a_figure_are_as_they_were_drawn():
    words = """1.23456 #1b1f24 id="a" href="#a" font-family: a; \x1b"""
    svg = f'<svg viewBox="0 0 9 9"><g id="a"/><use href="#a" x="1.23456"/><text style="fill: #1b1f24">{words}</text></svg>'
    made = drawing(svg, "p", "")
    assert f">{escape(words, quote=True)[:-1]}\\x1b</text>" in made and 'x="1.23"' in made and "fill: var(--ink)" in made
    (_, light), (_, dark) = pictures(svg, {"1b1f24": "#ffffff"})
    assert "fill: #ffffff" in dark and ">1.23456 #1b1f24 " in light and ">1.23456 #1b1f24 " in dark and "\x1b" not in light + dark


def test_the_same_figure_on_two_pages_keeps_apart(pages):
    svg = pages.small.load("one").figures["line"]
    assert not set(re.findall(r'\sid="([^"]+)"', drawing(svg, "a", ""))) & set(
        re.findall(r'\sid="([^"]+)"', drawing(svg, "b", ""))
    )


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("one.x:.1e", "1.2 × 10<sup>−6</sup>"),
        ("one.x * 1e6:.2f", "1.23"),
        ("-one.x:.0e", "−1 × 10<sup>−6</sup>"),
        ('one.losses["GRU"][1]:.0%', "25%"),
        ('mean(one.losses["GRU"]):.3f', "0.375"),
        ('one.losses["GRU"][0] / one.losses["GRU"][1]:.0f', "2"),
        ("12345.6:,.0f", "12,346"),
        ("one.word", "&lt;b&gt;*bold*&lt;/b&gt;"),
    ],
)
def test_values_take_an_expression_and_a_format(pages, expression, shown):
    html = pages.show(f"It is {{{{ {expression} }}}} here.\n\n| a |\n|---|\n| {{{{ {expression} }}}} |\n")
    assert pages.book.problems == []
    assert len(re.findall(rf"<data [^>]*>{re.escape(shown)}</data>", html)) == 2


def test_the_bare_value_stands_in_the_page(pages):
    assert '<data value="1.2345e-06" title="one.x:.1e">' in pages.show("{{ one.x:.1e }}")


def test_what_only_looks_like_ours_is_left_alone(pages):
    text = "`{{ one.nothing }}` and $x_{{t}}$ and `[](nothing.py)`.\n\n````markdown\n```python nothing.py#a\n```\n{{ no.no }}\n````\n\n"
    html = pages.show(text + '```python\nprint(1)\n```\n\n```text title="t"\nplain\n```\n[section](#a-section)\n\n## A section\n')
    assert pages.book.problems == []
    assert "<code>{{ one.nothing }}</code>" in html and "nothing.py#a" in html and 'href="#a-section"' in html


def test_references_lead_to_other_pages(pages):
    other = Page("gates/lstm.md", "gates/lstm/", "2.1", '$$\na \\label{eq:a}\n$$\n\n![a](one.py#line "c")\n')
    html = pages.show("[](#eq:a), [](one.py#line), [the script](one.py), [](one.py), [so](#eq:a)", other)
    assert pages.book.problems == []
    assert '<a aria-label="Equation (2.1.1)" class="reference" href="../gates/lstm.md#eq:a">(2.1.1)</a>' in html
    assert '<a class="reference" href="../gates/lstm.md#one-line">Figure 2.1.1</a>' in html
    assert '<a href="../snippets/part/one.md">the script</a>' in html and "<code>one.py</code>" in html
    assert '<a class="reference" href="../gates/lstm.md#eq:a">so</a>' in html


def test_embeds_stand_inside_folded_solutions_lists_and_quotes(pages):
    inside = (
        '```python one.py#c2\n```\n\n```text one.py#c2\n```\n\n![a](one.py#line "Cap {{ one.x:.1e }}")\n\nend {{ one.x:.0e }}'
    )
    indented = "\n".join("    " + line if line else "" for line in inside.splitlines())
    html = pages.show('??? success "Solution"\n' + indented + "\n\nafter")
    assert pages.book.problems == []
    details = html[html.index("<details") : html.index("</details>")]
    for part in ('class="snippet"', 'class="output"', "<figure", "<figcaption>", "10<sup>−6</sup>", "end "):
        assert part in details
    html = html.partition("<div popover")[0]
    assert html.rstrip().endswith("<p>after</p>") and html.count("<div") == html.count("</div>")
    html = pages.show("- item\n\n" + indented + "\n\n- next")
    assert pages.book.problems == [] and html.index("<figure") < html.index("next") and html.count("<li>") == 2
    assert "\x02" not in html and "wzxhzdk" not in html


MISTAKES = [
    ("text\n\n```python oen.py#c1\n```", 3, "there is no snippet “oen.py”; did you mean one.py?"),
    ("```python one.py#c22\n```", 1, "one.py has no cell “c22”; did you mean “c2”"),
    ("```python one.py#c1 c2\n```", 1, "“c2” is no option"),
    ("```pyton one.py#c1\n```", 1, "“pyton” is no view of a run"),
    ("```python one.py#c1\nx = 1\n```", 1, "the fence must be empty"),
    ("```text one.py#c1\n```", 1, "prints nothing"),
    ("```text one.py\n```", 1, "output needs a cell"),
    ('a\nb\n\n![alt](one.py#lien "c")', 4, "one.py draws no figure “lien”; did you mean “line”?"),
    ('![](one.py#line "c")', 1, "needs an alt text"),
    ("![alt](one.py#line)", 1, "needs a caption"),
    ('see ![alt](one.py#line "c") here', 1, "must stand alone"),
    ('![a](one.py#line "c")\n\n![a](one.py#line "c")', 3, "figure “one.py#line” is in docs/en/part/page.md already"),
    ("a\n\nb {{ one.loses }}", 3, "one.py records no value “loses”; did you mean “losses”?"),
    ("{{ on.x }}", 1, "there is no snippet “on”; did you mean one.py?"),
    ("{{ one.word:.2f }}", 1, "Unknown format code 'f' for object of type 'str'"),
    ("{{ one.x:.2q }}", 1, "Invalid format specifier|Unknown format code"),
    ("{{ one.losses['LSTM'] }}", 1, "LSTM"),
    ("{{ one.x / 0 }}", 1, "division by zero"),
    ("{{ one.x - 1e999:.1f }}", 1, "is -inf, which is not a number"),
    ("{{ one.x :.1f }", 1, "a value ends with }}"),
    ("a\n\n{{ one.x", 3, "a value ends with }}"),
    ("a\n\n$x = {{ one.x }}$", 3, "a value stands outside of formulas"),
    ("a\n\n[x]({{ one.word }})", 3, "a value stands in a text, not in an attribute or an address: one.word"),
    ("![{{ one.word }}](x.png)", 1, "a value stands in a text"),
    ('a\n{: title="{{ one.word }}" }', 2, "a value stands in a text"),
    ('<p title="a > {{ one.word }}">a</p>', 1, "a value stands in a text"),
    ("<style>\n{{ one.word }}\n</style>", 2, "a value stands in a text"),
    ("It costs $5 here, {{ one.zz }}, and $6.", 1, "records no value “zz”"),
    ("a\nUS$5-$10", 2, "is “\\$5-\\$” a formula\\? Write"),
    ("a\n\ntext $$x$$ text", 3, "a display formula stands between"),
    ("With `c` here\n$$\nx = 1\n$$", 2, "a display formula stands between"),
    ("$$\na\n$$\n\n- a $$z", 5, "a display formula stands between"),
    ("```{.python one.py#c1}\n```", 1, "names no view of a run"),
    ("```python part/one.py#c1\n```", 1, "without a folder"),
    ("a\n\n[x](one.py#line", 3, "look at its brackets"),
    ("[](eq:nope)", 1, "a link needs a text"),
    ("{{ maen(one.losses['GRU']) }}", 1, "there is no function maen; did you mean “mean”"),
    ("{{ one.x:{one.x}f }}", 1, "is not an expression"),
    ("{{ one }}", 1, "write one.value"),
    ("{{ import os }}", 1, "is not an expression"),
    ("{{ open('/etc/passwd') }}", 1, "open"),
    ("{{ one.x.__class__ }}", 1, "__class__"),
    ("[](one.py#nothing)", 1, "nothing is called “one.py#nothing”"),
    ("a\n\n[](#eq:b)", 3, "nothing is called “eq:b”"),
    ("[](two.py)", 1, "there is no snippet “two.py”"),
    ("$$\na \\label{eq:a}\n$$\n\n$$\nb \\label{eq:a}\n$$", 6, "equation “eq:a” is in"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES)
def test_a_mistake_names_page_and_line_and_shows_on_the_page(pages, text, line, message):
    html = pages.show(text, offset=5)  # five lines of front matter
    assert len(pages.book.problems) == 1, pages.book.problems
    assert pages.book.problems[0].startswith(f"docs/en/part/page.md:{line + 5}: ")
    assert re.search(message, pages.book.problems[0])
    assert 'class="problem"' in html or "already" in message or "is in" in message or "<data" not in html


def test_a_build_shows_nothing_that_does_not_match_its_source(pages):
    pages.small.snippet("one", "x = 2")
    pages.show("{{ one.x }}")
    assert "snippets/part/one.py is not baked (snippets/part/one.py changed); run: make bake" in pages.book.problems[0]


def test_serve_shows_placeholders_and_marks_what_is_out_of_date(small):
    small.snippet("one", "x = 1", "print(x)", FIGURE)
    pages = Pages(small, live=True)
    text = '```python one.py#c2\n```\n\n```text one.py#c2\n```\n\n![a](one.py#line "c")\n\nx is {{ one.x }}'
    html = pages.show(text)
    assert pages.book.problems == []
    assert "aspect-ratio: 6.0 / 2.0" in html and html.count("Not run yet.") == 2 and ">…</data>" in html
    assert pages.book.files()["snippets/part/one.py"].startswith('"""A snippet."""')
    small.bake()
    html = pages.show(text)
    assert "Not run yet" not in html and "data-state" not in html and ">1</data>" in html
    small.snippet("one", "x = 2", "print(x)", FIGURE)
    html = pages.show(text)
    assert html.count('data-state="stale" title="snippets/part/one.py changed"') == 3
    assert 'class="stale">1</data>' in html and "<svg" in html  # the last good result, marked
    small.snippet("one", "x = 2", "print(x / 0)", FIGURE)
    assert "one" in small.bake()
    html = pages.show(text)
    assert "snippets/part/one.py:7, cell c2: ZeroDivisionError" in html and 'data-state="failed"' in html
    assert ">1</data>" in html and "<svg" in html


def test_numbers():
    assert [typeset(text) for text in ("1e+03", "-5", "1.5", "2.0e-12", "nan", "a-b")] == [
        "1 × 10<sup>3</sup>", "−5", "1.5", "2.0 × 10<sup>−12</sup>", "nan", "a-b",
    ]  # fmt: skip


def test_pieces_put_together_are_the_page():
    text = "a\n```python x.py\n```\n\n~~~~\n```\n~~~~\nb\n\n    ```text\n    c\n    ```\n``` open to the end\nd"
    assert "\n".join(piece for *_, piece in pieces(text)) == text
    assert [(line, info) for line, _, info, _ in pieces(text) if info is not None] == [
        (2, "python x.py"), (5, ""), (10, "text"), (13, "open to the end"),
    ]  # fmt: skip


def test_an_unknown_snippet_is_an_error_for_python_too(small):
    with pytest.raises(BakeError, match="there is no snippet “two”"):
        Book(small.bakery).state("two")
