"""What all pages have: what is numbered, defined, cited and shown where; what they are called; and what is wrong.

An index is made of the text of all pages before any is woven, so that every reference
finds its number, and nothing in it needs a run.
"""

import difflib
import posixpath
import re
from pathlib import Path
from typing import NamedTuple

import reference
from bake import BakeError
from markdown.extensions.toc import slugify

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
LABEL = re.compile(r"\\label\{([^}]*)\}")


class Page(NamedTuple):
    """A page as weave needs it: where it is, its number ("4.1", "A.1", "L1" or ""), its Markdown, line of origin and part of the book."""

    src: str
    url: str = ""
    number: str = ""
    text: str = ""
    offset: int = 0
    part: str = ""

    @property
    def title(self) -> str:
        return next((match[2] for match in HEADING.finditer(self.text)), self.src)

    @property
    def name(self) -> str:
        """What other pages call it: by its number, or by its title if it has none."""
        if self.number.startswith("L"):
            return f"Lab {self.number[1:]}"
        return f"{'Chapter' if self.number[0].isdigit() else 'Appendix'} {self.number}" if self.number else self.title

    def way(self, src: str) -> str:
        """Return the way from this page's source to that of another."""
        return posixpath.relpath(src, posixpath.dirname(self.src) or ".")

    def to(self, address: str) -> str:
        """Return the way from this page to an address of the site."""
        return posixpath.relpath(address or ".", posixpath.dirname(self.url) or ".") + ("/" if address.endswith("/") else "")


class Label(NamedTuple):
    """What can be referred to: the page's source, the reference's text and the id there."""

    src: str
    text: str
    identity: str


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


class Index:
    """What is known of all pages of a clone.

    ``problems`` are texts that begin with ``file:line``; ``labels`` map a reference to its page's source,
    its text and its id. ``page`` is the one being made.
    """

    def __init__(self, root: Path, docs: str):
        self.root, self.docs = root, docs

    def begin(self, pages: list[Page]) -> None:
        """Start a build: forget the last one, and find what all pages define, number, show and cite."""
        self.problems: list[str] = []
        self.labels: dict[str, Label] = {}
        self.placed: dict[str, set[str]] = {}  # a page -> the ids that weave put there
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
        path, self.page = self.root / self.docs / WORKS, Page(WORKS)
        self.works = reference.works(path, self.problem) if path.exists() else {}
        for self.page in pages:
            self.number(self.page)
        for key in sorted(self.works.keys() - self.cited.keys()):
            self.page = Page(WORKS)
            self.problem(f"nobody cites {key}")
        for name in sorted(self.terms.keys() - self.explained.keys()):
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

    def once(self, identity: str) -> bool:
        """Note that an id is on the page; return false if it was there already."""
        known = self.placed.setdefault(self.page.src, set())
        new = identity not in known
        known.add(identity)
        return new

    def anchors(self, src: str) -> set[str]:
        """Return the ids that weave put on a page."""
        return self.placed.get(src, set()) | {identity for page, _, identity in self.labels.values() if page == src}

    def link(self, src: str, identity: str, text: str, kind: str = "reference") -> str:
        """Return a Markdown link from the page to an id on a page of the book; its preview will be there."""
        if kind == "reference":
            self.previews.setdefault(src, {})[identity] = None
        path = "" if src == self.page.src else self.page.way(src)
        return f"[{text}]({path}{'#' if identity else ''}{identity}){{.{kind}}}"

    def preview_file(self, src: str) -> str:
        """Return where the previews of a page's parts are published, for book.js to find by the page's address."""
        name = re.sub(r"(^|/)index$", "", posixpath.splitext(src)[0])
        return f"previews/{name.replace('/', '-') or 'index'}.js"

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
            where = [
                self.link(src, f"explains-{self.terms[name].identity[5:]}", self.labels[src].text)
                for src in self.explained.get(name, ())
            ]
            return f'{match[0]} <span class="back">Explained in {", ".join(where)}.</span>' if where else match[0]

        made = re.sub(r"(?m)^:   .*(?:\n(?!\n).+)*", explain, text)
        return reference.TERM.sub(put, made)
