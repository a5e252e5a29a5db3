"""What the book promises of every page, measured: ``make audit`` prints it as a table, test_site.py asserts it.

The plain checks in a browser are ``visit``; Lighthouse and the Nu HTML checker come on top of them here.
"""

import argparse
import gzip
import http.server
import json
import mimetypes
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTHS, SCHEMES = (1280, 390), ("light", "dark")
TOOLS = ROOT / ".bake/audit/node_modules"
PINNED = ["lighthouse@12.8.2", "vnu-jar@26.9.27"]  # for Node 18.20 or newer
GZIP = 6  # as servers do it

# What is measured, the most it may be, and its unit. Weight is a chapter's, the first time it is opened.
BARS = {
    "chapter, transferred": (110_000, "bytes"),
    "chapter, requests": (13, ""),
    "requests to other hosts": (0, ""),
    "layout shift, scrolled through": (0.01, ""),
    "math scripts": (0, ""),
    "messages in the console": (0, ""),
    "cookies": (0, ""),
    "kept on the device besides the palette": (0, ""),
    "axe violations": (0, ""),
    "parts wider than the screen": (0, ""),
    "parts not baked": (0, ""),
    "tables that never appear": (0, ""),
    "largest figure": (10_000, "bytes"),
    "our scripts": (10_000, "bytes"),
}
AT_LEAST = {
    "Lighthouse desktop": 100,
    "Lighthouse mobile, performance": 90,
    "Lighthouse mobile, all else": 100,
}

# Collects what moved in a page, and how much, in ``shifts``.
SHIFTS = """window.shifts = []; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifts.push(
        [entry.value, ...entry.sources.map(source => source.node?.outerHTML?.slice(0, 80))]);
}).observe({type: 'layout-shift', buffered: true})"""


@contextmanager
def serve(folder: Path, pause: float = 0):
    """A site at an address as a publisher serves it: with gzip, connections kept, short caching, and its 404 page.

    With a pause, in seconds, pages come in small pieces, as from a busy server or over a slow line.
    """

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path, status = Path(self.translate_path(self.path)), 200
            if path.is_dir():
                path /= "index.html"
            if not path.is_file():
                path, status = folder / "404.html", 404
            body, kind = path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            self.send_response(status)
            pieces = pause and kind == "text/html"
            if not pieces and re.match(r"text/|.*(javascript|json|xml)", kind):
                body = gzip.compress(body, GZIP)
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Vary", "Accept-Encoding")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            for start in range(0, len(body), 3000) if pieces else ():
                self.wfile.write(body[start : start + 3000])
                time.sleep(pause)
            if not pieces:
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Handler(*args, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def addresses(site: Path) -> list[str]:
    """The pages of a built site, as paths below its address."""
    return sorted(f"/{path.parent.relative_to(site).as_posix()}/".replace("/./", "/") for path in site.rglob("index.html"))


def weigh(data: str | bytes) -> int:
    return len(gzip.compress(data if isinstance(data, bytes) else data.encode(), GZIP))


def our_scripts(site: Path) -> int:
    """The weight of all scripts but the theme's; what previews show (previews/) is no script but content, for a file to load."""
    ours = [path for path in site.rglob("*.js") if path.relative_to(site).parts[0] not in ("assets", "previews")]
    return sum(weigh(path.read_bytes()) for path in ours)


def visit(browser, address: str, path: str, scheme: str, width: int) -> dict[str, tuple[float, object]]:
    """Open a page with an empty cache, scroll through it, open its folds: what was measured, and its particulars."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, noise, requests, sizes = context.new_page(), [], [], []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(SHIFTS)
    page.goto(address + path, wait_until="networkidle")
    asked = [url for url in requests if not url.startswith(("data:", "blob:"))]
    found = {}
    if page.evaluate("/^\\d+\\.\\d+ /.test(document.querySelector('h1')?.innerText)"):
        found["chapter, transferred"] = sum(sizes), asked
        found["chapter, requests"] = len(asked), asked
    page.evaluate("""async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
            scrollTo({top: y, behavior: 'instant'});
            await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }
    }""")
    shifts = page.evaluate("shifts")
    found["layout shift, scrolled through"] = sum(shift[0] for shift in shifts), shifts
    wide = page.evaluate("""[document.documentElement, ...document.querySelectorAll(
        '.drawing, .figure, .snippet, .output, .equation')].filter(
            e => Math.max(e.getBoundingClientRect().right, e === document.documentElement ? e.scrollWidth : 0) > innerWidth + 1
        ).map(e => e.outerHTML.slice(0, 80))""")
    found["parts wider than the screen"] = len(wide), wide
    pending = page.evaluate("""[...document.querySelectorAll('.problem, .pending, [data-state]')].map(e => e.innerText)""")
    found["parts not baked"] = len(pending), pending
    hidden = page.evaluate("""[...document.querySelectorAll('.md-typeset > :is(table, .table)')].filter(
        e => getComputedStyle(e).display === 'none').map(e => e.innerText)""")
    found["tables that never appear"] = len(hidden), hidden
    math = page.evaluate("[...document.scripts].map(e => e.src).filter(src => /mathjax|katex/i.test(src))")
    found["math scripts"] = len(math), math
    figures = {weigh(html): html[:80] for html in page.evaluate("[...document.querySelectorAll('figure')].map(e => e.outerHTML)")}
    found["largest figure"] = max(figures, default=0), figures
    page.evaluate("scrollTo({top: 0, behavior: 'instant'}); document.querySelectorAll('details').forEach(e => e.open = true)")
    violations = [
        f"{violation['id']}: {node['target']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    found["axe violations"] = len(violations), violations[:9]
    others = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    found["requests to other hosts"] = len(others), others
    found["messages in the console"] = len(noise), noise
    cookies = [*context.cookies(), *filter(None, [page.evaluate("document.cookie")])]
    found["cookies"] = len(cookies), cookies
    kept = page.evaluate("""async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),
        ...(await indexedDB.databases()).map(database => database.name), ...await caches.keys(),
        ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope)]""")
    kept = [name for name in kept if not re.fullmatch(r"/.*\.__palette", name)]
    found["kept on the device besides the palette"] = len(kept), kept
    context.close()
    return found


def missed(found: dict) -> dict:
    """The measures that are over their bar."""
    return {name: value for name, value in found.items() if value[0] > BARS[name][0]}


def lighthouse(url: str, program: str, *, desktop: bool, runs: int) -> dict[str, float]:
    """Scores by category, each the median of some runs."""
    scores: dict[str, list[float]] = {}
    command = [shutil.which("node"), TOOLS / "lighthouse/cli/index.js", url, "--quiet", "--output=json"]
    command += ["--only-categories=performance,accessibility,best-practices,seo", "--max-wait-for-load=30000"]
    command += ["--chrome-flags=--headless=new --no-sandbox", *(["--preset=desktop"] if desktop else [])]
    for _ in range(runs):
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": program}, capture_output=True, timeout=180)
        report = json.loads(done.stdout) if done.returncode == 0 else sys.exit(done.stderr.decode())
        for name, category in report["categories"].items():
            scores.setdefault(name, []).append(round(100 * (category["score"] or 0)))
        failed = [a["id"] for a in report["audits"].values() if a["score"] is not None and a["score"] < 0.9]
        scores.setdefault("failed", []).append(failed)
    failed = sorted(set(sum(scores.pop("failed"), [])))
    return {name: statistics.median(values) for name, values in scores.items()} | {"failed": failed}


def check_html(site: Path) -> list[str]:
    """The errors that the Nu HTML checker finds."""
    command = ["java", "-jar", TOOLS / "vnu-jar/build/dist/vnu.jar", "--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*command, *sorted(site.rglob("*.html"))], capture_output=True, text=True)
    messages = json.loads(done.stdout or done.stderr)["messages"]
    return [f"{m['url'].removeprefix(f'file:{site}')}:{m.get('lastLine')}: {m['message']}" for m in messages]


def get_tools() -> None:
    """Lighthouse and the Nu HTML checker, from npm."""
    needed = {"npm": "Node.js 18.20 or newer", "java": "Java 11 or newer (Debian: apt install default-jre-headless)"}
    for program, where in needed.items():
        if not shutil.which(program):
            sys.exit(f"The audit needs {program}: install {where}, or do without: make audit QUICK=1")
    stamp = TOOLS.parent / "installed"
    if not stamp.exists() or stamp.read_text().split() != PINNED:
        TOOLS.parent.mkdir(parents=True, exist_ok=True)
        print("Getting", *PINNED)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", TOOLS.parent, *PINNED], check=True)
        stamp.write_text("\n".join(PINNED))


def main() -> None:
    from conftest import chromium  # which also makes the engine importable
    from pdf import BROWSERS

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", nargs="*", metavar="PATH", help="only pages whose path contains one of these")
    options.add_argument("--quick", action="store_true", help="without Lighthouse and the HTML checker")
    options = options.parse_args()
    if not options.quick:
        get_tools()
    rows: dict[str, tuple[float, str, object]] = {}

    def note(name, value, page, detail=(), better=max):
        if name not in rows or value != rows[name][0] and better(value, rows[name][0]) == value:
            rows[name] = value, page, detail

    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serve(Path(folder)) as address:
        site, program = Path(folder), next(filter(None, map(shutil.which, BROWSERS)), browser.browser_type.executable_path)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
        built = subprocess.run(command, cwd=ROOT, env=os.environ | {"SITE_URL": f"{address}/"}, capture_output=True, text=True)
        if built.returncode:
            sys.exit(built.stderr)
        pages = [page for page in addresses(site) if not options.pages or any(part in page for part in options.pages)]
        note("our scripts", our_scripts(site), "")
        for page in pages:
            for scheme in SCHEMES:
                for width in WIDTHS:
                    for name, (value, detail) in visit(browser, address, page, scheme, width).items():
                        note(name, value, f"{page} {scheme} {width}", detail)
        bars = [(name, f"≤ {bar:,} {unit}", row[0] <= bar) for name, (bar, unit) in BARS.items() if (row := rows.get(name))]
        if not options.quick:
            for page in pages:
                if page.startswith("/snippets/"):  # made by one template, of what the chapters have
                    continue
                print(f"Lighthouse {page}", file=sys.stderr)
                desktop = lighthouse(address + page, program, desktop=True, runs=1)
                mobile = lighthouse(address + page, program, desktop=False, runs=5)
                failed = desktop.pop("failed"), mobile.pop("failed")
                note("Lighthouse desktop", min(desktop.values()), page, (desktop, failed[0]), min)
                note("Lighthouse mobile, performance", mobile.pop("performance"), page, failed[1], min)
                note("Lighthouse mobile, all else", min(mobile.values()), page, (mobile, failed[1]), min)
            bars += [(name, f"≥ {bar}", rows[name][0] >= bar) for name, bar in AT_LEAST.items()]
            errors = check_html(site)
            note("errors of the HTML checker", len(errors), "", errors)
            bars.append(("errors of the HTML checker", "≤ 0", not errors))
    print(f"{'what':38} {'bar':>15} {'measured':>10}      worst page")
    for name, bar, ok in bars:
        value, page, detail = rows[name]
        print(f"{name:38} {bar:>15} {round(value, 4):>10,}  {'ok' if ok else 'NO':3} {page}")
        if not ok:
            print(*(f"    {line}" for line in detail if line), sep="\n")
    print(f"{len(pages)} pages; load of the machine at the end: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    sys.exit(not all(ok for *_, ok in bars))


if __name__ == "__main__":
    main()
