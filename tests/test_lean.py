"""What makes a finished site light: shorter drawings that are the same, and a style sheet without the unused."""

import re

from hypothesis import given
from hypothesis import strategies as some
from lean import bare, purge, relative, shared, split, unread

SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "S": 4, "Z": 0}
number = some.integers(-100_000, 100_000).map(lambda n: n / 100)
step = some.one_of([some.tuples(some.just(c), some.lists(number, min_size=n, max_size=n)) for c, n in SIZES.items()])


def absolute(path: str) -> list:
    """Reads a path of relative commands back into absolute ones."""
    found, x, y, start = [], 0, 0, (0, 0)
    for command, rest in re.findall(r"([a-z])([^a-z]*)", path):
        values, size = [float(v) for v in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)], SIZES[command.upper()]
        for i in range(0, len(values) or 1, size or 1):
            point = values[i : i + size]
            point = [v + (y if command == "v" or j % 2 else x) for j, v in enumerate(point)]
            x = point[-2] if size > 1 else point[0] if command == "h" else x
            y = point[-1] if size > 1 or command == "v" else y
            start = (x, y) if command == "m" and i == 0 else start
            x, y = start if command == "z" else (x, y)
            found.append(("L" if command == "m" and i else command.upper(), [round(v, 2) + 0 for v in point]))
    return found


@given(some.lists(step, max_size=8))
def test_a_relative_path_draws_the_same(steps):
    steps = [("M", [1.5, -2.25]), *steps]
    path = " ".join(command + " ".join(f"{v:g}" if abs(v) < 1000 else f"{v:.2f}" for v in values) for command, values in steps)
    assert absolute(relative(path)) == steps


def test_groups_that_say_nothing_go():
    assert bare('<svg><g><g a="b"><g><path/></g></g></g></svg>') == '<svg><g a="b"><path/></g></svg>'


def test_what_is_finer_than_a_hundredth_stays():
    assert relative("M0.125 0L1 1") == "M0.125 0L1 1"


def test_the_style_sheet_keeps_what_a_page_or_a_script_can_use():
    css = '@charset "UTF-8";.a,.b:not(.c){x:y}@media print{.d{x:y}}.e--f{x:";}"}#g[h=i] p{x:url(j{)}.a:is(.b,.c){x:y}/* { */'
    names = {"a", "e--", "g", "i"}
    assert purge(css, names) == '@charset "UTF-8";.a{x:y}.e--f{x:";}"}#g[h=i] p{x:url(j{)}.a:is(.b,.c){x:y}'
    assert split(".a:is(.b,.c),[d=e],f") == [".a:is(.b,.c)", "[d=e]", "f"]


def test_the_style_sheet_loses_variables_that_nothing_reads():
    css = ":root{--a:1;--b:url('x;{y');--c:var(--a)}p{x:var(--c);--md-d:2}"
    assert unread(css, "") == ":root{--a:1;--c:var(--a)}p{x:var(--c);}"
    assert unread(css, "el.style.getPropertyValue('--md-d')") == ":root{--a:1;--c:var(--a)}p{x:var(--c);--md-d:2}"


def test_a_label_in_a_diagram_shares_the_glyphs_of_formulas():
    page = '<g class="math"><path d="m1 2z" /><path d="m3 4z" /></g><svg class="glyphs"><path id="MJX-TEX-I-68" d="m1 2z"></path></svg>'
    once = page.replace('<path d="m1 2z" />', '<use xlink:href="#MJX-TEX-I-68" />')
    assert shared(page) == once and shared(once) == once
