"""The book as one PDF."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pdf
import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]


pytestmark = pytest.mark.xdist_group("pdf")  # one worker, so that the book is printed and read once


@pytest.fixture(scope="module")
def printed(site, tmp_path_factory):
    """What the command made, and what it said."""
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    command = [sys.executable, "docs/hooks/pdf.py", str(site), str(path)]
    return path, subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def reader(printed):
    return PdfReader(printed[0])


@pytest.fixture(scope="module")
def pages(printed):
    """The pages as PDFium reads them, which is a hundred times as fast as pypdf."""
    return list(pdfium.PdfDocument(printed[0]))


@pytest.fixture(scope="module")
def texts(pages):
    """Each page's text, with its foot before it: number, chapter."""
    found = []
    for number, page in enumerate(pages, 1):
        foot, _, rest = page.get_textpage().get_text_bounded().partition("\r\n")
        assert number == 1 or foot.endswith(str(number))
        found.append(plain(f"{foot}{rest}" if number == 1 else f"{number}{foot.removesuffix(str(number))}{rest}"))
    return found


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def outline(reader, entries=None, level=1):
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            yield from outline(reader, entry, level + 1)
        else:
            yield level, plain(entry.title), reader.get_destination_page_number(entry) + 1


def links(reader):
    """Yield each link of the PDF: its page, and its address or the name of its place."""
    for number, page in enumerate(reader.pages, 1):
        for link in (each.get_object() for each in page.get("/Annots", ())):
            if link["/Subtype"] == "/Link":
                action = link.get("/A", {})
                yield number, action.get("/URI"), link.get("/Dest", action.get("/D"))


def test_it_says_what_it_is(reader):
    assert reader.metadata.title == "Recurrent Neural Networks" and reader.metadata.author is None
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/PageMode"] == "/UseOutlines" and reader.pdf_header >= "%PDF-1.4"
    assert len(reader.pages) > 30
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}


def test_every_chapter_is_there_in_order_below_its_part(reader):
    found = list(outline(reader))
    assert [title for level, title, _ in found if level == 1][:5] == [
        "RecurrentNeuralNetworks", "Contents", "Preface", "Setup", "1Recurrence",
    ]  # fmt: skip
    assert (2, "4.1Afirstforecast") in [entry[:2] for entry in found]
    assert (2, "Lab1:Depthandwidth") in [entry[:2] for entry in found]
    pages = [number for *_, number in found]
    assert pages == sorted(pages)


def test_page_numbers_of_the_contents_are_those_of_the_pages(reader, texts):
    found = list(outline(reader))
    first = next(number for _, title, number in found if title == "Preface")
    contents = "".join(text.removeprefix(str(i)) for i, text in enumerate(texts[1 : first - 1], 2))
    for _, title, number in found:
        assert title in texts[number - 1] and (number == 1 or texts[number - 1].startswith(str(number)))
    listed = [(title, number) for _, title, number in found if f"{title}{number}" in contents]
    assert len(listed) > 30
    assert all(f"{title}{number}" in contents for level, title, number in found if level == 1 and number >= first)


def test_every_link_leads_somewhere(reader, site):
    named, outside = set(reader.named_destinations), []
    inside = 0
    for number, address, place in links(reader):
        if address:
            outside.append(address)
        else:
            assert str(place) in named or str(place).lstrip("/") in named, f"page {number}: {place}"
            inside += 1
    assert inside > 80
    assert not [url for url in outside if "book.invalid" in url]
    html = "".join(path.read_text(encoding="utf-8") for path in site.rglob("index.html"))
    articles = "".join(re.findall(r"(?s)<article.*?</article>", html))
    wanted = {url.lower().rstrip("/") for url in re.findall(r'href="(https?://[^"]+)"', articles)}  # browsers write hosts small
    assert wanted <= {url.lower().rstrip("/") for url in outside}


def test_a_chapter_links_into_another(reader):
    chapter = {title: number for _, title, number in outline(reader)}["4.1Afirstforecast"]
    names = {str(place).lstrip("/") for number, _, place in links(reader) if place and number < chapter - 4}
    assert "c-forecasting-sine--sine_lstm-evaluate" in names or any("c-forecasting-sine--" in name for name in names)


def test_folds_are_open_and_what_is_for_screens_is_gone(texts, bakery):
    whole = "".join(re.sub(r"^\d+(4\.1Afirstforecast|Depthandwidth|Setup)?", "", text) for text in texts)
    chapter = (ROOT / "docs/en/forecasting/sine.md").read_text(encoding="utf-8")
    folds = re.findall(r"(?m)^\?\?\? success.*\n((?:(?:    .*)?\n)+)", chapter)
    sentences = [re.findall(r"(?m)^    ([A-Z][\w ,]{20,})", fold) for fold in folds]  # plain words at a line's start
    assert len(sentences) == chapter.count("??? success") >= 4 and sum(map(bool, sentences)) >= 3
    assert all(plain(sentence) in whole for fold in sentences for sentence in fold)
    for name in ("sine_noise", "sine_off_by_one", "sine_memorizer", "depth_and_width"):
        for cell in bakery.load(bakery.find(name)).cells:
            if cell["kind"] == "code":
                missing = [line for line in cell["source"].splitlines() if plain(line) not in whole]
                assert not missing, f"{name}: {missing}"
    assert "ScriptNotebook" not in whole and "¶" not in whole and "Copytoclipboard" not in whole


def test_nothing_is_cut_off_or_made_smaller_to_fit(pages):
    for number, page in enumerate(pages, 1):
        words = list(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=1))
        # A CSS pixel is 0.75 points. What is in a drawing's own space, or turned, has another matrix.
        bounds = [word.get_bounds() for word in words if word.get_matrix().a == pytest.approx(0.75, rel=1e-4)]
        assert bounds and all(55 < left and right < 545 for left, _, right, _ in bounds), number


def test_the_command_says_what_it_made(printed):
    path, said = printed
    assert re.search(r"book\.pdf: \d+ pages, \d+\.\d MB", said) and path.read_bytes()[:4] == b"%PDF"


@pytest.fixture
def changed(site, tmp_path):
    """Returns a copy of the site with some HTML put into its page on the setup, and only that and one more chapter in the book."""

    def change(text):
        copy = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("search", "snippets", "cards", "previews"))
        page = copy / "setup/index.html"
        page.write_text(page.read_text(encoding="utf-8").replace("<p>", f"{text}<p>", 1), encoding="utf-8")
        home = (copy / "index.html").read_text(encoding="utf-8")
        shown = r'<a href="(?!\./?"|setup/|forecasting/sine/)[^"]*" class="md-nav__link'
        (copy / "index.html").write_text(re.sub(shown, '<a class="', home), encoding="utf-8")
        return copy

    return change


def test_a_link_into_nothing_is_an_error(browser, changed):
    with pytest.raises(pdf.PrintError, match="c-setup: #c-forecasting-sine--nowhere"):
        pdf.print_book(browser, changed('<a href="../forecasting/sine/#nowhere">gone</a>'))


def test_what_is_wide_is_made_to_fit_or_named(browser, changed):
    row = "".join(f"<td><code>a_long_name_{i}</code></td>" for i in range(12))
    wide = f"<table><tr>{row}</tr></table><pre><code>{'a ' * 99}\n{'x' * 200}</code></pre>"
    math = '<div class="equation"><div class="math"><svg width="200ex" height="2ex" viewBox="0 0 200 2"></svg></div></div>'
    folder = changed(wide + math)
    with pdf.document(browser, folder) as page:
        sizes = page.eval_on_selector_all("table, pre, .math > svg", "all => all.map(e => e.getBoundingClientRect().right)")
        assert max(sizes) <= page.viewport_size["width"]
    shutil.rmtree(folder)
    with pytest.raises(pdf.PrintError, match="too wide for the paper:\nc-setup: <hr "):
        pdf.print_book(browser, changed('<hr style="width: 900px">'))


def test_folds_that_close_each_other_are_all_open_and_cards_are_left_out(browser, changed):
    fold = '<details name="one" class="question"><summary>Why?</summary><p>Because {}.</p></details>'
    card = '<button popovertarget="card">How it ran</button><div popover id="card">In 3 s.</div>'
    with pdf.document(browser, changed(fold.format("first") + fold.format("second") + card)) as page:
        assert all(page.get_by_text(f"Because {each}.").is_visible() for each in ("first", "second"))
        assert page.locator("[popover], button").count() == 0
