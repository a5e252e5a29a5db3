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
    {{ bibliography }}  {{ gallery }}  {{ proof }}      all works that are cited, all snippets, what there is of each part
    {{ licenses }}      all data sets and packages, with their licenses

It works on the text of a page, before Markdown does, so that every problem has its
line, and never runs anything. A problem is shown where it is and noted in the book;
whoever builds decides whether problems stop the build.
"""

import ast
import math
import posixpath
import re
import statistics
from collections import namedtuple
from html import escape, unescape
from pathlib import Path
from types import SimpleNamespace

import gallery
import lab
import licenses
import runner
import simpleeval
from bake import BakeError, Bakery, Run, visible
from figure import dark_colors, drawing, expected_size, pictures
from index import CITED, EMBED, GLOSSARY, PROSE, Index, Page, near, pieces
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER
from mathjax import in_svg

# What is left of prose when all that is well formed is taken out, and what is wrong with it.
LEFT = {
    r"\$\$": "a display formula stands between two $$, with a blank line before and after",
    r"\{\{": "a value ends with }}",
    r"\.py#[\w-]": "what names a snippet's part is a fence, a figure or a link; this is none, look at its brackets and quotes",
    r"(?<!!)\[\s*\]\([^)]*\)": "a link needs a text, unless it is to an equation, [](#eq:name), a page or a snippet's part",
    r"(?m)^Table:": "a table's caption has a name, {#tab:name}, and the table comes after a blank line",
}
# Where HTML is no text, and what Markdown has there for finished HTML.
TAG = re.compile(r"""(?is)<(script|style)\b.*?</\1>|<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
STORED = re.compile(HTML_PLACEHOLDER % r"(\d+)")
MATH = (math.sqrt, math.log2, math.log10, abs, len, max, min, round, sorted, sum)
FUNCTIONS = {f.__name__: f for f in (*MATH, statistics.mean, statistics.median, statistics.stdev)}
LAB = {"Notebook with tasks": ".tasks.ipynb", "Notebook with solutions": ".ipynb", "Script": ".py"}  # what a lab is downloaded as
# What is known of a snippet: its run, why that is stale, how its last run failed, its cells as they are now.
State = namedtuple("State", "path run stale failure cells")


def typeset(number: str) -> str:
    """Return a formatted number as HTML: 1.2e-06 as 1.2 × 10⁻⁶, a hyphen as a minus sign."""
    text = re.sub(r"^-(?=[\d.])", "−", escape(number))
    power = re.fullmatch(r"(−?[\d.]+)e([+-])0*(\d*)", text)
    return f"{power[1]} × 10<sup>{power[2].replace('-', '−').strip('+')}{power[3] or 0}</sup>" if power else text


class Book(Index):
    """All pages and the runs that they show; ``live`` is true under serve, where what is not baked yet gets a placeholder."""

    def __init__(self, bakery: Bakery, *, docs: str = "docs/en", live: bool = False, colab: str = "", macros: dict | None = None):
        super().__init__(bakery.root, docs)
        self.bakery, self.live, self.colab, self.macros = bakery, live, colab, macros or {}
        css = bakery.root / "docs/theme/book.css"
        self.viewed: dict = {}
        self.dark = dark_colors(css.read_text(encoding="utf-8")) if css.exists() else {}
        self.begin([])

    def begin(self, pages: list[Page]) -> None:
        """Start a build: forget the last one, and find what all pages define, number, show and cite."""
        self.states: dict[str, State] = {}
        self.known: dict = {}
        self.carded: dict[str, None] = {}  # the snippets whose runs the page shows
        super().begin(pages)

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
        found: dict[str, str] = {}
        for name, path in self.bakery.snippets.items():
            state = self.state(name)
            run = state.run if state.run and not state.stale else Run(state.cells)
            found |= {self.address(path, ".py"): run.script(), self.address(path, ".ipynb"): run.notebook()}
            if path.parent.name == "labs":
                found[self.address(path, ".tasks.ipynb")] = Run(lab.tasks(run.cells)).notebook()
            for figure, svg in run.figures.items():
                found |= {self.address(path, f".{figure}.{scheme}.svg"): picture for scheme, picture in pictures(svg, self.dark)}
        return found

    def views(self) -> dict:
        """Return the source of each snippet's own page, and what makes its Markdown once all pages are known."""
        if not self.viewed:
            paths = [path for path in self.bakery.snippets.values() if path.parent.name != "labs"]
            self.viewed = {
                self.address(path, ".md"): lambda path=path: gallery.page(self.state(path.stem), self) for path in paths
            }
        return self.viewed

    def address(self, path: Path, suffix: str) -> str:
        return f"snippets/{path.parent.name}/{path.stem}{suffix}"

    def view(self, path: Path) -> str:
        """Return the address of the page that shows a snippet, or of the lab."""
        page = self.bakery.name(path).removeprefix(f"{self.docs}/")
        return (
            self.pages[page].url
            if page in self.pages
            else self.address(path, "/" if self.page.url.endswith("/") or not self.page.url else ".html")
        )

    def links(self, path: Path, card: bool = True) -> str:
        """Return links from the page to the plain script, the notebook and, if it can be there, to Colab."""
        names = LAB if path.parent.name == "labs" else {"Script": ".py", "Notebook": ".ipynb"}
        found = {name: self.page.to(self.address(path, end)) for name, end in names.items()}
        if self.colab:
            found["Open in Colab"] = f"{self.colab}/{self.address(path, names.get('Notebook with tasks', '.ipynb'))}"
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
            f'<button type="button" class="run-button" popovertarget="run-{path.stem}" aria-label="How it ran: {path.stem}"'
            f" data-search-exclude>How it ran</button>"
        )

    def evaluate(self, text: str) -> tuple[str, object]:
        """Return an expression over recorded values in its format, and the bare value; raise BakeError if it has none."""
        try:
            (part,) = ast.parse(f"f'''{{{text}}}'''", mode="eval").body.values  # type: ignore[attr-defined]
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
            shown = visible(format(value, spec))
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

    def prose(self, line: int, text: str, store) -> str:
        def put(match) -> str:
            place = line + text.count("\n", 0, match.start())
            try:
                if match["value"] == "bibliography":
                    return self.bibliography()
                if match["value"] == "gallery":
                    return store(gallery.gallery(self))
                if match["value"] == "proof":
                    return gallery.proof(self)
                if match["value"] == "licenses":
                    return licenses.tables(self.bakery.root, lambda package: gallery.reads(package, self))
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
            alone = re.search(r"(^|\n[ \t>]*\n)[ \t>]*([-*+] |\d+\. )?$", before) and re.match(
                r"[ \t]*(\n[ \t>]*(\n|$)|$)", after
            )
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
                raise BakeError(f'“{embed["options"].strip()}” is no option; there is hl_lines="1 3-4"')
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
        return f'<div {attributes}><div class="snippet-head">{title}{self.links(state.path)}</div>{failure}', visible(body)

    def output(self, state: State, name: str, reference: str) -> tuple[str, str]:
        if not name:
            raise BakeError(f"output needs a cell: {reference}#cell")
        text = state.run.output.get(name) if state.run else None
        if text == "":
            raise BakeError(f"cell “{name}” of {state.path.name} prints nothing")
        attributes, _ = self.attributes("output" if text else "output pending", state)
        label = f'role="group" aria-label="Output of cell {name} of {state.path.name}"'
        return f"<div {attributes} {label}>{self.button(state.path)}", visible(text or "Not run yet.").rstrip()

    def figure(self, line: int, store, *, indent, alt, figure, caption, **_) -> str:
        if not alt.strip():
            raise BakeError(f'the figure needs an alt text: ![what the drawing shows]({figure} "…")')
        if not (caption or "").strip():
            raise BakeError(f'the figure needs a caption: ![…]({figure} "what to see in it")')
        label = posixpath.basename(figure)
        src, number, identity = self.labels.get(label, (self.page.src, "", "figure"))
        alt = re.sub(r"\{\{\s*(.+?)\s*\}\}", lambda m: self.evaluate(m[1])[0], " ".join(alt.split()))
        button = described = ""
        if figure.endswith(".svg"):
            state = None
            picture, described = self.diagram(figure, identity, alt, number)
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
                picture = (
                    f'<div class="pending" role="img" aria-label="{escape(alt)}" style="aspect-ratio: {size}">Not run yet.</div>'
                )
            button = store(self.button(state.path))
        attributes, _ = self.attributes("figure", state, label)
        opening = store(f'<figure {attributes} aria-label="{number or "Figure"}">{picture}<figcaption>')
        text = self.link(src, identity, f"{number}.", "number") + " " if number else ""
        text += self.prose(line, " ".join(re.sub(r"\n[ \t>]*", "\n", caption).split()), store)
        closing = store(f"{described}</figcaption></figure>")
        return f"{self.block(indent, opening)}\n{indent}{text} {button}\n{self.block(indent, closing)}"

    def diagram(self, file: str, identity: str, alt: str, number: str) -> tuple[str, str]:
        """Return a hand-made SVG in the page's colors with its formulas typeset, and its long description, folded."""
        path = self.bakery.root / self.docs / posixpath.dirname(self.page.src) / file
        if not path.exists():
            raise BakeError(
                f"there is no drawing “{file}” beside the page{near(path.name, (p.name for p in path.parent.glob('*.svg')))}"
            )
        svg = path.read_text(encoding="utf-8")
        described = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)

        def report(message: str, line: int) -> None:
            page, self.page = self.page, Page(path.relative_to(self.bakery.root / self.docs).as_posix())
            self.problem(message, line)
            self.page = page

        svg = in_svg(
            re.sub(r"<desc>.*?</desc>", lambda match: re.sub(r"[^\n]", "", match[0]), svg, flags=re.DOTALL), self.macros, report
        )
        if not svg:
            raise BakeError(f"the drawing “{file}” cannot be read")
        picture = drawing(svg, identity, alt).replace('class="drawing"', 'class="drawing diagram"', 1)
        words = " ".join(described[1].split()) if described else ""
        name = f"{number or 'The drawing'} in words"
        return picture, f'<details class="description"><summary>{name}</summary><p>{words}</p></details>' if words else ""

    def table(self, line: int, store, match) -> str:
        """Return a table under a numbered caption."""
        _, number, identity = self.labels[match["tab"]]
        text = self.prose(line, " ".join(match["table"].split()), store)
        opening, middle = (
            store(f'<figure class="table" id="{identity}" aria-label="{number}"><figcaption>'),
            store("</figcaption>"),
        )
        caption = f"[{number}.](#{identity}){{.number}} {text}"
        rows = self.prose(line + match["table"].count("\n") + 2, match["rows"], store)
        parts = [self.block("", opening), caption, self.block("", middle), rows, self.block("", store("</figure>"))]
        return "\n".join(parts)

    def value(self, text: str) -> str:
        shown, value = self.evaluate(text)
        states = [self.state(name) for name in re.findall(r"\b([a-z_]\w*)\.", text) if name in self.states]
        kinds = ["words"] if isinstance(value, str) else ["pending"] if value is None else []
        if self.live and value is not None and any(state.stale for state in states):
            kinds.append("stale")
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        return f'<data value="{escape(visible(str(value)))}" title="{escape(text)}"{kind}>{typeset(shown)}</data>'

    def only_in_text(self, html: str, stored: list) -> str:
        """Return HTML without values that stand in a tag: there, a quote in one would end the attribute and begin another."""

        def take(match) -> str:
            if value := re.match(r'<data [^>]*?title="([^"]*)"', stored[int(match[1])]):
                text = unescape(value[1])
                self.problem(f"a value stands in a text, not in an attribute or an address: {text}", raw=text)
            return ""

        return TAG.sub(lambda tag: STORED.sub(take, tag[0]), html)

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
            view = (
                self.bakery.name(path).removeprefix(f"{self.docs}/") if path.parent.name == "labs" else self.address(path, ".md")
            )
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
        link = self.link(src, identity, match["text"] or text)
        spoken = text.startswith("(") and not match["text"]  # an equation's number says little to who hears it alone
        return f'{link[:-1]} aria-label="Equation {text}"}}' if spoken else link


class WeaveExtension(Extension):
    """Registers weave for a book; the page being converted is ``book.page``."""

    def __init__(self, book: Book):
        super().__init__()
        self.book = book

    def extendMarkdown(self, md):
        class Weave(Preprocessor):
            def run(weave, lines: list[str]) -> list[str]:
                return self.book.weave("\n".join(lines), md.htmlStash.store).split("\n")

        class OnlyInText(Postprocessor):
            def run(only, text: str) -> str:
                stored = md.htmlStash.rawHtmlBlocks
                for number, block in enumerate(stored):
                    if isinstance(block, str) and STORED.search(block):  # HTML that the author wrote
                        stored[number] = self.book.only_in_text(block, stored)
                return self.book.only_in_text(text, stored)

        md.preprocessors.register(Weave(md), "weave", 29)  # before fenced code and raw HTML are taken away
        md.postprocessors.register(OnlyInText(md), "only-in-text", 31)  # before what is stored is put in
