"""Labs: their pages, their figures, their folded solutions, and the notebooks with and without these."""

import json
import re
from html import unescape

import lab
import pytest
from conftest import ROOT
from mathjax import in_html
from test_weave import FIGURE, Book

LABS = sorted(path.stem for path in (ROOT / "docs/en/labs").glob("*.py"))


def heads(cells, kind):
    """The titles of a lab's tasks or solutions, by number."""
    found = [re.match(rf"### {kind} (\d+): (.+)", cell["source"]) for cell in cells if cell["kind"] == "markdown"]
    return [(int(match[1]), match[2]) for match in found if match]


@pytest.mark.parametrize("name", LABS)
def test_a_lab_has_tasks_first_and_a_solution_for_each(bakery, name):
    cells = bakery.load(bakery.find(name)).cells
    sections = [
        cell["source"].split("\n")[0] for cell in cells if cell["source"].startswith("## ") and cell["kind"] == "markdown"
    ]
    assert sections == ["## Tasks", "## Solutions", "## In short"]
    tasks, solutions = heads(cells, "Task"), heads(cells, "Solution")
    assert tasks == solutions and [number for number, _ in tasks] == list(range(1, len(tasks) + 1)) and len(tasks) >= 3


@pytest.mark.parametrize("name", LABS)
def test_a_lab_downloads_with_and_without_solutions(site, bakery, name):
    solved = json.loads((site / f"snippets/labs/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    tasks = json.loads((site / f"snippets/labs/{name}.tasks.ipynb").read_text(encoding="utf-8"))["cells"]
    run = bakery.load(bakery.find(name))
    assert any(cell.get("outputs") for cell in solved) and not any(cell.get("outputs") for cell in tasks)
    assert "## Solutions" in "".join(cell["source"] for cell in solved)
    text = "\n".join(cell["source"] for cell in tasks)
    assert "Solution" not in text and "In short" not in text
    own = [i for i, cell in enumerate(tasks) if cell["source"] == "# Your code"]
    assert [re.match(r"### Task (\d+)", tasks[i - 1]["source"])[1] for i in own] == [str(i + 1) for i in range(len(own))]
    assert len(own) == len(heads(run.cells, "Task")) >= 3
    assert len({cell["id"] for cell in tasks}) == len(tasks)
    # What is left runs: the cells before the tasks need nothing of the solutions.
    first = next(i for i, cell in enumerate(solved) if cell["source"].startswith("## Tasks"))
    assert [cell["source"] for cell in tasks[:first]] == [cell["source"] for cell in solved[:first]]


def test_formulas_are_in_the_prose_of_a_lab_only():
    html = "<p>$x$</p><pre>$y$ and <b>$</b></pre><code>$y$</code><svg><text>$y$</text></svg><p>$x$</p>"
    made = in_html(html, None, {})
    assert made.count("<math") == 2 and made.count("$y$") == 3 and "$x$" not in made


@pytest.mark.parametrize("name", LABS)
def test_a_lab_is_a_page_of_the_book(site, bakery, name):
    html = (site / f"labs/{name}/index.html").read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    assert "<style" not in article and "<script" not in article and "No description has been provided" not in html
    run, number = bakery.load(bakery.find(name)), re.search(r"<h1[^>]*><span[^>]*>Lab (\d+): ", article)[1]
    assert article.count('<svg class="drawing"') == len(run.figures) >= 1
    alts = re.findall(r'<svg class="drawing" data-search-exclude role="img" aria-label="([^"]{20,})"', article)
    assert len(alts) == len(run.figures)
    numbers = re.findall(r'<a class="number" href="#[\w-]+">Figure (L[\d.]+)\.</a>', article)
    assert numbers == [f"L{number}.{i}" for i in range(1, len(run.figures) + 1)]
    text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<svg\b.*?</svg>", "", article)))
    assert "<math" in article and not re.search(r"\$[^$\n]+\$", text)
    for output in filter(None, run.output.values()):
        assert output.strip() in text
    assert len(html) < 400_000 and 'class="highlight"' in article
    folds = re.findall(r'<details class="success" id="[^"]+"><summary>Solution (\d+): ([^<]+)</summary>', article)
    assert [(int(i), title) for i, title in folds] == heads(run.cells, "Solution")


def test_solutions_are_folded_and_the_rest_is_not():
    def cell(text):
        return f'<div class="jp-Cell jp-MarkdownCell jp-Notebook-cell">{text}</div><div class="jp-Cell jp-CodeCell"><pre>1</pre></div>'

    def head(level, title):
        return f'<h{level} id="{title.lower()}">{title}<a class="headerlink" href="#x">¶</a></h{level}>'

    parts = [
        head(2, "Tasks"),
        head(3, "Task"),
        head(2, "Solutions"),
        head(3, "One"),
        "more of one",
        head(3, "Two"),
        head(2, "In short"),
    ]
    html = lab.fold("".join(map(cell, parts)))
    assert html.count("<details") == html.count("</details>") == 2
    one, two = re.findall(r"(?s)<details.*?</details>", html)
    assert "<summary>One</summary>" in one and "more of one" in one and one.count("jp-CodeCell") == 2
    assert "<summary>Two</summary>" in two and "In short" not in two and "<h3" not in one + two
    assert "<h3" in html.partition("<details")[0] and "In short" in html.rpartition("</details>")[2]


def test_a_lab_shows_its_last_run_marked_until_there_is_a_new_one(small):
    script = small.write("docs/en/labs/one.py", '# %% a alt="A line." caption="It falls."\n' + FIGURE + "\n")
    page = '<h1>Lab</h1><img alt="x" src="data:image/svg+xml;base64,aa">'
    book = Book(small.bakery, live=True)
    assert "Not run yet." in lab.page("<h1>Lab</h1>", book.state("one"), book)
    assert small.bake() == {}
    book.begin([])
    html = lab.page(page, book.state("one"), book)
    assert "data-state" not in html and 'aria-label="A line."' in html and "It falls." in html and "Not run" not in html
    script.write_text(script.read_text() + "x = 1 / 0\n")
    book.begin([])
    html = lab.page(page, book.state("one"), book)
    assert 'data-state="stale"' in html and '<svg class="drawing"' in html
    assert "one" in small.bake()
    book.begin([])
    html = lab.page(page, book.state("one"), book)
    assert "docs/en/labs/one.py:7, cell a: ZeroDivisionError" in html and '<svg class="drawing"' in html


@pytest.mark.parametrize("options, missing", [('alt="A line."', "caption"), ('caption="It falls."', "alt")])
def test_a_figure_of_a_lab_needs_words(small, options, missing):
    small.write("docs/en/labs/one.py", f"# %% a {options}\n{FIGURE}\n")
    assert small.bake() == {}
    book = Book(small.bakery)
    lab.page('<img alt="x" src="data:image/svg+xml;base64,aa">', book.state("one"), book)
    assert len(book.problems) == 1 and f"needs its {missing}" in book.problems[0]
