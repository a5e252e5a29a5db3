"""What is known of a run: its card, its page, the gallery."""

import os
import re
import subprocess

import pytest
from gallery import changes, seeds, teaches
from index import Page
from test_weave import FIGURE, Pages


@pytest.fixture
def pages(small):
    small.snippet("one", "import numpy as np\nrandom = np.random.default_rng(7)", "print('hi')", FIGURE)
    small.snippet("two", "x = 1")
    assert small.bake() == {}
    return Pages(small)


def cell(source):
    return [{"kind": "code", "source": source}]


@pytest.mark.parametrize(
    ("source", "values", "shown"),
    [
        ("keras.utils.set_random_seed(41)", {}, "41"),
        ("for seed in range(3):\n    keras.utils.set_random_seed(seed)", {}, "0 to 2"),
        ("a = np.random.default_rng(7)\n[default_rng(s) for s in seeds]", {"seeds": [1, 2]}, "7, 1, 2"),
        ("seed = 5\nset_random_seed(seed)", {"seed": 5}, "5"),
        ("print('set_random_seed(3)')", {}, ""),
    ],
)
def test_seeds_are_those_that_the_code_sets(source, values, shown):
    assert sorted(seeds(cell(source), values).split(", ")) == sorted(shown.split(", "))


def test_what_a_snippet_teaches_is_its_first_sentence():
    assert teaches(cell('"""Forecast a sine."""')) == "Forecast a sine."
    assert teaches([{"kind": "markdown", "source": "# Depth and width\n\nText of\na lab.\n\nMore."}]) == "Text of\na lab."
    assert teaches([{"kind": "markdown", "source": "# Depth and width"}]) == "Depth and width"


def test_each_view_of_a_run_has_a_button_that_opens_its_card(pages):
    html = pages.show('```python one.py#c1\n```\n\n```text one.py#c2\n```\n\n![A line.](one.py#line "A line.")\n')
    assert pages.book.problems == []
    assert (
        html.count('popovertarget="run-one"') == 4
        and html.count(">Close</button>") == 1
        and html.count('<div popover class="run-card" id="run-one"') == 1
    )
    card = html.partition("<div popover")[2]
    text = re.sub("<[^>]*>", " ", card)
    run = pages.small.load("one")
    for known in (f"{run.seconds:.3g} s", f"{run.peak_mb:.0f} MB", f"Python {run.python}", f"numpy {run.versions['numpy']}"):
        assert known in text
    assert re.search(r"Seed\s+7", text) and "python snippets/part/one.py" in text and "A snippet." in text
    assert "pillow" not in text  # what the snippet does not import itself


def test_a_card_says_when_an_input_last_changed(pages):
    def git(*arguments):
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        who |= {"GIT_AUTHOR_DATE": "2001-02-03T12:00:00", "GIT_COMMITTER_DATE": "2001-02-03T12:00:00"}
        subprocess.run(["git", *arguments], cwd=pages.small.root, check=True, capture_output=True, env=os.environ | who)

    root, text = pages.small.root, "```python two.py\n```"
    assert changes(root) == {} and "last changed" not in pages.show(text)
    git("init")
    git("add", ".")
    git("commit", "-m", "a")
    changes.cache_clear()
    assert changes(root)["snippets/part/two.py"] == "2001-02-03"
    assert "<dt>Code last changed</dt><dd>2001-02-03 (<code>" in pages.show(text)
    path = root / "snippets/part/two.py"
    path.write_text(path.read_text() + "y = 2\n")
    pages.small.bake()
    changes.cache_clear()
    assert "<dt>Code last changed</dt><dd>after the last commit</dd>" in pages.show(text)


def test_the_gallery_has_every_snippet_with_its_picture_and_its_uses(pages):
    chapter = Page("gates/lstm.md", "gates/lstm/", "2.1", '# C\n\n![A line.](one.py#line "It rises.")\n')
    html = pages.show("# Snippets\n\n{{ gallery }}\n", chapter, src="reference/snippets.md", number="")
    assert pages.book.problems == [] and html.count("<li id=") == 2
    one = html[html.index('<li id="one">') : html.index('<li id="two">')]
    assert 'src="../../snippets/part/one.line.light.svg" alt="A line."' in one and "one.line.dark.svg" in one
    assert 'loading="lazy"' in one and re.search(r'width="\d+" height="\d+"', one)
    assert 'href="../../snippets/part/one/"' in one and '<a href="../../gates/lstm/">Chapter 2.1</a>' in one
    assert 'href="../../snippets/part/one.py"' in one and 'href="../../snippets/part/one.ipynb"' in one


def test_a_snippets_page_shows_the_whole_run_with_the_chapters_numbers(pages):
    chapter = Page(
        "part/page.md", "part/page/", "4.1", "# C\n\n```python one.py#c2\n```\n\n![A line.](one.py#line \"It 'rises'.\")\n"
    )
    pages.book.begin([chapter])
    text = pages.book.views()["snippets/part/one.md"]()
    pages.book.page = Page("snippets/part/one.md", "snippets/part/one/", text=text)
    html = pages.convert(text)
    assert pages.book.problems == []
    assert html.count('class="snippet"') == 4 and "Listing 4.1.1" in html and ">hi\n" in html
    assert '<a class="number" href="../../part/page.md#one-line">Figure 4.1.1.</a> It \'rises\'.' in html
    assert 'id="one-line"' not in html


def test_figures_are_files_in_the_colors_of_both_palettes(pages):
    pages.small.write(
        "docs/theme/book.css",
        '[data-md-color-scheme="slate"] {\n  --ink: #dfe3ea; --c0: #62b5ef;\n  --md-default-bg-color: #14181f;\n}\n',
    )
    files = Pages(pages.small).book.files()
    light, dark = files["snippets/part/one.line.light.svg"], files["snippets/part/one.line.dark.svg"]
    assert "#0072b2" in light and "#0072b2" not in dark and "#62b5ef" in dark and "#62b5ef" not in light


def test_what_is_proved_is_counted(pages):
    text = '# C\n\n{{ one.x:.1f }} and `{{ one.x }}`\n\n$$\nx \\label{eq:a}\n$$\n\n### Exercise: First\n\n![A.](one.py#line "B {{ one.x }} and {{ 2 + 2 }}.")\n'
    pages.small.write("tests/snippets/part/test_one.py", "def test_a(run):\n    pass\n\n\ndef test_b(run):\n    pass\n")
    chapter = Page("part/page.md", "part/page/", "4.1", text, part="4 Part")
    other = Page("part/index.md", "part/", "", "# P", part="4 Part")
    html = pages.show("# Home\n\n{{ proof }}\n", other, chapter, src="index.md", number="")
    assert pages.book.problems == []
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in html.split("<tr>")[2:]]
    seconds = sum(pages.book.state(name).run.seconds for name in ("one", "two"))
    assert [row[1] for row in rows] == ["1", "1", "1", "2", "1", "2", "2", f"{seconds:.0f}"]
    assert all(row[2] == f"<strong>{row[1]}</strong>" for row in rows) and 'href="part/index.md">4</a>' in html
