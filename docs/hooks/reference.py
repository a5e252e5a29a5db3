"""What pages refer to besides runs: works in a BibTeX file, terms of the glossary; and what a preview shows of a page."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

KEY = r"[a-z][a-z-]*\d{4}[a-z]?"
TERM = re.compile(
    r"^(?P<term>[^\s:|#>`*-][^\n|]*?)(?: \| (?P<traditional>[^|\n]+) \| (?P<simplified>[^|\n]+))?\n(?=:   )", re.MULTILINE
)
NEEDED = ("author", "title", "year")
# What belongs to an element that a preview shows: its beginning, and what stands between it and what comes along.
FOLLOWS = {"<dt ": r"\s*(?=<dd\b)", '<div class="snippet': r'\s*(?=<div class="output)', "<h[1-6]": r"(?s:.*?)(?=<p>)"}
NOISE = r'<a class="headerlink"|<span class="(?:snippet-links|back)"|<(?:button|details)\b'
KINDS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "phdthesis": "school"}


class Work(NamedTuple):
    """A work of the bibliography: how it is cited, and its full reference in Markdown."""

    authors: str
    year: str
    full: str


class Term(NamedTuple):
    """A term of the glossary: the forms it takes in prose, and its Chinese names."""

    name: str
    identity: str
    forms: tuple[str, ...]
    traditional: str = ""
    simplified: str = ""


def works(path: Path, problem) -> dict[str, Work]:
    """Return the works of a BibTeX file by key; ``problem`` is told what is wrong with an entry, and its line."""
    from bibtexparser import middlewares, parse_string

    steps = [middlewares.LatexDecodingMiddleware(), middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = parse_string(path.read_text(encoding="utf-8"), append_middleware=steps)
    found: dict[str, Work] = {}
    for failed in library.failed_blocks:
        problem(f"this is no entry, or it has the key of another: {failed.raw.split(chr(10))[0]}", failed.start_line + 1)
    for entry in library.entries:
        fields = {field.key.lower(): field.value for field in entry.fields}
        line = entry.start_line + 1
        missing = [name for name in NEEDED if not fields.get(name)]
        if missing:
            problem(f"the entry {entry.key} has no {' and no '.join(missing)}", line)
        elif not re.fullmatch(KEY, entry.key):
            problem(f"the key {entry.key} is not an author and a year, as in gers2001 or gers2001b", line)
        else:
            found[entry.key] = work(entry.entry_type, fields, re.search(r"\d{4}[a-z]?$", entry.key)[0])
            if fields["year"] != found[entry.key].year[:4]:
                problem(f"the year of {entry.key} is {fields['year']}", line)
    return found


def work(kind: str, fields: dict, year: str) -> Work:
    """Return a work from its BibTeX fields; its names are in parts."""
    people = [" ".join([*name.von, *name.last, *name.jr]) for name in fields["author"]]
    initials = [[re.sub(r"(\w)[^-]*", r"\1.", first) for first in name.first] for name in fields["author"]]
    listed = [" ".join([*firsts, last]) for firsts, last in zip(initials, people)]
    others = fields["author"][-1].last == ["others"]
    if others or len(listed) > 10:
        listed = [*listed[: -1 if others else 8], "others"]
    short = people[0] + (" et al." if len(people) > 2 or others else f" & {people[1]}" if len(people) > 1 else "")
    address = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")
    if "eprint" in fields and not address:
        address = f"https://arxiv.org/abs/{fields['eprint']}"
    title = plain(fields["title"])
    where = plain(fields.get(KINDS.get(kind, ""), ""))
    where = f"{'In ' if KINDS.get(kind) == 'booktitle' else ''}*{where}*" if where else ""
    if "volume" in fields:
        where += f" {fields['volume']}" + (f"({fields['number']})" if "number" in fields else "")
    rest = [
        where,
        fields.get("pages", "").replace("--", "–"),
        *(plain(fields.get(name, "")) for name in ("edition", "publisher", "howpublished")),
    ]
    if "eprint" in fields:
        rest.append(f"arXiv:{fields['eprint']}")
    full = f"{' and '.join([', '.join(listed[:-1]), listed[-1]] if listed[1:] else listed)} ({year}). "
    full += f"[{title}]({address})" if address else f"*{title}*"
    rest = ", ".join(filter(None, rest))
    return Work(short, year, f"{full}.{' ' + rest if rest else ''}{'.' if rest else ''}")


def plain(text: str) -> str:
    """Return a BibTeX value as Markdown text, without the braces that keep its capitals."""
    return re.sub(r"([*_`\[\]<])", r"\\\1", " ".join(re.sub(r"[{}]", "", text).split()))


def terms(text: str) -> dict[str, Term]:
    """Return the terms that a glossary page defines, by name in lower case: ``term | 繁體 | 简体`` over ``:   sentence``."""
    found = {}
    for match in TERM.finditer(text):
        name = match["term"].strip()
        long, _, short = name.partition(" (")
        forms = tuple(filter(None, (long, short.rstrip(")"))))
        identity = "term:" + re.sub(r"[^a-z0-9]+", "-", long.lower()).strip("-")
        found[name.lower()] = Term(name, identity, forms, match["traditional"] or "", match["simplified"] or "")
    return found


def element(html: str, start: int) -> str:
    """Return the element of an HTML text that begins at ``start``."""
    tag, depth = re.match(r"<([\w-]+)", html[start:])[1], 0
    for match in re.finditer(rf"<(/?){tag}\b[^>]*>", html[start:]):
        depth += -1 if match[1] else 1
        if not depth:
            return html[start : start + match.end()]
    return html[start:]


@functools.lru_cache(maxsize=1)
def drawn(html: str) -> dict[str, str]:
    """Return the glyphs that a page defines, by id."""
    return {name: f"{path}</path>" for path, name in re.findall(r'(<path id="(MJX[^"]*)"[^>]*>)', html)}


def preview(html: str, identity: str) -> str:
    """Return what a reference to an id shows of a page: the element, with what belongs to it, and the glyphs it uses.

    A heading comes with the first paragraph after it, a term with its meaning, a listing
    with what it prints; without an id it is the page's title and first paragraph.
    """
    found = re.search(rf'<[\w-]+\b[^>]*\bid="{re.escape(identity)}"' if identity else "<h1", html)
    if not found:
        return ""
    start, opening = found.start(), html[found.start() :]
    if re.match('<(strong|span class="cite")', opening):  # where a term is explained or a work is cited: the paragraph
        start = max(html.rfind("<p>", 0, start), html.rfind("<li>", 0, start), 0)
    shown = element(html, start)
    for beginning, between in FOLLOWS.items():
        rest = html[start + len(shown) :]
        if re.match(beginning, opening) and (gap := re.match(between, rest)):
            shown += element(rest, gap.end())
    while noise := re.search(NOISE, shown):
        shown = shown[: noise.start()] + shown[noise.start() + len(element(shown, noise.start())) :]
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', shown))
    shown = re.sub(r'\s(?:id|tabindex)="([^"]*)"', lambda m: m[0] if m[1] in used else "", shown)
    glyphs = "".join(path for name, path in drawn(html).items() if name in used)
    return (f'<svg class="glyphs" aria-hidden="true"><defs>{glyphs}</defs></svg>' if glyphs else "") + shown
