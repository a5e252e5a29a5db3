"""Weave: a Markdown extension that puts views of recorded runs into pages, by name.

    ```python sine_lstm.py#train          the code of a cell (without #train: of the whole script)
    ```
    ```text sine_lstm.py#train            what the cell printed
    ```
    ![alt text](sine_lstm.py#forecast "A caption.")     a figure
    ![alt text](lstm_cell.svg "A caption.")             a drawing that lies beside the page
    Table: A caption. {#tab:costs}                      a caption over a table
    ### Exercise: A title                               a numbered exercise
    {{ sine_lstm.test_mse:.1e }}                        a value in a Python format
    [](sine_lstm.py#forecast)  [](#eq:forget)           a reference: “Figure 4.1.1”, “(4.1.2)”
    @gers2001  [@gers2001, section 2]                   a citation: “Gers et al. (2001)”, “(Gers et al., 2001, …)”
    {{ bibliography }}  {{ gallery }}                   all works that are cited, all snippets

It works on the text of a page, before Markdown does, so that every problem has its
line, and never runs anything. A problem is shown where it is and noted in the book;
whoever builds decides whether problems stop the build.
"""

import ast
import difflib
import math
import posixpath
import re
import statistics
from collections import namedtuple
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import gallery
import reference
import runner
import simpleeval
from bake import Bakery, BakeError, Run
from figure import dark_colors, drawing, expected_size, pictures
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.preprocessors import Preprocessor
from mathjax import in_svg

FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
EMBED = re.compile(r"(?P<view>\w+)[ \t]+(?P<reference>[^\s={}]+)(?P<options>[ \t].*)?")
PROSE = re.compile(
    r"""(?P<code>(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->)
    | (?P<math>\$\$.+?\$\$|(?<![\\$])\$(?![\s$])(?:\\.|[^\\$\n])*?(?<!\s)\$)
    | \{\{\s*(?P<value>.+?)\s*\}\}
    | ^(?P<indent>[ \t>]*)!\[(?P<alt>(?:\{\{.*?\}\}|[^\]])*)\]\(\s*(?P<figure>[^\s)]+\.(?:py(?:\#[^\s)]*)?|svg))
      (?:\s+(?P<quote>["'])(?P<caption>(?:(?!\n[ \t>]*\n).)*?)(?P=quote))?\s*\)[ \t]*$
    | ^Table:[ ](?P<table>(?:(?!\n[ \t]*\n).)+?)\s*\{\#(?P<tab>tab:[\w-]+)\}[ \t]*\n\n(?P<rows>(?:\|[^\n]*\n?)+)
    | ^(?P<level>\#{2,4}[ ])Exercise:[ ](?P<exercise>[^\n]+?)[ \t]*$
    | ^(?P<solution>[?]{3}[+]?[ ]success[ ]"Solution)"
    | \[(?P<cited>[^\[\]]*?(?<![\w@.])@KEY\b[^\[\]]*)\](?!\()
    | (?P<item>^[ \t]*[-*+][ ]+)?(?<![\w@.])@(?P<cite>KEY)\b
    | (?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^\s)#/]+\.(?:py|svg)(?:\#[^\s)]+)?|\#[^\s)]+|[^\s)]+\.md(?:\#[^\s)]+)?)
      (?:\s[^)\n]*)?\)""".replace("KEY", reference.KEY),
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
HEADING = re.compile(r"^(#{1,6})[ ]+(.+?)[ \t]*(?:\{[^}]*\})?[ \t]*#*$", re.MULTILINE)
CITED = re.compile(rf"(?<![\w@.])@({reference.KEY})\b")
GLOSSARY = "reference/glossary.md"
WORKS = "reference/bibliography.bib"
# What is left of prose when all that is well formed is taken out, and what is wrong with it.
LEFT = {
    r"\$\$": "a display formula stands between two $$, with a blank line before and after",
    r"\{\{": "a value ends with }}",
    r"\.py#[\w-]": "what names a snippet's part is a fence, a figure or a link; this is none, look at its brackets and quotes",
    r"(?<!!)\[\s*\]\([^)]*\)": "a link needs a text, unless it is to an equation, [](#eq:name), a page or a snippet's part",
    r"(?m)^Table:": "a table's caption has a name, {#tab:name}, and the table comes after a blank line",
}
LABEL = re.compile(r"\\label\{([^}]*)\}")
MATH = (math.sqrt, math.log2, math.log10, abs, len, max, min, round, sorted, sum)
FUNCTIONS = {f.__name__: f for f in (*MATH, statistics.mean, statistics.median, statistics.stdev)}
LAB = [  # what mkdocs-jupyter puts around a notebook, and what the book has instead
    (r"<(style|script)\b.*?</\1>", ""),
    (r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>|<div class="clipboard-copy-txt".*?</div>', ""),
    (r'<div class="highlight-ipynb[^>]*><pre>(.*?)</pre>', r'<div class="highlight"><pre><code>\1</code></pre>'),
    (r'class="anchor-link"', 'class="headerlink" title="Link to this section"'),
]


class Page(NamedTuple):
    """A page as weave needs it: where it is, its chapter number ("4.1" or ""), its Markdown and line of origin."""

    src: str
    url: str = ""
    number: str = ""
    text: str = ""
    offset: int = 0

    @property
    def title(self) -> str:
        return next((match[2] for match in HEADING.finditer(self.text)), self.src)

    @property
    def name(self) -> str:
        """What other pages call it: by its number, or by its title if it has none."""
        return f"{'Chapter' if self.number[0].isdigit() else 'Appendix'} {self.number}" if self.number else self.title

    def to(self, address: str) -> str:
        """Return the way from this page to an address of the site."""
        return posixpath.relpath(address or ".", posixpath.dirname(self.url) or ".") + ("/" if address.endswith("/") else "")


class Label(NamedTuple):
    """What can be referred to: the page's source, the reference's text and the id there."""

    src: str
    text: str
    identity: str


# What is known of a snippet: its run, why that is stale, how its last run failed, its cells as they are now.
State = namedtuple("State", "path run stale failure cells")


def pieces(text: str):
    """Yield ``(line, indent, info, text)``: a fence with its info string, or prose with None."""
    lines, start, at = text.split("\n"), 0, 0
    while at <= len(lines):
        fence = FENCE.fullmatch(lines[at]) if at < len(lines) else None
        if (fence or at == len(lines)) and at > start:
            yield start + 1, "", None, "\n".join(lines[start:at])
        if fence:
            ends = (i for i in range(at + 1, len(lines)) if re.fullmatch(f"[ \t>]*{fence['ticks']}+[ \t]*", lines[i]))
            end = next(ends, len(lines) - 1)
            yield at + 1, fence["indent"], fence["info"].strip(), "\n".join(lines[at : end + 1])
            at = start = end
            start += 1
        at += 1


def near(name: str, names) -> str:
    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean “{close[0]}”?" if close else ""


def typeset(number: str) -> str:
    """Return a formatted number as HTML: 1.2e-06 as 1.2 × 10⁻⁶, a hyphen as a minus sign."""
    text = re.sub(r"^-(?=[\d.])", "−", escape(number))
    power = re.fullmatch(r"(−?[\d.]+)e([+-])0*(\d*)", text)
    return f"{power[1]} × 10<sup>{power[2].replace('-', '−').strip('+')}{power[3] or 0}</sup>" if power else text


class Book:
    """All pages, what their parts are called, and what is wrong with them.

    ``live`` is true under serve, where what is not baked yet gets a placeholder. ``problems``
    are texts that begin with ``file:line``; ``labels`` map a reference to its page's source,
    its text and its id. ``page`` is the one being made.
    """

    def __init__(self, bakery: Bakery, *, docs: str = "docs/en", live: bool = False, colab: str = "", macros: dict | None = None):
        self.bakery, self.docs, self.live, self.colab, self.macros = bakery, docs, live, colab, macros or {}
        css = bakery.root / "docs/theme/book.css"
        self.dark = dark_colors(css.read_text(encoding="utf-8")) if css.exists() else {}
        self.begin([])

    def begin(self, pages: list[Page]) -> None:
        """Start a build: forget the last one, and find what all pages define, number, show and cite."""
        self.problems: list[str] = []
        self.labels: dict[str, Label] = {}
        self.states: dict[str, State] = {}
        self.known: dict = {}
        self.placed: dict[str, set[str]] = {}  # a page -> the ids that weave put there
        self.carded: dict[str, None] = {}
        self.pages = {page.src: page for page in pages}
        self.cited: dict[str, dict[str, None]] = {}  # a work's key -> the pages that cite it
        self.explained: dict[str, dict[str, None]] = {}  # a term -> the pages that have it in bold
        self.shown: dict[str, dict[str, None]] = {}  # a snippet's file -> the pages that show it
        self.captions: dict[str, tuple[str, str]] = {}  # a figure -> its alt text and caption
        self.previews: dict[str, dict[str, None]] = {}  # a page -> the ids on it that references show
        self.page = self.pages.get(GLOSSARY) or Page("")
        self.terms = reference.terms(self.page.text)
        for term in self.terms.values():
            self.labels[term.identity] = Label(GLOSSARY, term.name, term.identity)
        forms = {form.lower(): term for term in self.terms.values() for form in term.forms}
        self.forms = forms | {f"{form}s": term for form, term in forms.items()}
        path, self.page = self.bakery.root / self.docs / WORKS, Page(WORKS)
        self.works = reference.works(path, self.problem) if path.exists() else {}
        for self.page in pages:
            self.number(self.page)
        for key in self.works.keys() - self.cited.keys():
            self.page = Page(WORKS)
            self.problem(f"nobody cites {key}")
        for name in self.terms.keys() - self.explained.keys():
            self.page = self.pages[GLOSSARY]
            self.problem(f"no page explains the term “{name}”: write it in bold where one does", raw=self.terms[name].name)
        self.page = pages[-1] if pages else Page("")

    def number(self, page: Page) -> None:
        """Number a page's figures, listings, equations, tables and exercises, and note what else it has."""
        self.labels[page.src] = Label(page.src, page.name, "")
        counts: dict[str, int] = {}
        for line, kind, label in self.items(page.text):
            if kind == "Section":
                self.labels.setdefault(f"{page.src}#{slugify(label, '-')}", Label(page.src, label, slugify(label, "-")))
            elif kind == "Citation":
                self.cited.setdefault(label, {})[page.src] = None
            elif kind == "Term":
                self.explained.setdefault(label, {})[page.src] = None
            elif kind == "View":
                self.labels[label] = Label(page.src, page.title, "")
            elif label not in self.labels:
                counts[kind] = counts.get(kind, 0) + 1
                number = f"{page.number}.{counts[kind]}".lstrip(".")
                identity = re.sub(r"\.py#?|\.svg", "-", label).strip("-")
                self.labels[label] = Label(page.src, f"({number})" if kind == "Equation" else f"{kind} {number}", identity)
            elif kind != "Listing" and not label.endswith(".svg"):  # these may be shown again; the first place has the number
                self.problem(f"{kind.lower()} “{label}” is in {self.docs}/{self.labels[label].src} already", line)

    def items(self, text: str):
        """Yield ``(line, kind, label)`` of all on a page that is numbered, defined, cited or shown, in order."""
        for line, _, info, piece in pieces(text):
            if embed := EMBED.fullmatch(info or ""):
                self.shown.setdefault(embed["reference"].partition("#")[0], {})[self.page.src] = None
                if embed["view"] == "python":
                    yield line, "Listing", embed["reference"]
            if info is not None:
                continue
            for match in PROSE.finditer(piece):
                here = line + piece.count("\n", 0, match.start())
                if match["figure"]:
                    label = posixpath.basename(match["figure"])
                    self.shown.setdefault(label.partition("#")[0], {})[self.page.src] = None
                    self.captions.setdefault(label, (match["alt"], match["caption"] or ""))
                    yield here, "Figure", label
                if match["tab"]:
                    yield here, "Table", match["tab"]
                if match["exercise"]:
                    yield here, "Exercise", f"ex:{slugify(match['exercise'], '-')}"
                if match["value"] in ("bibliography", "gallery"):
                    yield here, "View", match["value"]
                inside = " ".join(filter(None, (match["cited"], match["table"], match["caption"])))
                for key in [match["cite"]] if match["cite"] else CITED.findall(inside):
                    yield here, "Citation", key
                for label in LABEL.finditer(match["math"] or ""):
                    yield line + piece.count("\n", 0, match.start() + label.start()), "Equation", label[1]
            prose = PROSE.sub(lambda match: "" if match["code"] or match["math"] else match[0], piece)
            for match in HEADING.finditer(prose):
                yield line, "Section", match[2]
            for match in re.finditer(r"\*\*([^*]+?)\*\*", prose):
                if term := self.forms.get(" ".join(match[1].lower().split())):
                    yield line, "Term", term.name.lower()

    def problem(self, message: str, line: int = 0, raw: str = "") -> str:
        """Note a problem of the page, at a line or where the text ``raw`` first stands; return it with its place."""
        if not line and raw and raw in self.page.text:
            line = self.page.text.count("\n", 0, self.page.text.index(raw)) + 1
        where = f"{self.docs}/{self.page.src}" + (f":{line + self.page.offset}" if line else "")
        self.problems.append(f"{where}: {message}")
        return self.problems[-1]

    def state(self, name: str) -> State:
        """Return what is known of a snippet; raise BakeError if there is none of that name, or if a build has no run."""
        if name not in self.states:
            path = self.bakery.find(name)
            run = self.bakery.load(path)
            stale = self.bakery.stale(path, self.known) or (None if run else "its record is damaged")
            if stale and not self.live:
                raise BakeError(f"{self.bakery.name(path)} is not baked ({stale}); run: make bake")
            try:
                cells = runner.parse(path.read_text(encoding="utf-8"))
            except (runner.SnippetError, UnicodeDecodeError):  # its run says what is wrong, and where
                cells = [{**cell, "output": "", "stderr": "", "figures": []} for cell in run.cells] if run else []
            self.states[name] = State(path, run, stale, self.bakery.failure(path), cells)
        return self.states[name]

    def files(self) -> dict[str, str]:
        """Return what is published of each snippet: the plain script and the notebook, by address."""
        found = {}
        for name, path in self.bakery.snippets.items():
            state = self.state(name)
            run = state.run if state.run and not state.stale else Run(state.cells)
            found |= {self.address(path, ".py"): run.script(), self.address(path, ".ipynb"): run.notebook()}
            for figure, svg in run.figures.items():
                found |= {self.address(path, f".{figure}.{scheme}.svg"): picture for scheme, picture in pictures(svg, self.dark)}
        return found

    def views(self) -> dict:
        """Return the source of each snippet's own page, and what makes its Markdown once all pages are known."""
        paths = [path for path in self.bakery.snippets.values() if path.parent.name != "labs"]
        return {self.address(path, ".md"): lambda path=path: gallery.page(self.state(path.stem), self) for path in paths}

    def anchors(self, src: str) -> set[str]:
        """Return the ids that weave put on a page."""
        return self.placed.get(src, set()) | {identity for page, _, identity in self.labels.values() if page == src}

    def preview_file(self, src: str) -> str:
        """Return where the previews of a page's parts are published, for book.js to find by the page's address."""
        name = re.sub(r"(^|/)index$", "", posixpath.splitext(src)[0])
        return f"previews/{name.replace('/', '-') or 'index'}.js"

    def address(self, path: Path, suffix: str) -> str:
        return f"snippets/{path.parent.name}/{path.stem}{suffix}"

    def view(self, path: Path) -> str:
        """Return the address of the page that shows a snippet, or of the lab."""
        lab = self.bakery.name(path).removeprefix(f"{self.docs}/")
        return self.pages[lab].url if lab in self.pages else self.address(path, "/" if self.page.url.endswith("/") or not self.page.url else ".html")

    def links(self, path: Path, card: bool = True) -> str:
        """Return links from the page to the plain script, the notebook and, if it can be there, to Colab."""
        names = {"Script": ".py", "Notebook": ".ipynb"}
        found = {name: self.page.to(self.address(path, end)) for name, end in names.items()}
        if self.colab:
            found["Open in Colab"] = f"{self.colab}/{self.address(path, '.ipynb')}"
        made = (
            f'<a href="{escape(url)}" aria-label="{name}: {path.stem}"{"" if ":" in url else " download"}>{name}</a>'
            for name, url in found.items()
        )
        made = " ".join([*made, self.button(path)] if card else made)
        return f'<span class="snippet-links" data-search-exclude>{made}</span>'

    def button(self, path: Path) -> str:
        """Return a button that shows what is known of a snippet's run, on a card at the end of the page."""
        self.carded[path.stem] = None
        return (
            f'<button type="button" class="run-button" popovertarget="run-{path.stem}" aria-label="Run: {path.stem}"'
            f" data-search-exclude>Run</button>"
        )

    def evaluate(self, text: str) -> tuple[str, object]:
        """Return an expression over recorded values in its format, and the bare value; raise BakeError if it has none."""
        try:
            (part,) = ast.parse(f"f'''{{{text}}}'''", mode="eval").body.values
            spec = "".join(piece.value for piece in part.format_spec.values) if part.format_spec else ""
        except (SyntaxError, TypeError, ValueError, AttributeError):
            raise BakeError(f"“{text}” is not an expression with a format") from None
        names = {}
        for node in ast.walk(part.value):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                state = self.state(node.value.id)
                values = state.run.values if state.run else {}
                if state.run and node.attr not in values:
                    raise BakeError(f"{state.path.name} records no value “{node.attr}”{near(node.attr, values)}")
                names[node.value.id] = state.run and SimpleNamespace(**values)
        if None in names.values():
            return "…", None
        try:
            value = simpleeval.SimpleEval(names=names, functions=FUNCTIONS).eval("", previously_parsed=part.value)
            shown = format(value, spec)
        except simpleeval.FunctionNotDefined as error:
            raise BakeError(f"“{text}”: there is no function {error.func_name}{near(error.func_name, FUNCTIONS)}") from None
        except simpleeval.NameNotDefined as error:
            raise BakeError(f"“{text}”: write {error.name}.value for a value of {error.name}.py") from None
        except KeyError as error:
            raise BakeError(f"“{text}”: there is no key {error}; keys are recorded as text") from None
        except Exception as error:  # an author's expression can go wrong in any way
            raise BakeError(f"“{text}”: {error}") from None
        if isinstance(value, float) and not math.isfinite(value):
            raise BakeError(f"“{text}” is {value}, which is not a number")
        return shown, value

    def weave(self, text: str, store) -> str:
        """Return a page's text with everything of the book in its place; ``store`` keeps finished HTML from Markdown."""
        self.carded, self.exercise = {}, ""
        woven = [
            self.prose(line, piece, store) if info is None else self.fence(line, indent, info, piece, store)
            for line, indent, info, piece in pieces(self.defined(text) if self.page.src == GLOSSARY else text)
        ]
        cards = [store(gallery.card(self.state(name), self)) for name in self.carded]
        return "\n".join([*woven, *(self.block("", card) for card in cards), "\n"])

    def defined(self, text: str) -> str:
        """Return the glossary's text with an id for each term, its Chinese names, and where it is explained."""

        def put(match) -> str:
            term = self.terms[match["term"].strip().lower()]
            names = "".join(
                f' <span class="chinese" lang="{lang}">{name}</span>'
                for lang, name in (("zh-Hant", term.traditional), ("zh-Hans", term.simplified)) if name
            )  # fmt: skip
            return f"{term.name}{names} {{: #{term.identity} }}\n"

        def explain(match) -> str:
            name = text[: match.start()].rpartition("\n\n")[2].partition(" | ")[0].partition("\n")[0].strip().lower()
            where = [self.link(src, f"explains-{self.terms[name].identity[5:]}", self.labels[src].text) for src in self.explained.get(name, ())]
            return f'{match[0]} <span class="back">Explained in {", ".join(where)}.</span>' if where else match[0]

        made = re.sub(r"(?m)^:   .*(?:\n(?!\n).+)*", explain, text)
        return reference.TERM.sub(put, made)

    def prose(self, line: int, text: str, store) -> str:
        def put(match) -> str:
            place = line + text.count("\n", 0, match.start())
            try:
                if match["value"] == "bibliography":
                    return self.bibliography()
                if match["value"] == "gallery":
                    return store(gallery.gallery(self))
                if match["value"]:
                    return store(self.value(match["value"]))
                if match["figure"]:
                    return self.figure(place, store, **match.groupdict())
                if match["table"]:
                    return self.table(place, store, match)
                if match["exercise"]:
                    label = f"ex:{slugify(match['exercise'], '-')}"
                    self.exercise = self.labels[label].text if label in self.labels else "Exercise"
                    return f"{match['level']}{self.exercise} · {match['exercise']} {{: #{label} }}"
                if match["solution"]:
                    return f'{match["solution"]}{f" to {self.exercise}" if self.exercise else ""}"'
                if match["cited"]:
                    return "(" + CITED.sub(lambda key: self.cite(key[1], "{authors}, {year}"), match["cited"]) + ")"
                if match["cite"] and match["item"]:
                    return match["item"] + self.cite(match["cite"], "{authors} ({year})", full=True)
                if match["cite"]:
                    return self.cite(match["cite"], "{authors} ({year})")
                if match["math"]:
                    self.check_math(match["math"], text[: match.start()], text[match.end() :])
                return match[0] if match["target"] is None else self.reference(match)
            except Exception as error:
                return self.wrong(error, place, match["indent"] if match["figure"] else None, store)

        left = PROSE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        found = sorted((match.start(), why) for pattern, why in LEFT.items() for match in re.finditer(pattern, left))
        wrong = [self.wrong(BakeError(why), line + text.count("\n", 0, at), "", store) for at, why in found]
        return "\n".join([PROSE.sub(put, text), *wrong])

    def check_math(self, tex: str, before: str, after: str) -> None:
        """Raise BakeError for what Arithmatex would read in another way than its author."""
        if re.search(r"\{\{\s*[a-z_]\w*\.\w", tex):
            raise BakeError("a value stands outside of formulas: $x =$ {{ … }}")
        if tex.startswith("$$"):
            alone = re.search(r"(^|\n[ \t>]*\n)[ \t>]*([-*+] |\d+\. )?$", before) and re.match(r"[ \t]*(\n[ \t>]*(\n|$)|$)", after)
            if not alone:
                raise BakeError(LEFT[r"\$\$"])
        elif re.match(r"\d", after):
            raise BakeError(f"is “{tex}” a formula? Write \\$ for a price")

    def line_of(self, tex: str) -> int:
        """Return the line of the page on which a formula begins; 0 if it is in none of its paragraphs."""
        for line, _, info, piece in pieces(self.page.text):
            for match in PROSE.finditer(piece) if info is None else ():
                if (match["math"] or "").strip("$ \t\n>") == tex.strip():
                    return line + piece.count("\n", 0, match.start() + match["math"].index(tex.strip()[:1] or "$"))
        return 0

    def fence(self, line: int, indent: str, info: str, text: str, store) -> str:
        embed = EMBED.fullmatch(info)
        if not embed and ".py#" not in info:
            return text
        try:
            if not embed:
                raise BakeError(f"“{info}” names no view of a run; write python sine_lstm.py#cell")
            if embed["view"] not in ("python", "text"):
                raise BakeError(f"“{embed['view']}” is no view of a run; write python for code or text for output")
            if not re.fullmatch(r'(\s+hl_lines="[\d -]+")?\s*', embed["options"] or ""):
                raise BakeError(f"“{embed['options'].strip()}” is no option; there is hl_lines=\"1 3-4\"")
            if "".join(text.split("\n")[1:-1]).strip(" \t>"):
                raise BakeError("the fence must be empty: what it shows comes from the snippet")
            file, name = self.parts(embed["reference"])
            state = self.state(file)
            cells = {cell["name"]: cell for cell in state.cells}
            if name and name not in cells:
                raise BakeError(f"{file} has no cell “{name}”{near(name, cells)}")
            view = self.code if embed["view"] == "python" else self.output
            opening, body = view(state, name, embed["reference"])
            ticks = "~" * max(4, *(len(run) + 1 for run in re.findall("~+", body) or [""]))
            head = f"{indent}{ticks}{embed['view']}{embed['options'] or ''}"
            lines = [head, *(indent + one for one in body.split("\n")), indent + ticks]
            return "\n".join([self.block(indent, store(opening)), *lines, self.block(indent, store("</div>"))])
        except Exception as error:
            return self.wrong(error, line, indent, store)

    def parts(self, reference: str) -> tuple[str, str]:
        """Return the snippet and the cell or figure of a reference."""
        file, mark, name = reference.partition("#")
        if not re.fullmatch(r"\w+\.py", file) or (mark and not name):
            raise BakeError(f"“{reference}” is no name of a snippet's part; write sine_lstm.py#cell, without a folder")
        return file, name

    def wrong(self, error: Exception, line: int, indent: str | None, store) -> str:
        message = str(error) if isinstance(error, BakeError) else f"{type(error).__name__}: {error}"
        tag, message = "span" if indent is None else "div", escape(self.problem(message, line))
        html = store(f'<{tag} class="problem">{message}</{tag}>')
        return html if indent is None else self.block(indent, html)

    def block(self, indent: str, text: str) -> str:
        return f"{indent.rstrip()}\n{indent}{text}\n{indent.rstrip()}"

    def attributes(self, kind: str, state: State | None, reference: str = "") -> tuple[str, str]:
        """Return an element's attributes, with an id at the reference's numbered place, and its number."""
        src, number, identity = self.labels.get(reference, ("", "", ""))
        made = f'class="{kind}"'
        if src == self.page.src and self.once(identity):  # a listing that is shown again has no second id
            made += f' id="{identity}"'
        if not state:  # a drawing, which nothing runs for
            return made, number
        if self.live and state.failure:
            return f'{made} data-state="failed" title="{escape(state.failure)}"', number
        stale = self.live and state.run and state.stale
        return made + (f' data-state="stale" title="{escape(state.stale)}"' if stale else ""), number

    def code(self, state: State, name: str, reference: str) -> tuple[str, str]:
        attributes, number = self.attributes("snippet", state, reference)
        shown = f"<code>{state.path.name}{' · ' + name if name else ''}</code>"
        title = f'<span class="snippet-title">{number + " · " if number else ""}{shown}</span>'
        source = {cell["name"]: cell["source"] for cell in state.cells}
        body = source[name] if name else Run(state.cells).script().rstrip()
        failure = f'<div class="problem">{escape(state.failure)}</div>' if self.live and state.failure else ""
        return f'<div {attributes}><div class="snippet-head">{title}{self.links(state.path)}</div>{failure}', body

    def output(self, state: State, name: str, reference: str) -> tuple[str, str]:
        if not name:
            raise BakeError(f"output needs a cell: {reference}#cell")
        text = state.run.output.get(name) if state.run else None
        if text == "":
            raise BakeError(f"cell “{name}” of {state.path.name} prints nothing")
        attributes, _ = self.attributes("output" if text else "output pending", state)
        label = f'role="region" aria-label="Output of cell {name} of {state.path.name}"'
        return f"<div {attributes} {label}>{self.button(state.path)}", re.sub("[\x02\x03]", "", text or "Not run yet.").rstrip()

    def figure(self, line: int, store, *, indent, alt, figure, caption, **_) -> str:
        if not alt.strip():
            raise BakeError(f"the figure needs an alt text: ![what the drawing shows]({figure} \"…\")")
        if not (caption or "").strip():
            raise BakeError(f"the figure needs a caption: ![…]({figure} \"what to see in it\")")
        label = posixpath.basename(figure)
        src, number, identity = self.labels.get(label, (self.page.src, "", "figure"))
        alt = re.sub(r"\{\{\s*(.+?)\s*\}\}", lambda m: self.evaluate(m[1])[0], " ".join(alt.split()))
        after = ""
        if figure.endswith(".svg"):
            state = None
            picture, after = self.diagram(figure, identity, alt)
        else:
            file, name = self.parts(figure)
            state = self.state(file)
            figures = state.run.figures if state.run else {}
            if state.run and name not in figures:
                raise BakeError(f"{file} draws no figure “{name}”{near(name, figures)}")
            if name in figures:
                picture = drawing(figures[name], identity, alt)
            else:
                size = "{} / {}".format(*expected_size(state.cells, name))
                picture = f'<div class="pending" role="img" aria-label="{escape(alt)}" style="aspect-ratio: {size}">Not run yet.</div>'
            after = self.button(state.path)
        attributes, _ = self.attributes("figure", state, label)
        opening = store(f"<figure {attributes}>{picture}<figcaption>")
        text = self.link(src, identity, f"{number}.", "number") + " " if number else ""
        text += self.prose(line, " ".join(re.sub(r"\n[ \t>]*", "\n", caption).split()), store)
        closing = store(f"{after}</figcaption></figure>")
        return f"{self.block(indent, opening)}\n{indent}{text}\n{self.block(indent, closing)}"

    def diagram(self, file: str, identity: str, alt: str) -> tuple[str, str]:
        """Return a hand-made SVG in the page's colors with its formulas typeset, and its long description, folded."""
        path = self.bakery.root / self.docs / posixpath.dirname(self.page.src) / file
        if not path.exists():
            raise BakeError(f"there is no drawing “{file}” beside the page{near(path.name, (p.name for p in path.parent.glob('*.svg')))}")
        svg = path.read_text(encoding="utf-8")
        described = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)

        def report(message: str, line: int) -> None:
            page, self.page = self.page, Page(path.relative_to(self.bakery.root / self.docs).as_posix())
            self.problem(message, line)
            self.page = page

        svg = in_svg(re.sub(r"<desc>.*?</desc>", lambda match: re.sub(r"[^\n]", "", match[0]), svg, flags=re.DOTALL), self.macros, report)
        if not svg:
            raise BakeError(f"the drawing “{file}” cannot be read")
        picture = drawing(svg, identity, alt).replace('class="drawing"', 'class="drawing diagram"', 1)
        words = " ".join(described[1].split()) if described else ""
        return picture, f'<details class="description"><summary>The drawing in words</summary><p>{words}</p></details>' if words else ""

    def table(self, line: int, store, match) -> str:
        """Return a table under a numbered caption."""
        _, number, identity = self.labels[match["tab"]]
        text = self.prose(line, " ".join(match["table"].split()), store)
        opening, middle = store(f'<figure class="table" id="{identity}"><figcaption>'), store("</figcaption>")
        caption = f"[{number}.](#{identity}){{.number}} {text}"
        rows = self.prose(line + match["table"].count("\n") + 2, match["rows"], store)
        parts = [self.block("", opening), caption, self.block("", middle), rows, self.block("", store("</figure>"))]
        return "\n".join(parts)

    def link(self, src: str, identity: str, text: str, kind: str = "reference") -> str:
        """Return a Markdown link from the page to an id on a page of the book; its preview will be there."""
        if kind == "reference":
            self.previews.setdefault(src, {})[identity] = None
        path = "" if src == self.page.src else posixpath.relpath(src, posixpath.dirname(self.page.src) or ".")
        return f"[{text}]({path}{'#' if identity else ''}{identity}){{.{kind}}}"

    def cite(self, key: str, form: str, full: bool = False) -> str:
        """Return a citation as a link to the bibliography, or the work itself where it is listed to be read."""
        if key not in self.works:
            raise BakeError(f"the bibliography has no “{key}”{near(key, self.works)}; {self.docs}/{WORKS} has what can be cited")
        if "bibliography" not in self.labels:
            raise BakeError("no page shows the bibliography: {{ bibliography }}")
        work, anchor = self.works[key], ""
        if self.once(f"cite-{key}"):
            anchor = f'<span class="cite" id="cite-{key}"></span>'
        if full:
            return anchor + work.full
        return anchor + self.link(self.labels["bibliography"].src, key, form.format(authors=work.authors, year=work.year))

    def bibliography(self) -> str:
        """Return all works as a list, each with links to the pages that cite it."""
        made = []
        for key, work in sorted(self.works.items(), key=lambda item: (item[1].authors.lower(), item[1].year)):
            self.once(key)
            back = ", ".join(self.link(src, f"cite-{key}", self.labels[src].text) for src in self.cited.get(key, ()))
            made.append(f'- <span class="work" id="{key}">{work.full}</span> Cited in {back}.')
        return "\n".join(made)

    def once(self, identity: str) -> bool:
        """Note that an id is on the page; return false if it was there already."""
        known = self.placed.setdefault(self.page.src, set())
        return identity not in known and not known.add(identity)

    def value(self, text: str) -> str:
        shown, value = self.evaluate(text)
        states = [self.state(name) for name in re.findall(r"\b([a-z_]\w*)\.", text) if name in self.states]
        kind = ' class="pending"' if value is None else ""
        if self.live and any(state.stale for state in states) and not kind:
            kind = ' class="stale"'
        return f'<data value="{escape(str(value))}" title="{escape(text)}"{kind}>{typeset(shown)}</data>'

    def reference(self, match) -> str:
        """Return a link to what is called so, with its number as the text if it has none."""
        target, label = match["target"], match["target"].removeprefix("#")
        if match["image"]:
            if target.endswith(".md"):
                return match[0]
            raise BakeError(f"the figure “{target}” must stand alone, with a blank line before and after")
        if target.endswith(".py"):
            path = self.bakery.find(target)
            here = posixpath.dirname(self.page.src) or "."
            view = self.bakery.name(path).removeprefix(f"{self.docs}/") if path.parent.name == "labs" else self.address(path, ".md")
            return f"[{match['text'] or f'`{path.name}`'}]({posixpath.relpath(view, here)})"
        if ".md" in target:
            if match["text"]:
                return match[0]  # an ordinary link, which MkDocs looks after
            label = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.src), target))
        if target.startswith("#") and f"{self.page.src}{target}" in self.labels:
            label = f"{self.page.src}{target}"
        if label not in self.labels:
            if match["text"] and target.startswith("#"):
                return match[0]
            raise BakeError(f"nothing is called “{label}”{near(label, self.labels)}")
        src, text, identity = self.labels[label]
        return self.link(src, identity, match["text"] or text)

    def lab(self, html: str, name: str) -> str:
        """Return a lab as mkdocs-jupyter renders it in the book's look, without its styles, scripts and buttons."""
        state = self.state(name)
        for pattern, replacement in LAB:
            html = re.sub(pattern, replacement, html, flags=re.DOTALL)
        for cell in state.run.cells if state.run else ():
            for figure in cell["figures"]:
                if not (alt := cell["options"].get("alt", "")):
                    self.problem(f'the figure “{figure}” needs an alt text: # %% {cell["name"]} alt="…"', cell["line"] - 1)
                made = f'<figure class="figure">{drawing(state.run.figures[figure], f"{name}-{figure}", alt)}</figure>'
                html = re.sub(r"<img [^>]*image/svg[^>]*>", lambda _: made, html, count=1)
        attributes, _ = self.attributes("lab", state)
        note = escape(state.failure or "") if self.live else ""
        note = f'<div class="problem">{note}</div>' if note else "" if state.run else '<p class="pending">Not run yet.</p>'
        return html.replace("</h1>", f"</h1>\n<div {attributes}><p>{self.links(state.path)}</p>{note}</div>", 1)


class WeaveExtension(Extension):
    """Registers weave for a book; the page being converted is ``book.page``."""

    def __init__(self, book: Book):
        super().__init__()
        self.book = book

    def extendMarkdown(self, md):
        class Weave(Preprocessor):
            def run(weave, lines: list[str]) -> list[str]:
                return self.book.weave("\n".join(lines), md.htmlStash.store).split("\n")

        md.preprocessors.register(Weave(md), "weave", 29)  # before fenced code and raw HTML are taken away
