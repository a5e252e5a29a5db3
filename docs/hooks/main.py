"""The thin shell between MkDocs and the engine: event functions and nothing else.

Under ``build``, what is stale is baked first and any problem stops the build. Under
``serve``, pages are up at once, a thread bakes what is stale, and each new record
makes the pages refresh by themselves.
"""

import logging
import re
import threading
from html import escape
from pathlib import Path

import cards
import summary
from bake import Bakery, BakeError, Run, bake_all
from filelock import FileLock
from mathjax import MathExtension, in_html
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.utils import meta
from weave import Book, Page, WeaveExtension

log = logging.getLogger("mkdocs.hooks.book")
live, wanted = False, threading.Event()
bakery: Bakery | None = None
building: FileLock
environment, search_index = None, b""
book: Book
pages: dict[str, Page] = {}


class Lines(logging.Filter):
    """Adds the line to MkDocs's own warnings about links, and notes them as problems of the book."""

    def filter(self, record):
        message = record.getMessage()
        if found := re.match(r"Doc file '([^']+)' contains (?:a|an .*?) link '([^']+)'", message):
            book.page = pages.get(found[1], book.page)
            record.msg, record.args = book.problem(message, raw=f"]({found[2]}"), ()
            return "anchor" in message  # anchors are looked up last; all else is told with the book's own problems
        return True


logging.getLogger("mkdocs.structure.pages").addFilter(Lines())


def on_startup(command, dirty):
    global live
    live = command == "serve"


def on_config(config):
    global bakery, book, building
    root = Path(config.config_file_path).resolve().parent
    if not bakery:
        bakery = Bakery(root, nice=live)
        bakery.store.mkdir(exist_ok=True)
        building = FileLock(bakery.store / "build.lock")
    github = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)/?", config.repo_url or "")
    colab = f"https://colab.research.google.com/github/{github[1]}/blob/{config.remote_branch}" if github else ""
    docs = Path(config.docs_dir).resolve().relative_to(root).as_posix()
    config.edit_uri = f"edit/main/{docs}/" if config.repo_url else None
    book = Book(bakery, docs=docs, live=live, colab=colab)
    if search_index:  # under serve, the search index of the first build does: to make it takes half of a rebuild
        events = config.plugins.events["page_context"]
        events[:] = [event for event in events if "search" not in type(getattr(event, "__self__", None)).__module__]
    config.markdown_extensions += [WeaveExtension(book), MathExtension(book, config.extra.get("macros"))]
    return config


def on_pre_build(config):
    if not live:  # a second build in this clone waits, since both write the same site
        building.acquire()
    try:
        failures = bakery.snippets and not live and bake_all(bakery, line=log.info)
    except BakeError as error:
        raise Abort(str(error)) from None
    if failures:
        raise Abort("\n\n".join(["These snippets failed; their last good runs are as they were.", *failures.values()]))


def on_files(files, config):
    for address, content in book.files().items():
        files.append(File.generated(config, address, content=content))
    for file in files:
        if file.src_uri.startswith("labs/") and file.src_uri.endswith(".py"):
            notebook = bakery.store / "notebooks" / f"{Path(file.src_uri).stem}.ipynb"
            state = book.state(notebook.stem)  # under serve, the last run is shown until there is a new one
            bakery.write(notebook, (state.run or Run(state.cells)).notebook().encode())
            file.abs_src_path = str(notebook)  # mkdocs-jupyter renders the recorded run
    return files


def on_nav(nav, config, files):
    pages.clear()
    numbers = {}
    for part in nav.items:
        if number := re.match(r"(\d+) ", part.title or ""):
            chapters = [page for page in part.children if page.is_page and not page.is_index]
            numbers |= {page.file.src_uri: f"{number[1]}.{i}" for i, page in enumerate(chapters, 1)}
    for page in nav.pages:
        src = page.file.src_uri
        try:
            raw = page.file.content_bytes.decode("utf-8-sig").replace("\r\n", "\n") if src.endswith(".md") else ""
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise Abort(f"{book.docs}/{src}:{line}: the page is not UTF-8") from None
        text = meta.get_data(raw)[0]
        pages[src] = Page(src, page.url, numbers.get(src, ""), text, raw.count("\n") - text.count("\n"))
    book.begin(list(pages.values()))
    return nav


def on_page_markdown(markdown, page, config, files):
    src = page.file.src_uri
    book.page = pages.get(src) or Page(src, page.url, text=markdown)
    return re.sub(r"^# ", f"# {book.page.number} ", markdown, count=1, flags=re.MULTILINE) if book.page.number else markdown


def on_page_content(html, page, config, files):
    if page.file.src_uri.endswith(".py"):
        book.page = pages[page.file.src_uri]
        html = in_html(book.lab(html, Path(page.file.src_uri).stem), book, config.extra.get("macros"))
    else:  # what weave put there, so that MkDocs knows it when it checks links
        page.present_anchor_ids |= {identity for src, _, identity in book.labels.values() if src == page.file.src_uri}
    about = page.meta.get("description") or (page.is_homepage and config.site_description) or summary.description(html)
    page.meta["description"] = escape(about)
    if book.page.number:
        time = f'<p class="reading-time" data-search-exclude>Reading time: {summary.minutes(html)} min</p>'
        html = html.replace("</h1>", f"</h1>\n{time}", 1)
    return html


def on_page_context(context, page, config, nav):
    if config.site_url and not live:  # a picture for where the page's address is shared
        src, address = page.file.src_uri, f"cards/{Path(page.file.src_uri).with_suffix('.png').as_posix()}"
        title = summary.plain(config.site_name if page.is_homepage else str(page.title))
        title = title.removeprefix(pages[src].number).strip()
        part = page.parent.title if page.parent else ""
        picture = cards.card(title, pages[src].number, part, config.site_name, bakery.store / "cache/cards")
        bakery.write(Path(config.site_dir, address), picture)
        page.meta["card"] = config.site_url + address
    return context


def on_env(env, config, files):
    global environment
    for problem in book.problems:
        log.error(problem)
    if book.problems and not live:
        raise Abort(f"Nothing was built: {len(book.problems)} problems, named above.")
    environment = environment if live and environment else env  # keeps compiled templates between builds
    return environment


def on_post_page(output, page, config):
    # The theme's search is a dialog without a name, which screen readers need.
    return output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"')


def on_post_template(output, template_name, config):
    # A sitemap lists whole addresses: without the site's own, there is none.
    return "" if template_name == "sitemap.xml" and not config.site_url else on_post_page(output, None, config)


def on_post_build(config):
    global search_index
    index = Path(config.site_dir, "search/search_index.json")
    if search_index:
        index.write_bytes(search_index)
    elif live and index.exists():
        search_index = index.read_bytes()
    building.release()
    wanted.set()


def on_serve(server, config, builder):
    (bakery.store / "runs").mkdir(parents=True, exist_ok=True)
    server.watch(str(bakery.store / "runs"))
    server.build_delay = 0.05  # seconds without a further change before a rebuild
    for watcher in (server.observer, *server.observer.emitters):
        watcher._timeout = 0.1  # seconds between two looks at the files; MkDocs has no setting for it
    threading.Thread(target=bake_when_wanted, daemon=True).start()
    return server


def on_shutdown():
    if bakery:
        bakery.stopping.set()
    wanted.set()


def bake_when_wanted():
    while wanted.wait() and not bakery.stopping.is_set():
        wanted.clear()
        try:
            stale = [path for path in bakery.check() if not bakery.failure(path)]
            for message in bake_all(bakery, stale, line=log.info).values() if stale else ():
                log.error(message)
        except Exception as error:  # two snippets of one name, say; once that is mended, baking goes on
            log.error(str(error))
