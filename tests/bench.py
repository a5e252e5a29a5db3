"""Measure how fast bake, check, build and serve are, against what they could be, and how they grow.

    python tests/bench.py           some minutes; nothing else should run
    python tests/bench.py --cold    also bake the whole book anew, in a copy

It prints a Markdown table; the one in CONTRIBUTING.md was made by it.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs/hooks"))

from bake import Bakery  # noqa: E402

LARGEST_SERVED = 300  # chapters; each save makes all pages anew, which takes minutes in a larger book
SNIPPET = '"""A snippet."""\n\n# %% run\nimport math\nn = {n}\nprint(n, math.sqrt(n))\n'
CHAPTER = """# Chapter {n}

What is the root of {{{{ s{n}.n }}}}? See [](c{other}.md).

```python s{n}.py
```

```text s{n}.py#run
```

$$
y = \\sqrt{{{n}}} \\label{{eq:root-{n}}}
$$
"""
# One build in a process of its own: its seconds, those of the pages' rendering, and its memory. Rendered pages are kept for the
# second build, which only reads them: all that weaving, Markdown and mathematics cost is the difference.
BUILD = """
import json, logging, resource, sys, time
sys.argv = ["mkdocs"]
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

logging.disable(logging.CRITICAL)
render, kept, found = Page.render, {}, []

def read(page, config, files):
    if page.file.src_uri in kept:
        page.content, page.toc, page.meta, page.present_anchor_ids = kept[page.file.src_uri]
    else:
        render(page, config, files)

def once(folder):
    config = load_config("mkdocs.yml", site_dir=folder)
    config.plugins.on_startup(command="build", dirty=False)
    begin = time.perf_counter()
    build(config)
    return time.perf_counter() - begin

def keep(page, config, files):
    render(page, config, files)
    kept[page.file.src_uri] = page.content, page.toc, dict(page.meta), set(page.present_anchor_ids)

Page.render = keep
first = once(sys.argv[0] + "-1")
Page.render = render
woven = min(once(sys.argv[0] + "-1") for _ in range(REPEAT))
Page.render = read
plain = min(once(sys.argv[0] + "-1") for _ in range(REPEAT))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"first": first, "woven": woven, "plain": plain, "mb": peak}))
"""


def timed(action, repeat: int = 1) -> float:
    """Return the least of some durations, in seconds."""
    found = []
    for _ in range(repeat):
        begin = time.perf_counter()
        action()
        found.append(time.perf_counter() - begin)
    return min(found)


def command(*arguments, cwd=ROOT, code: str | None = None) -> str:
    arguments = [sys.executable, "-c", code] if code else [sys.executable, *map(str, arguments)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(arguments, cwd=cwd, env=environment, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(done.stdout + done.stderr)


def build(root: Path, repeat: int) -> dict:
    """Return the seconds of a build whose caches are empty or full, of one that only reads finished pages, and the memory in MB."""
    with tempfile.TemporaryDirectory() as site:
        code = BUILD.replace("REPEAT", str(repeat)).replace('["mkdocs"]', json.dumps([f"{site}/site"]))
        return json.loads(command(cwd=root, code=code).splitlines()[-1])


def copy(folder: Path) -> Path:
    """Make a copy of the engine, without pages and snippets."""
    for name in ("docs/hooks", "docs/theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = re.sub(r"nav:\n.*?\n\ntheme", "theme", (ROOT / "mkdocs.yml").read_text(), flags=re.DOTALL)
    (folder / "mkdocs.yml").write_text(config)
    return folder


def synthetic(folder: Path, size: int) -> Path:
    """Make a book of so many chapters, each with a snippet, baked."""
    copy(folder)
    (folder / "snippets/part").mkdir(parents=True)
    (folder / "docs/en/part").mkdir(parents=True)
    (folder / "docs/en/index.md").write_text("# Home\n")
    for n in range(size):
        (folder / f"snippets/part/s{n}.py").write_text(SNIPPET.format(n=n))
        (folder / f"docs/en/part/c{n}.md").write_text(CHAPTER.format(n=n, other=(n + 1) % size))
    if failures := Bakery(folder).bake():
        sys.exit(next(iter(failures.values())))
    return folder


def serve(root: Path, page: str, source: Path, snippet: Path) -> tuple[float, float]:
    """Return the seconds from saving a chapter, and from saving a snippet to its result, to the page's text under serve."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    run = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address.removeprefix("http://")]
    process = subprocess.Popen(run, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def until(text: str, begin: float) -> float:
        while True:
            try:
                if text in urllib.request.urlopen(f"{address}/{page}").read().decode():
                    return time.perf_counter() - begin
            except OSError:
                pass
            if process.poll() is not None or time.perf_counter() - begin > 300:
                sys.exit(f"{page} never showed {text}")
            time.sleep(0.02)

    try:
        until("</html>", time.perf_counter())
        time.sleep(2)
        found = []
        for word in ("first", "second", "third"):
            source.write_text(source.read_text() + f"\nSaved for the {word} time.\n")
            found.append(until(f"Saved for the {word} time.", time.perf_counter()))
            time.sleep(1)
        snippet.write_text(snippet.read_text().replace("print(n,", "print('new', n,"))
        saved = until("new 0 0.0", time.perf_counter())
    finally:
        process.terminate()
        process.wait()
    return sorted(found)[1], saved - Bakery(root).load(snippet).seconds


def slope(sizes, numbers) -> float:
    """Return the exponent of growth, by least squares on the logarithms."""
    x, y = ([math.log(value) for value in values] for values in (sizes, numbers))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def row(*cells) -> None:
    print("| " + " | ".join(cell if isinstance(cell, str) else f"{cell:.3g}" for cell in cells) + " |", flush=True)


def cold(bakery: Bakery) -> None:
    """Bake a copy of the book from nothing, then some of its snippets alone, and compare with what the cores allow."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            ROOT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".bake", ".git", ".venv", "site", "offline")
        )
        copied = Bakery(Path(folder))
        seconds = timed(lambda: copied.bake() and sys.exit("a snippet failed"))
        runs = {path: copied.load(path) for path in copied.snippets.values()}
        chosen = random.Random(0).sample([path for path in runs if 1 < runs[path].cpu_seconds < 30], 10)
        together = sum(runs[path].cpu_seconds for path in chosen)
        copied.bake(chosen, force=True, workers=1)
        alone = sum(copied.load(path).cpu_seconds for path in chosen)
    total = sum(run.cpu_seconds for run in runs.values())
    bound = total * alone / together / os.cpu_count()
    row(
        f"cold bake, {len(runs)} runs, {total:.0f} CPU seconds beside each other",
        f"{seconds:.0f} s",
        f"{bound:.0f} s, the same runs alone",
        seconds / bound,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", action="store_true", help="bake the whole book anew, in a copy")
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300, 3000], help="chapters of the synthetic books")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}\n")
    row("what", "measured", "against", "ratio")
    row("---", "---", "---", "---")
    bakery = Bakery(ROOT)
    if stale := bakery.check():
        sys.exit(f"{len(stale)} snippets are stale; run: make bake")
    if options.cold:
        cold(bakery)
    row("finding out that nothing is stale", timed(bakery.check, 5), "0.3 s", "")
    row("the same as a command", timed(lambda: command("docs/hooks/bake.py", "--check"), 3), "", "")
    book = build(ROOT, 3)
    row(
        "build, nothing stale",
        f"{book['woven']:.1f} s",
        f"{book['plain']:.1f} s, reading finished pages",
        book["woven"] / book["plain"],
    )
    row("first build, formulas not typeset yet", f"{book['first']:.1f} s", "", "")
    grown: dict[str, list[float]] = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = synthetic(Path(folder), size)
            found = {"check": timed(Bakery(root).check, 3)}
            built = build(root, 1)
            found |= {"build": built["woven"], "of it reading pages": built["plain"], "memory of builds, MB": built["mb"]}
            if size <= LARGEST_SERVED:
                saved = serve(root, "part/c0/", root / "docs/en/part/c0.md", root / "snippets/part/s0.py")
                found["reload of a saved chapter"], found["save of a snippet, beside its run"] = saved
        for name, value in found.items():
            grown.setdefault(name, []).append(value)
            row(f"{size:,} chapters: {name}", value, "", "")
    for name, values in grown.items():
        row(
            f"growth of {name}",
            " → ".join(f"{value:.3g}" for value in values),
            "",
            f"exponent {slope(options.sizes[: len(values)], values):.2f}",
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row("most memory of a process", f"{peak:.0f} MB", "", "")


if __name__ == "__main__":
    main()
