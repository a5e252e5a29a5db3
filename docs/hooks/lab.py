"""A lab: a notebook with tasks first and folded solutions, as a page of the book and as one to work in.

The page is what mkdocs-jupyter makes of the recorded run, put into the book's look. A lab has the sections
``## Tasks``, with a cell ``### Task 1: Title`` for each, ``## Solutions``, with cells ``### Solution 1: Title``, and a last one.
"""

import dataclasses
import re
from html import escape

from bake import visible
from figure import drawing

AROUND = [  # what mkdocs-jupyter puts around a notebook, and what the book has instead
    (r"<(style|script)\b.*?</\1>", ""),
    (r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>|<div class="clipboard-copy-txt".*?</div>', ""),
    (r'<div class="highlight-ipynb[^>]*><pre>(.*?)</pre>', r'<div class="highlight"><pre><code>\1</code></pre>'),
    (r'class="anchor-link"', 'class="headerlink" title="Link to this section"'),
]
CELL = r'(?=<div class="jp-Cell jp-MarkdownCell)'  # mkdocs-jupyter wraps a code cell twice, a Markdown cell once
HEAD = re.compile(r"<h([23])\b[^>]*?id=\"([^\"]*)\"[^>]*>(.*?)<a class=\"headerlink\".*?</h\1>", re.DOTALL)


def text(state) -> str:
    """Return what the book's index has to know of a lab, as Markdown: its title and its figures."""
    made = [next((cell["source"].split("\n")[0] for cell in state.cells if cell["kind"] == "markdown"), "")]
    for cell in state.run.cells if state.run else ():
        made += [
            f'![{cell["options"].get("alt")}]({state.path.name}#{name} "{cell["options"].get("caption")}")'
            for name in cell["figures"]
        ]
    return "\n\n".join(made)


def notebook(run, number: str) -> str:
    """Return the recorded run as a notebook for the page, its title with the lab's number."""
    cells = [cell | {name: visible(cell[name]) for name in ("source", "output") if name in cell} for cell in run.cells]
    for cell in cells:
        if cell["kind"] == "markdown":
            cell["source"] = re.sub("^# ", f"# {number}", cell["source"])
    return dataclasses.replace(run, cells=cells).notebook()


def tasks(cells: list[dict]) -> list[dict]:
    """Return the cells before the solutions, without output, and one to work in after each task."""
    made = []
    for cell in cells:
        if cell["kind"] == "markdown" and cell["source"].startswith("## Solutions"):
            break
        made.append({key: cell[key] for key in ("name", "kind", "options", "line", "source")})
        if cell["kind"] == "markdown" and cell["source"].startswith("### Task "):
            made.append(made[-1] | {"name": f"{cell['name']}-work", "kind": "code", "source": "# Your code"})
    return made


def fold(html: str) -> str:
    """Return a notebook's page with each of its solutions folded under its heading."""
    made, inside, opened = [], False, False
    for part in re.split(CELL, html):
        level, identity, title = match.groups() if (match := HEAD.search(part)) else ("", "", "")
        if opened and level:
            made.append("</details>")
            opened = False
        if level == "2":
            inside = title == "Solutions"
        if inside and level == "3":
            summary = f'<details class="success" id="{identity}"><summary>{title}</summary>'
            made.append(summary)
            part, opened = part.replace(match[0], "", 1), True
        made.append(part)
    return "".join(made) + "</details>" * opened


def page(html: str, state, book) -> str:
    """Return a lab as mkdocs-jupyter renders it in the book's look, without its styles, scripts and buttons."""
    for pattern, replacement in AROUND:
        html = re.sub(pattern, replacement, html, flags=re.DOTALL)
    for cell in state.run.cells if state.run else ():
        for name in cell["figures"]:
            made = figure(state, cell, name, book)
            html = re.sub(r"<img [^>]*image/svg[^>]*>", made.replace("\\", r"\\"), html, count=1)
    attributes, _ = book.attributes("lab", state)
    note = escape(state.failure or "") if book.live else ""
    note = f'<div class="problem">{note}</div>' if note else "" if state.run else '<p class="pending">Not run yet.</p>'
    return fold(html).replace("</h1>", f"</h1>\n<div {attributes}><p>{book.links(state.path)}</p>{note}</div>", 1)


def figure(state, cell: dict, name: str, book) -> str:
    label = f"{state.path.name}#{name}"
    for option in ("alt", "caption"):
        if not cell["options"].get(option):
            book.problem(f'the figure “{name}” needs its {option}: # %% {cell["name"]} alt="…" caption="…"', cell["line"] - 1)
    alt, caption = cell["options"].get("alt", ""), escape(cell["options"].get("caption", ""))
    attributes, number = book.attributes("figure", None, label)
    identity = book.labels[label].identity if label in book.labels else f"{state.path.stem}-{name}"
    link = f'<a class="number" href="#{identity}">{number}.</a> ' if number else ""
    picture = drawing(state.run.figures[name], identity, alt)
    return f'<figure {attributes} aria-label="{number or "Figure"}">{picture}<figcaption><p>{link}{caption}</p></figcaption></figure>'
