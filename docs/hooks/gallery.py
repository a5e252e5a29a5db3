"""What is known of each run: a card under its views, a page of its own, and a gallery of all."""

import ast
import functools
import importlib.metadata
import re
import subprocess
from html import escape
from pathlib import Path

from bake import visible
from index import PROSE, Page, pieces


@functools.lru_cache(maxsize=4)
def changes(root: Path) -> dict[str, str]:
    """Return the day of each file's last commit, by path; nothing where that is not known."""

    def git(*arguments):
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout

    try:
        if git("rev-parse", "--show-toplevel", "--is-shallow-repository").split("\n")[:2] != [str(root), "false"]:
            return {}
        days: dict[str, str] = {}
        for commit in git("-c", "core.quotePath=false", "log", "--format=%x00%cs", "--name-only", "--no-renames").split("\0")[1:]:
            day, *names = commit.strip().split("\n")
            for name in filter(None, names):
                days.setdefault(name, day)
        for name in git("-c", "core.quotePath=false", "diff", "--name-only", "HEAD").splitlines():
            days.pop(name, None)
        return days
    except (OSError, subprocess.SubprocessError):
        return {}


def source(cells: list[dict]) -> str:
    return "\n".join(cell["source"] for cell in cells if cell["kind"] == "code")


@functools.lru_cache(maxsize=1024)
def imports(code: str) -> set[str]:
    """Return the packages that a snippet imports itself, by the names under which they are installed."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names |= {name.partition(".")[0] for name in [*found, getattr(node, "module", None) or ""]}
    return {package for name in names for package in distributions().get(name, ())}


@functools.lru_cache(maxsize=1)
def distributions() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


@functools.lru_cache(maxsize=1024)
def sown(code: str) -> list[str]:
    """Return the expressions that a snippet's seeds are made of; a loop's variable stands for what it runs over."""
    tree, over, found = ast.parse(code), {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            over[node.target.id] = node.iter
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and re.search(r"(set_random_seed|default_rng)$", ast.unparse(node.func)):
            seed = node.args[0]
            found.append(ast.unparse(over.get(seed.id, seed) if isinstance(seed, ast.Name) else seed))
    return found


def seeds(cells: list[dict], values: dict) -> str:
    """Return the seeds that a snippet sets, as its code and its run have them."""
    found: list[str] = []
    for seed in sown(source(cells)):
        if seed in values:
            found += map(str, values[seed] if isinstance(values[seed], list) else [values[seed]])
        elif counted := re.fullmatch(r"range\((\d+)\)", seed):
            found.append(f"0 to {int(counted[1]) - 1}")
        elif seed.isdigit():
            found.append(seed)
    return ", ".join(dict.fromkeys(found))


def facts(state, book) -> dict[str, str]:
    """Return what is known of a run, as HTML by name: seconds, memory, versions, seeds, when its inputs changed, how to run it."""
    run, name = state.run, book.bakery.name(state.path)
    made = {}
    if run and run.seconds is not None:
        made["Took"] = f"{run.seconds:.3g} s and {run.peak_mb:.0f} MB of memory, on one thread"
        used = {"tensorflow", *imports(source(run.cells))}
        packages = [f"{package} {version}" for package, version in sorted(run.versions.items()) if package in used]
        made["Ran on"] = ", ".join([f"Python {run.python}", *packages])
        if text := seeds(run.cells, run.values):
            made["Seeds" if re.search(r"\D", text) else "Seed"] = text
        days = changes(book.bakery.root)
        inputs = [path for path in run.inputs if (book.bakery.root / path).is_file() and not path.startswith((".", "/"))]
        if days and all(path in days for path in inputs):
            last = max(inputs, key=lambda path: (days[path], path == name))
            made["Code last changed"] = f"{days[last]} (<code>{escape(last)}</code>)"
        elif days:
            made["Code last changed"] = "after the last commit"
    made["Run it alone"] = f"<code>python {escape(name)}</code>"
    return made


def teaches(cells: list[dict]) -> str:
    """Return the sentence that a snippet or lab begins with, after its title."""
    text = next((cell["source"] for cell in cells if cell["source"]), "")
    text = (re.sub(r"^# .*\s*", "", text) or text.lstrip("# ")).lstrip("\"' \n")
    text = re.split(r'"""|\n\s*\n', text)[0].strip()
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]", r"\1", text)  # as plain text


def used_in(state, book) -> dict[str, str]:
    """Return the pages that show a snippet, and what they are called; a lab is a page itself."""
    own = book.bakery.name(state.path).removeprefix(f"{book.docs}/")
    return {src: book.labels[src].text for src in [*book.shown.get(state.path.name, ()), own] if src in book.pages}


def reads(package: str, book) -> str:
    """Return links, in Markdown, to the pages that show what is made from a package's data."""
    states = [book.state(name) for name in book.bakery.snippets]
    uses: dict[str, str] = {}
    for state in states:
        uses |= used_in(state, book) if f'distribution("{package}")' in source(state.cells) else {}
    return ", ".join(f"[{text}]({book.page.way(src)})" for src, text in uses.items())


def table(state, book) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts(state, book).items()) + "</dl>"


def card(state, book) -> str:
    """Return the card that the page's Run buttons of this snippet open."""
    name = state.path.stem
    head = f'<p id="run-{name}-title"><strong>{name}.py</strong> {escape(teaches(state.cells))}</p>'
    return (
        f'<div popover class="run-card" id="run-{name}" role="dialog" aria-labelledby="run-{name}-title" data-search-exclude>'
        f'<button type="button" autofocus popovertarget="run-{name}" popovertargetaction="hide">Close</button>'
        f"{head}{table(state, book)}</div>"
    )


def page(state, book) -> str:
    """Return the Markdown of a snippet's own page: its cells, what they print and draw, in order."""
    file, output = state.path.name, state.run.output if state.run else {}
    made = [f"---\nsearch:\n  exclude: true\n---\n\n# {file}\n\n{teaches(state.cells)}\n"]
    made += [f"- {name}: {value}" for name, value in facts(state, book).items()]
    here = Page(book.address(state.path, ".md"))
    uses = [f"[{text}]({here.way(src)})" for src, text in used_in(state, book).items()]
    if "gallery" in book.labels:
        uses.append(f"[all snippets]({here.way(book.labels['gallery'].src)})")
    made.append(f"- See also: {', '.join(uses)}\n" if uses else "")
    drawn = {cell["name"]: cell["figures"] for cell in state.run.cells} if state.run else {}
    for cell in state.cells:
        if cell["kind"] == "code" and cell["source"] and cell["name"] != "header":
            made.append(f"```python {file}#{cell['name']}\n```\n")
            if output.get(cell["name"]):
                made.append(f"```text {file}#{cell['name']}\n```\n")
            for figure in drawn.get(cell["name"], ()):
                alt, caption = book.captions.get(f"{file}#{figure}", (figure, figure))
                quote = "'" if '"' in caption else '"'
                made.append(f"![{alt}]({file}#{figure} {quote}{caption}{quote})\n")
    return "\n".join([*made, f'??? note "The whole script"\n    ```python {file}\n    ```\n'])


def gallery(book) -> str:
    """Return all snippets as HTML, by part, each with a picture, what it teaches, where it is used and what it took."""
    made: list[str] = []
    part = ""
    for name, path in sorted(book.bakery.snippets.items(), key=lambda item: item[1].parent.name):
        state = book.state(name)
        if path.parent.name != part:
            part = path.parent.name
            made += ["</ul>"] * bool(made) + [f'<h2 id="{part}">{part.replace("_", " ").capitalize()}</h2><ul class="gallery">']
        made.append(f'<li id="{name}">{entry(state, book)}</li>')
    return "".join([*made, "</ul>"])


def entry(state, book) -> str:
    """Return one snippet of the gallery."""
    name, path = state.path.stem, state.path
    picture = ""
    if figures := state.run.figures if state.run else {}:
        figure, svg = next(iter(figures.items()))
        width, height = (round(float(size)) for size in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
        own = next((cell["options"].get("alt") for cell in state.run.cells if figure in cell["figures"]), None)
        alt = escape(book.captions.get(f"{name}.py#{figure}", (own or f"Figure of {name}", ""))[0])
        for palette in ("light", "dark"):
            source = book.page.to(book.address(path, f".{figure}.{palette}.svg"))
            picture += f'<img class="{palette}-only" src="{source}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'
    elif output := "\n".join(filter(None, state.run.output.values())) if state.run else "":
        picture = f'<pre tabindex="0">{escape(visible(output[:400]))}</pre>'
    uses = ", ".join(
        f'<a href="{book.page.to(book.pages[src].url)}">{escape(text)}</a>' for src, text in used_in(state, book).items()
    )
    shown_in = f"<dt>Used in</dt><dd>{uses}</dd>" if uses else ""
    view = book.page.to(book.view(path))
    return (
        f'<h3><a href="{view}">{name}.py</a></h3><p>{escape(teaches(state.cells))}</p>{picture}'
        f"<dl>{shown_in}{table(state, book)[4:]}<p><a href='{view}'>View and copy</a> {book.links(path, card=False)}</p>"
    )


def proof(book) -> str:
    """Return a table in Markdown of what each part has: pages, exercises, snippets, and what is quoted and tested of their runs."""
    heads, columns = [], []
    for part in dict.fromkeys(page.part for page in book.pages.values() if page.part):
        pages = [page for page in book.pages.values() if page.part == part]
        folder = pages[0].src.partition("/")[0]
        sources = {page.src for page in pages}
        labels = [label for label, (src, _, identity) in book.labels.items() if identity and src in sources]
        states = [book.state(name) for name, path in book.bakery.snippets.items() if path.parent.name == folder]
        runs = [state.run for state in states if state.run]
        tasks = sum(cell["source"].startswith("### Task ") for state in states for cell in state.cells)
        prose = "".join(piece for page in pages for _, _, info, piece in pieces(page.text) if info is None)
        prose = PROSE.sub(lambda match: "" if match["code"] else match[0], prose)
        tests = [*book.bakery.root.glob(f"tests/snippets/{folder}/*.py"), *book.bakery.root.glob(f"tests/{folder}/*.py")]
        heads.append(f"[{re.match(r'[0-9A-Z](?= )|.*', part)[0]}]({book.page.way(pages[0].src)})")
        columns.append({
            "pages": sum(bool(page.number) for page in pages),
            "exercises, each with a solution": tasks + sum(label.startswith("ex:") for label in labels),
            "equations with a number": sum(label.startswith("eq:") for label in labels),
            "snippets that ran": len(states),
            "figures they drew": sum(len(run.figures) for run in runs),
            "places that quote a number from a run": len(re.findall(r"\{\{[^{}]*?\b[a-z_]\w*\.[a-z_]", prose)),
            "tests of runs": sum(len(re.findall(r"(?m)^def test_", path.read_text(encoding="utf-8"))) for path in tests),
            "seconds they ran": round(sum(run.seconds or 0 for run in runs)),
        })  # fmt: skip
    rows = [
        f"| {name} | {' | '.join(f'{c[name]:,}' for c in columns)} | **{sum(c[name] for c in columns):,}** |"
        for name in columns[0]
    ]
    return "\n".join([f"| part | {' | '.join(heads)} | all |", "|---|" + "---:|" * (len(heads) + 1), *rows])
