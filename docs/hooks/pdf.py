"""Print a built site as one book: ``python docs/hooks/pdf.py SITE OUT``.

The chapters are put into one document in the order of the site's navigation (``pdf.js``),
laid out for paper (``pdf.css``, and the print rules of the site's own styles) and printed by
Chromium, as often as it takes until the contents' page numbers are those of the pages.
"""

import contextlib
import functools
import io
import mimetypes
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pypdf import PdfReader, PdfWriter

HERE = Path(__file__).parent
ORIGIN = "http://book.invalid/"  # answered from the site's folder; nothing is asked of a network
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
INSTALLERS = (
    [sys.executable, "-m", "playwright", "install", "chromium"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ["sudo", "-n", "apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ["dnf", "install", "-y", "chromium"],
    ["brew", "install", "--cask", "chromium"],
    ["winget", "install", "--silent", "Google.Chrome"],
)


class PrintError(Exception):
    """The book cannot be printed; the message says why."""


@contextlib.contextmanager
def chromium():
    """Yield a Chromium, Playwright's own or the system's; installed if there is none."""
    from playwright.sync_api import Error, sync_playwright

    def launch(playwright):
        for path in [None, *filter(None, map(shutil.which, BROWSERS))]:
            with contextlib.suppress(Error):
                return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for command in INSTALLERS:
            if browser:
                break
            if shutil.which(command[0]):
                subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
                browser = launch(playwright)
        if not browser:
            raise PrintError("This needs a browser and found none. Install Chromium or Chrome.")
        yield browser
        browser.close()


def answer(site: Path, route) -> None:
    """Answer the browser's request from the site's folder; scripts are left out, since what they add is for screens."""
    url = urlsplit(route.request.url)
    path = site / unquote(url.path).lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    if not route.request.url.startswith(ORIGIN) or route.request.resource_type == "script" or not path.is_file():
        return route.abort()
    route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")


@contextlib.contextmanager
def document(browser, site: Path):
    """Yield a browser's page that holds the whole book, in the layout of paper."""
    context = browser.new_context(bypass_csp=True, color_scheme="light", viewport={"width": 642, "height": 964})
    page = context.new_page()
    page.set_default_timeout(120_000)  # a long book takes its time
    page.route("**/*", functools.partial(answer, site))
    page.emulate_media(media="print")
    page.goto(ORIGIN, wait_until="domcontentloaded")
    script, css = ((HERE / name).read_text(encoding="utf-8") for name in ("pdf.js", "pdf.css"))
    made = page.evaluate(script, {"css": css})
    if made["broken"]:
        raise PrintError("These links lead nowhere in the book:\n" + "\n".join(made["broken"]))
    if made["wide"]:  # Chromium would make the whole book smaller
        raise PrintError("This is too wide for the paper:\n" + "\n".join(made["wide"]))
    yield page
    context.close()


def places(reader: PdfReader) -> dict[str, int]:
    """Return the page, counted from 1, of each place in a PDF that a link leads to."""
    found = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {unquote(name.lstrip("/")): number + 1 for name, number in found.items()}


def finish(reader: PdfReader, title: str) -> bytes:
    """Return the PDF with nothing but the book's title said of it, and opened with its outline."""
    writer, out = PdfWriter(clone_from=reader), io.BytesIO()
    writer.metadata = {"/Title": title}
    writer.pdf_header = reader.pdf_header
    writer.page_mode = "/UseOutlines"
    writer.create_viewer_preferences().display_doctitle = True  # type: ignore[assignment]  # a property that pypdf makes
    writer.write(out)
    return out.getvalue()


def print_book(browser, site: Path) -> bytes:
    """Return the site as a PDF."""
    with document(browser, site) as page:
        numbers: dict[str, int] = {}
        for _ in range(5):
            page.evaluate(
                "numbers => document.querySelectorAll('.contents a').forEach("
                "a => a.lastElementChild.textContent = numbers[decodeURIComponent(a.hash.slice(1))] ?? '')",
                numbers,
            )
            pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            before, numbers = numbers, places(reader := PdfReader(io.BytesIO(pdf)))
            if before == numbers:
                return finish(reader, page.title())
        raise PrintError("The contents do not come to rest: their page numbers move what they count.")


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    site, out = map(Path, sys.argv[1:])
    try:
        with chromium() as browser:
            pdf = print_book(browser, site.resolve())
    except PrintError as error:
        print(error, file=sys.stderr)
        return 1
    out.write_bytes(pdf)
    print(f"{out}: {len(PdfReader(io.BytesIO(pdf)).pages)} pages, {len(pdf) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
