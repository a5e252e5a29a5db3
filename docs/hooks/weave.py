"""Weave: a Markdown extension that puts views of recorded runs into pages, by name.

    ```python sine_lstm.py#train          the code of a cell (without #train: of the whole script)
    ```
    ```text sine_lstm.py#train            what the cell printed
    ```
    ![alt text](sine_lstm.py#forecast "A caption.")     a figure
    {{ sine_lstm.test_mse:.1e }}                        a value in a Python format
    [](sine_lstm.py#forecast)  [](#eq:forget)           a reference: “Figure 4.1.1”, “(4.1.2)”

Weave never runs anything. What is wrong becomes a problem with file and line, shown
on the page; whoever builds decides whether problems stop the build.
"""

import ast
import difflib
import math
import posixpath
import re
import statistics
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import SimpleNamespace

import pygments
import runner
import simpleeval
from bake import Bakery, BakeError, Run
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

REFERENCE = re.compile(r"(?P<file>[^\s#]+\.py)(?:#(?P<name>[^\s#]+))?")
FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
EMBED = re.compile(r"(?P<view>\w+)[ \t]+(?P<reference>[^\s={}]+)(?P<options>[ \t].*)?")
FIGURE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(\s*(?P<reference>[^\s)]+\.py(?:#[^\s)]*)?)"
    r"(?:\s+(?P<quote>[\"'])(?P<caption>.*)(?P=quote))?\s*\)",
    re.DOTALL,
)
LABEL = re.compile(r"\\label\{([^}]*)\}")
PLACEHOLDER = re.compile("\x02weave:(\\d+)\x03")
FUNCTIONS = {name: getattr(statistics, name) for name in ("mean", "median", "stdev")} | {
    function.__name__: function for function in (abs, min, max, round, len, sum, sorted, math.sqrt, math.log10, math.log2)
}
COLORS = {  # the style's colours and the page's variables that take their place
    "#1b1f24": "ink", "#000000": "ink", "#ffffff": "paper", "#d0d4da": "grid", "#0072b2": "c0", "#d55e00": "c1",
    "#00805c": "c2", "#a0458a": "c3", "#8a6d00": "c4", "#5f6670": "c5",
}  # fmt: skip


@dataclass
class Page:
    """A page as weave needs it: where it is, its chapter number ("4.1" or ""), its Markdown and line of origin."""

    src: str
    url: str = ""
    number: str = ""
    text: str = ""
    offset: int = 0


@dataclass
class State:
    """What is known of a snippet now: its recorded run, why that is stale, how its last run failed."""

    path: Path
    run: Run | None
    stale: str | None
    failure: str | None
    source: list[dict]  # the cells of the file as it is


def items(text: str):
    """Yield ``(line, kind, label)`` for whatever in a page has a number, in order; kind is Listing, Figure or Equation."""
    closing = None
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        fence = FENCE.fullmatch(line)
        if closing:
            if fence and not fence["info"].strip() and fence["ticks"].startswith(closing):
                closing = None
        elif fence:
            closing = fence["ticks"]
            embed = EMBED.fullmatch(fence["info"].strip())
            if embed and embed["view"] == "python":
                yield number, "Listing", embed["reference"]
        else:
            if figure := re.match(r"[ \t>]*!\[[^\]]*\]\(\s*([^\s)]+\.py#[^\s)]+)", "\n".join(lines[number - 1 : number + 8])):
                yield number, "Figure", figure[1]
            for label in LABEL.findall(re.sub(r"`[^`]*`", "", line)):
                yield number, "Equation", label


class Book:
    """All pages and what their parts are called; the state that the extensions share during a build.

    ``live`` is true under serve, where what is not baked yet gets a placeholder. ``problems``
    collects what is wrong, each a text that begins with ``file:line``.
    """

    def __init__(self, bakery: Bakery, *, docs: str = "docs/en", live: bool = False, colab: str = ""):
        self.bakery, self.docs, self.live, self.colab = bakery, docs, live, colab
        self.page = Page("")
        self.begin([])

    def begin(self, pages: list[Page]) -> None:
        """Start a build: forget the last one and number the figures, listings and equations of all pages."""
        self.problems: list[str] = []
        self.labels: dict[str, tuple[Page, str, str]] = {}  # label: page, "Figure 4.1.2", id
        self.states: dict[str, State] = {}
        self.known: dict = {}
        for self.page in pages:
            counts: dict[str, int] = {}
            for line, kind, label in items(self.page.text):
                if label in self.labels:
                    if kind != "Listing":  # code may be shown again; only its first place has the number
                        first = self.labels[label][0]
                        self.problem(f"{kind.lower()} “{label}” is on {self.docs}/{first.src} already", line=line)
                    continue
                counts[kind] = counts.get(kind, 0) + 1
                number = f"{self.page.number}.{counts[kind]}".lstrip(".")
                text = f"({number})" if kind == "Equation" else f"{kind} {number}"
                self.labels[label] = (self.page, text, re.sub(r"\.py#?", "-", label).strip("-"))

    def problem(self, message: str, *, raw: str = "", line: int = 0) -> str:
        """Note a problem of the current page, at ``line`` or where the text ``raw`` stands; return it with its place."""
        if not line and raw and raw in self.page.text:
            line = self.page.text[: self.page.text.index(raw)].count("\n") + 1
        where = f"{self.docs}/{self.page.src}" + (f":{line + self.page.offset}" if line else "")
        self.problems.append(f"{where}: {message}")
        return self.problems[-1]

    def state(self, name: str) -> State:
        """Return what is known of a snippet; raise BakeError if there is none of that name."""
        if name not in self.states:
            path = self.bakery.find(name)
            stale, run = self.bakery.stale(path, self.known), self.bakery.load(path)
            if stale and not self.live:
                raise BakeError(f"{self.bakery.name(path)} is not baked ({stale}); run: make bake")
            try:
                source = runner.parse(path.read_text(encoding="utf-8"))
            except (runner.SnippetError, UnicodeDecodeError):
                source = run.cells if run else []  # its run says what is wrong, with the line
            self.states[name] = State(path, run, stale, self.bakery.failure(path), source)
        return self.states[name]

    def cell(self, state: State, name: str, view: str) -> dict | None:
        """Return a cell of the file (``python``) or of its run (``text``); None if it has not run; raise if unknown."""
        cells = {cell["name"]: cell for cell in state.source}
        if name not in cells:
            raise BakeError(f"{state.path.name} has no cell “{name}”{near(name, cells)}")
        if view == "python":
            return cells[name]
        return next((cell for cell in state.run.cells if cell["name"] == name), None) if state.run else None

    def evaluate(self, text: str) -> tuple[str, object]:
        """Return an expression over recorded values in its format, and the bare value; raise BakeError if it has none."""
        try:
            (part,) = ast.parse(f"f'''{{{text}}}'''", mode="eval").body.values
            spec = "".join(piece.value for piece in part.format_spec.values) if part.format_spec else ""
        except (SyntaxError, ValueError, AttributeError):
            raise BakeError(f"“{text}” is not an expression with a format") from None
        names = {}
        for node in ast.walk(part.value):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                state = self.state(node.value.id)
                if state.run is None:
                    return "…", None
                if node.attr not in state.run.values:
                    raise BakeError(f"{state.path.name} records no value “{node.attr}”{near(node.attr, state.run.values)}")
                names[node.value.id] = SimpleNamespace(**state.run.values)
        try:
            value = simpleeval.SimpleEval(names=names, functions=FUNCTIONS).eval("", previously_parsed=part.value)
        except Exception as error:  # an author's expression can go wrong in any way
            raise BakeError(f"“{text}”: {error}") from None
        if isinstance(value, float) and not math.isfinite(value):
            raise BakeError(f"“{text}” is {value}, not a number")
        try:
            return format(value, spec), value
        except (ValueError, TypeError) as error:
            raise BakeError(f"“{text}” is {value!r}, and {str(error)[0].lower()}{str(error)[1:]}") from None

    def mark(self, name: str) -> str:
        """Return what tells that a view is out of date, or nothing."""
        state = self.state(name)
        return state.stale if self.live and state.run and state.stale else ""

    def link(self, uri: str) -> str:
        """Return the address of a published file as seen from the current page."""
        return posixpath.relpath(uri, self.page.url or ".")

    def published(self, path: Path, suffix: str) -> str:
        return f"snippets/{path.parent.name}/{path.stem}{suffix}"

    def files(self) -> dict[str, str]:
        """Return what is published of each snippet: the plain script and the notebook, by address."""
        found = {}
        for name, path in self.bakery.snippets.items():
            state = self.state(name)
            run = state.run if state.run and not state.stale else Run(state.source)
            found[self.published(path, ".py")] = run.script()
            found[self.published(path, ".ipynb")] = run.notebook()
        return found


def near(name: str, names) -> str:
    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean “{close[0]}”?" if close else ""


def typeset(text: str) -> str:
    """Return a formatted number as HTML: 1.2e-06 as 1.2 × 10⁻⁶, a hyphen as a minus sign."""
    text = escape(text)
    if match := re.fullmatch(r"(-?[\d.]+)e([+-])0*(\d+)", text):
        sign = "−" if match[2] == "-" else ""
        text = f"{match[1]} × 10<sup>{sign}{match[3]}</sup>" if match[3] else match[1]
    return re.sub(r"^-(?=\d)", "−", text)


def drawing(svg: str, prefix: str, alt: str) -> str:
    """Return a recorded figure as inline SVG in the page's colours, its ids made the page's own, its numbers short."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>|<defs>\s*</defs>", "", svg, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))
    short = {name: f"{prefix}-{index}" for index, name in enumerate(sorted(used))}
    svg = re.sub(r'\sid="([^"]*)"', lambda m: f' id="{short[m[1]]}"' if m[1] in used else "", svg)
    svg = re.sub(r'(url\(#|href="#)([^")]+)', lambda m: m[1] + short[m[2]], svg)
    svg = re.sub(r"(?<![#\w&])-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?|(?<=font: )([\d.]+px) [^;\"]*", lambda m: m[1] or "", svg)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda m: f"var(--{COLORS[m[0]]})" if m[0] in COLORS else m[0], svg)
    svg = re.sub(r">\s+<", "><", svg)
    view = re.search(r'viewBox="[^"]*"', svg)[0]
    body = svg[svg.index(">") + 1 :]
    return f'<svg class="drawing" role="img" aria-label="{escape(alt)}" {view} xmlns:xlink="http://www.w3.org/1999/xlink">{body}'


def lab(html: str, book: Book, name: str) -> str:
    """Return a notebook as mkdocs-jupyter renders it in the book's look, without its styles, scripts and buttons."""
    state = book.state(name)
    figures = [(figure, cell) for cell in (state.run.cells if state.run else []) for figure in cell["figures"]]
    html = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>', "", html, flags=re.DOTALL)
    for figure, cell in figures:
        if not (alt := cell["options"].get("alt")):
            book.problem(f"the figure “{figure}” needs an alt text: # %% {cell['name']} alt=\"…\"", line=cell["line"] - 1)
        made = f'<figure class="figure" id="{name}-{figure}">{drawing(state.run.figures[figure], name + figure, alt or "")}</figure>'
        html = re.sub(r"<\?xml(?:(?!<\?xml).)*?</svg>", lambda _: made, html, count=1, flags=re.DOTALL)
    links = f'<p class="snippet-links"><a href="{book.link(book.published(state.path, ".ipynb"))}" download>Notebook</a> '
    links += f'<a href="{book.link(book.published(state.path, ".py"))}" download>Script</a></p>'
    return re.sub(r"(</h1>)", lambda m: m[1] + links, html, count=1)


def expected_size(cells: list[dict], name: str) -> tuple[float, float]:
    """Return the size in inches that a figure will have, as far as its snippet says so."""
    for cell in cells:
        try:
            calls = [node for node in ast.walk(ast.parse(cell["source"])) if isinstance(node, ast.Call)]
        except SyntaxError:
            continue
        for call in calls:
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            if isinstance(given.get("num"), ast.Constant) and given["num"].value == name and "figsize" in given:
                try:
                    return ast.literal_eval(given["figsize"])
                except ValueError:
                    pass
    return 7, 3.2


class Fences(Preprocessor):
    """Replaces each fence that names a snippet by a placeholder, while lines still have their numbers."""

    def __init__(self, md, embeds: list):
        super().__init__(md)
        self.embeds = embeds

    def run(self, lines: list[str]) -> list[str]:
        self.embeds.clear()
        out, closing, body = [], "", None
        for number, line in enumerate(lines, 1):
            fence = FENCE.fullmatch(line)
            if closing:
                ends = fence and not fence["info"].strip() and fence["ticks"].startswith(closing)
                if body is None:
                    out.append(line)
                elif not ends and line.strip(" \t>"):
                    body.append(line)
                closing = "" if ends else closing
                continue
            embed = fence and EMBED.fullmatch(fence["info"].strip())
            closing, body = (fence["ticks"] if fence else ""), [] if embed else None
            if embed:
                self.embeds.append((embed["view"], embed["reference"], embed["options"] or "", number, body))
                blank = fence["indent"].rstrip(" \t")
                out += [blank, f"{fence['indent']}\x02weave:{len(self.embeds) - 1}\x03", blank]
            else:
                out.append(line)
        return out


class Embeds(BlockProcessor):
    """Makes the element of each placeholder and of each figure."""

    def __init__(self, md, book: Book, embeds: list):
        super().__init__(md.parser)
        self.md, self.book, self.embeds = md, book, embeds

    def test(self, parent, block):
        return PLACEHOLDER.fullmatch(block.strip()) or FIGURE.fullmatch(block.strip())

    def run(self, parent, blocks):
        block = blocks.pop(0).strip()
        try:
            if match := PLACEHOLDER.fullmatch(block):
                view, reference, options, line, body = self.embeds[int(match[1])]
                place, make = {"line": line}, {"python": self.code, "text": self.output}.get(view)
                if not make:
                    raise BakeError(f"“{view}” is no view of a run; write python for code or text for output")
                if body:
                    raise BakeError("the fence must be empty: its text comes from the snippet")
                arguments = (options,)
            else:
                match = FIGURE.fullmatch(block)
                reference, place, make = match["reference"], {"raw": match["reference"]}, self.figure
                arguments = (match["alt"], match["caption"])
            found = REFERENCE.fullmatch(reference)
            if not found:
                raise BakeError(f"“{reference}” names no snippet; write sine_lstm.py#cell")
            state = self.book.state(found["file"])
            make(parent, state, found["name"], reference, *arguments)
            if state.failure and self.book.live:
                self.box(parent, state.failure)
        except BakeError as error:
            self.box(parent, self.book.problem(str(error), **place))

    def box(self, parent, text: str) -> None:
        div = etree.SubElement(parent, "div", {"class": "admonition failure"})
        etree.SubElement(div, "p", {"class": "admonition-title"}).text = AtomicString("This does not work yet")
        etree.SubElement(div, "pre").text = AtomicString(text)

    def raw(self, parent, html: str) -> None:
        etree.SubElement(parent, "div").text = self.md.htmlStash.store(html)

    def holder(self, parent, kind: str, reference: str, state: State) -> tuple[etree.Element, str]:
        """Return a new element with the reference's id, if this is its numbered place, and its number."""
        page, number, identity = self.book.labels.get(reference, (None, "", ""))
        attributes = {"class": kind}
        if page is self.book.page and not any(e.get("id") == identity for e in parent.iter()):
            attributes["id"] = identity
        if stale := self.book.mark(state.path.name):
            attributes |= {"data-stale": f"Out of date: {stale}. It is running again."}
        return etree.SubElement(parent, "figure" if kind == "figure" else "div", attributes), number

    def code(self, parent, state: State, name: str | None, reference: str, options: str) -> None:
        if name:
            source = self.book.cell(state, name, "python")["source"]
        else:
            source = Run(state.source).script().rstrip()
        holder, number = self.holder(parent, "snippet", reference, state)
        highlighted = re.search(r'hl_lines="([\d ]+)"', options)
        style = HtmlFormatter(cssclass="highlight", wrapcode=True, hl_lines=highlighted[1].split() if highlighted else [])
        script = self.book.link(self.book.published(state.path, ".py"))
        notebook = self.book.published(state.path, ".ipynb")
        links = [("Script", script), ("Notebook", self.book.link(notebook))]
        if self.book.colab:
            links.append(("Open in Colab", f"{self.book.colab}/{notebook}"))
        head = etree.SubElement(holder, "div", {"class": "snippet-head"})
        title = etree.SubElement(head, "span", {"class": "snippet-title"})
        title.text = AtomicString(f"{number} · " if number else "")
        etree.SubElement(title, "code").text = AtomicString(state.path.name + (f" · {name}" if name else ""))
        anchors = (f'<a href="{escape(url)}" aria-label="{text}: {state.path.stem}">{text}</a>' for text, url in links)
        etree.SubElement(head, "span", {"class": "snippet-links"}).text = self.md.htmlStash.store(" ".join(anchors))
        self.raw(holder, pygments.highlight(source, PythonLexer(), style))

    def output(self, parent, state: State, name: str | None, reference: str, options: str) -> None:
        if not name:
            raise BakeError(f"output needs a cell: {reference}#cell")
        cell = self.book.cell(state, name, "text")
        holder, _ = self.holder(parent, "output", "", state)
        if cell is None:
            holder.set("class", "output pending")
        elif not cell["output"]:
            raise BakeError(f"cell “{name}” of {state.path.name} prints nothing")
        text = escape(cell["output"].rstrip()) if cell else "Not run yet."
        self.raw(holder, f'<pre tabindex="0" role="region" aria-label="Output of cell {name}"><code>{text}</code></pre>')

    def figure(self, parent, state: State, name: str | None, reference: str, alt: str, caption: str | None) -> None:
        if not alt.strip():
            raise BakeError(f"figure “{reference}” needs an alt text: ![what the drawing shows]({reference} \"…\")")
        if not (caption or "").strip():
            raise BakeError(f"figure “{reference}” needs a caption: ![…]({reference} \"What to see in it.\")")
        figures = state.run.figures if state.run else {}
        if state.run and name not in figures:
            raise BakeError(f"{state.path.name} draws no figure “{name}”{near(name or '', figures)}")
        holder, number = self.holder(parent, "figure", reference, state)
        alt = re.sub(r"\{\{\s*(.+?)\s*\}\}", lambda m: self.book.evaluate(m[1])[0], " ".join(alt.split()))
        if name in figures:
            self.raw(holder, drawing(figures[name], holder.get("id", "figure"), alt))
        else:
            width, height = expected_size(state.source, name or "")
            style = f"aspect-ratio: {width} / {height}"
            self.raw(holder, f'<div class="pending" role="img" aria-label="{escape(alt)}" style="{style}">Not run yet.</div>')
        text = etree.SubElement(holder, "figcaption")
        if number:
            etree.SubElement(text, "a", {"class": "number", "href": f"#{holder.get('id')}"}).text = AtomicString(f"{number}.")
        etree.SubElement(text, "span").text = " " + " ".join(caption.split())


class Values(InlineProcessor):
    """Puts a recorded value, in its format, where ``{{ … }}`` stands."""

    def __init__(self, md, book: Book):
        super().__init__(r"\{\{\s*(.+?)\s*\}\}", md)
        self.book = book

    def handleMatch(self, match, data):
        try:
            text, value = self.book.evaluate(match[1])
        except BakeError as error:
            element = etree.Element("strong", {"class": "problem"})
            element.text = AtomicString(self.book.problem(str(error), raw=match[0]))
            return element, match.start(0), match.end(0)
        element = etree.Element("data", {"value": str(value), "title": match[1]})
        stale = any(self.book.mark(name) for name in re.findall(r"\b([a-z_]\w*)\.", match[1]))
        if value is None or stale:
            element.set("class", "pending" if value is None else "stale")
        element.text = self.md.htmlStash.store(typeset(text))
        return element, match.start(0), match.end(0)


class References(Treeprocessor):
    """Fills in the text and the target of links that name a snippet's part or an equation."""

    def __init__(self, md, book: Book):
        super().__init__(md)
        self.book = book

    def run(self, root):
        for link in root.iter("a"):
            href = link.get("href") or ""
            snippet = REFERENCE.fullmatch(href)
            empty = not (link.text or len(link))
            if snippet and not snippet["name"] and (empty or "/" not in href):
                self.script(link, snippet["file"], empty)
            elif snippet or (empty and href.startswith("#")):
                self.label(link, href.removeprefix("#"), f"]({href})", empty)

    def script(self, link, name: str, empty: bool) -> None:
        try:
            path = self.book.bakery.find(name)
        except BakeError as error:
            link.text = AtomicString(self.book.problem(str(error), raw=f"({name})"))
            return
        relative = posixpath.relpath(self.book.published(path, ".py"), posixpath.dirname(self.book.page.src) or ".")
        link.set("href", relative)
        if empty:
            etree.SubElement(link, "code").text = AtomicString(path.name)

    def label(self, link, label: str, raw: str, empty: bool) -> None:
        if label not in self.book.labels:
            message = f"nothing is called “{label}”{near(label, self.book.labels)}"
            link.text = AtomicString(self.book.problem(message, raw=raw))
            return
        page, text, identity = self.book.labels[label]
        here = page is self.book.page
        folder = posixpath.dirname(self.book.page.src) or "."
        link.set("href", f"#{identity}" if here else f"{posixpath.relpath(page.src, folder)}#{identity}")
        if empty:
            link.set("class", "reference")
            link.text = AtomicString(text)


class WeaveExtension(Extension):
    """Registers weave for a book; the page being converted is ``book.page``."""

    def __init__(self, book: Book):
        super().__init__()
        self.book = book

    def extendMarkdown(self, md):
        embeds: list = []
        md.preprocessors.register(Fences(md, embeds), "weave-fences", 29)  # before fenced code and raw HTML
        md.parser.blockprocessors.register(Embeds(md, self.book, embeds), "weave-embeds", 95)
        md.inlinePatterns.register(Values(md, self.book), "weave-values", 185)  # after `code`, before \escapes
        md.treeprocessors.register(References(md, self.book), "weave-references", 8)  # before MkDocs resolves links
