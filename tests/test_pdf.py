"""The book as one PDF."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pdf
import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def made(browser, site):
    """What is wrong with the assembled book, as the browser sees it in the layout of paper."""
    with pdf.document(browser, site) as (_, made):
        return made


@pytest.fixture(scope="module")
def reader(browser, site):
    return PdfReader(io.BytesIO(pdf.print_book(browser, site)))


@pytest.fixture(scope="module")
def texts(reader):
    return [plain(page.extract_text()) for page in reader.pages]  # a page begins with its foot: number, chapter


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
        "RecurrentNeuralNetworks", "Contents", "Preface", "Setup", "4Forecasting",
    ]  # fmt: skip
    assert (2, "4.1Afirstforecast") in [entry[:2] for entry in found]
    assert (2, "Depthandwidth") in [entry[:2] for entry in found]
    pages = [number for *_, number in found]
    assert pages == sorted(pages)


def test_page_numbers_of_the_contents_are_those_of_the_pages(reader, texts):
    found = list(outline(reader))
    first = next(number for _, title, number in found if title == "Preface")
    contents = "".join(text.removeprefix(str(i)) for i, text in enumerate(texts[1 : first - 1], 2))
    for level, title, number in found:
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
    assert set(re.findall(r'href="(https?://[^"]+)"', articles)) <= {url.rstrip("/") for url in outside} | set(outside)


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
                assert plain(cell["source"])[:200] in whole, name
    assert "ScriptNotebook" not in whole and "¶" not in whole and "Copytoclipboard" not in whole


def test_nothing_is_cut_off(made, reader):
    assert made["wide"] == []
    for number, page in enumerate(reader.pages, 1):
        width, starts = float(page.mediabox.width), []
        page.extract_text(visitor_text=lambda text, _, place, *__: text.strip() and starts.append(place[4]))
        assert all(40 < start * 0.75 < width or 40 < start < width - 40 for start in starts), number


def test_the_command_says_what_it_made(site, tmp_path):
    command = [sys.executable, "docs/hooks/pdf.py", str(site), str(tmp_path / "book.pdf")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(r"book\.pdf: \d\d+ pages, \d\.\d MB", said) and (tmp_path / "book.pdf").read_bytes()[:4] == b"%PDF"


def test_a_link_into_nothing_is_an_error(browser, site, tmp_path):
    import shutil

    copy = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("search", "snippets"))
    page = copy / "setup/index.html"
    html = page.read_text(encoding="utf-8").replace("<p>", '<p><a href="../forecasting/sine/#nowhere">gone</a>', 1)
    page.write_text(html, encoding="utf-8")
    with pytest.raises(pdf.PrintError, match="c-setup: #c-forecasting-sine--nowhere"):
        pdf.print_book(browser, copy)
