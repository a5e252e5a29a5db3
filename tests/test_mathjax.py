"""Math at build time: SVG and MathML in the page, numbers, and bad TeX as a problem."""

import re

import markdown
import pytest
from index import Page
from mathjax import MathExtension, in_html, in_svg
from weave import Book, WeaveExtension


@pytest.fixture
def show(small):
    book = Book(small.bakery)

    def show(text):
        page = Page("part/page.md", "part/page/", "4.1", text)
        book.begin([page])
        extensions = ["attr_list", "pymdownx.superfences", "pymdownx.arithmatex", WeaveExtension(book)]
        extensions.append(MathExtension(book, {"E": r"\mathbb{E}"}))
        return markdown.markdown(text, extensions=extensions, extension_configs={"pymdownx.arithmatex": {"generic": True}})

    show.book = book
    return show


def test_a_formula_is_a_drawing_with_mathml_and_no_script(show):
    html = show("Let $h_t = \\tanh(x_t W)$ be.\n\n$$\nc_t = f_t \\odot c_{t-1}\n$$\n")
    assert show.book.problems == []
    assert html.count("<svg aria-hidden") == 2 and html.count("<math") == 2 and "<script" not in html
    assert "<mi>tanh</mi>" in html and "⊙" in html or "&#x2299;" in html
    used = set(re.findall(r'xlink:href="#([^"]+)"', html))
    assert used and used <= set(re.findall(r'id="([^"]+)"', html))  # the glyphs are on the page, once
    assert len(re.findall(r'id="([^"]+)"', html)) == len(set(re.findall(r'id="([^"]+)"', html)))
    assert "arithmatex" not in html and "\\(" not in html


def test_labeled_displays_are_numbered_and_referable(show):
    html = show("$$\na\n$$\n\n$$\nb \\label{eq:b}\n$$\n\n$$\n\\label{eq:c} c\n$$\n\nBy [](#eq:c).\n")
    assert show.book.problems == []
    assert re.findall(r'<a class="number" href="#(eq:\w)"><span class="mathml">Equation \w </span>([^<]+)<', html) == [
        ("eq:b", "(4.1.1)"),
        ("eq:c", "(4.1.2)"),
    ]
    assert (
        'id="eq:c"' in html
        and '<a aria-label="Equation (4.1.2)" class="reference" href="#eq:c">(4.1.2)</a>' in html
        and "\\label" not in html
    )


def test_macros_are_one_table(show):
    assert "𝔼" in show("$\\E x$") or "double-struck" in show("$\\E x$")
    assert show.book.problems == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\nb $\\frac{1}$ c", 3, "Missing argument for \\\\frac"),
        ("a\n\n$$\nx_{\n$$", 4, "[Mm]issing close brace"),
        ("$\\foo$", 1, "Undefined control sequence \\\\foo"),
        ("$x_a_b$", 1, "Double subscripts"),
        ("$$\na \\label{eq:a} \\label{eq:b}\n$$", 2, "one \\\\label"),
        ("$$\na \\label{a}\n$$", 2, "begins with eq:"),
        ("$a \\label{eq:a}$", 1, "an inline one none"),
        ("$$\na \\eqref{eq:a}\n$$", 2, "outside of formulas"),
        ("text\n$$ x $$ text", 2, "a blank line before and after"),
        ("No `\\bad` here.\n\n$$\n\\bad\n$$", 4, "Undefined control sequence"),
    ],
)
def test_bad_tex_is_a_problem_with_its_line(show, text, line, message):
    html = show(text)
    assert len(show.book.problems) == 1, show.book.problems
    assert show.book.problems[0].startswith(f"docs/en/part/page.md:{line}: ")
    assert re.search(message, show.book.problems[0])
    assert "problem" in html


def test_dollars_in_code_and_prices_are_not_math(show):
    html = show("`$x$` costs $5 and $6 or \\$7.\n\n```\n$y$\n```\n")
    assert show.book.problems == [] and "<svg" not in html and "$x$" in html and "$y$" in html


def test_math_in_a_notebook_page(show):
    html = in_html("<p>Here $a &lt; b$ and</p><p>$$c^2$$</p><p>not $5 or $6</p>", show.book, {})
    assert html.count("<math") == 2 and "&lt;" in html and "not $5 or $6" in html and show.book.problems == []
    in_html("<p>$\\bad$</p>", show.book, {})
    assert "Undefined control sequence" in show.book.problems[0]


def draw(body):
    problems = []
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 100">\n{body}\n</svg>'
    return in_svg(svg, {"E": r"\mathbb{E}"}, lambda message, line: problems.append((line, message))), problems


def place(html):
    number = r"([-\d.]+)"
    place = rf'class="math[^"]*" transform="[^"]*?translate\({number} {number}\) scale\({number}\)"'
    x, y, scale = re.search(place, html).groups()
    return float(x), float(y), float(scale)


def test_a_formula_in_a_drawing_is_in_its_place_with_its_glyphs():
    html, problems = draw('<!-- $x$ -->\n<text class="gate-f" x="50" y="20">$h_{t-1}$</text>\n<text>a &lt; b</text>')
    assert problems == [] and place(html) == (50, 20, 0.016)
    assert '<g class="math gate-f"' in html and "<path" in html and "<text>a &lt; b</text>" in html
    assert not re.search(r"\$|\bid=|href|<!--|<use|data-|style=|<g>|<math", html)  # nothing that could clash with the page's
    assert html.count("xmlns") == 1 and 'viewBox="0 0 620 100"' in html


def test_a_formula_in_a_drawing_is_anchored_and_sized_like_text():
    start, _ = draw('<text x="50" font-size="20">$h_t$</text>')
    middle, _ = draw('<g text-anchor="middle" font-size="20"><text x="50">$h_t$</text></g>')  # as its group says
    end, _ = draw('<g text-anchor="middle"><text x="50" font-size="20" text-anchor="end">$h_t$</text></g>')
    large, _ = draw('<text x="50" font-size="40" text-anchor="end" transform="rotate(-90 50 0)">$h_t$</text>')
    width = 50 - place(end)[0]
    assert 15 < width < 25  # h is 0.576 em and t, as an index, 0.255 em wide
    assert place(start) == (50, 0, 0.02) and place(middle)[0] == pytest.approx(50 - width / 2, abs=0.02)
    assert place(large)[0] == pytest.approx(50 - 2 * width, abs=0.02) and 'transform="rotate(-90 50 0) translate(' in large


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<text>$\\bad$</text>", "Undefined control sequence \\bad"),
        ("<text>$a &lt; \\bad$</text>", "Undefined control sequence \\bad: a < "),
        ("<text>input $x_t$</text>", "one formula or words"),
        ("<text>$x_t</text>", "one formula or words"),
        ('<text x="half">$x_t$</text>', "are numbers"),
        ('<text text-anchor="left">$x_t$</text>', "start, middle or end"),
        ("<text>$x_t$</g>", "no well-formed SVG: mismatched tag"),
    ],
)
def test_a_problem_in_a_drawing_has_its_line(body, message):
    html, problems = draw(f"<!-- one\n$x_t$ -->\n{body}")
    assert [line for line, _ in problems] == [4] and message in problems[0][1], problems
    assert not html or "$" in html  # as it was written


def test_macros_are_the_same_in_a_drawing():
    html, problems = draw("<text>$\\E$</text>")
    assert problems == [] and "<path" in html


def test_a_page_costs_milliseconds(show):
    import time

    text = "\n\n".join(f"$$\nh_{{t-{i}}} = \\sigma(x_t W_{{{i}}} + b)\n$$" for i in range(60))
    show("$a$")
    begin = time.monotonic()
    html = show(text)
    assert html.count("<math") == 60 and time.monotonic() - begin < 1
