"""The thin shell between MkDocs and the engine: event functions and nothing else.

Under ``build``, what is stale is baked first and any problem stops the build; the site is
made in ``.bake`` and put in its place when it is whole, so the last one stays till then. Under
``serve``, pages are up at once, a thread bakes what is stale, and each new record
makes the pages refresh by themselves.
"""

import json
import logging
import posixpath
import re
import signal
import threading
from html import escape
from pathlib import Path

import cards
import lab
import summary
from bake import BakeError, Bakery, Run, bake_all, unwritable
from filelock import FileLock
from index import Page
from lean import pack
from mathjax import MathExtension, in_html
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url, meta
from place import beside, place
from reference import preview
from study import StudyExtension
from weave import Book, WeaveExtension

log = logging.getLogger("mkdocs.hooks.book")
# A heading, whose name shall not end with the sign of the link in it.
HEADING = re.compile(r'<h([1-6])([^>]*\s)id="([^"]*)">((?:(?!</h\d>).)*?)(<a class="headerlink")', re.DOTALL)
live, wanted = False, threading.Event()
bakery: Bakery | None = None
building: FileLock
finished, where = None, None  # the configuration of a build that ended well, and where its site belongs
environment, search_index = None, b""
book: Book
pages: dict[str, Page] = {}
previews: dict[str, str] = {}
kept: dict[str, tuple[str, str]] = {}  # under serve, a snippet's page: what it was made of, and its HTML


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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what ends it ends it as Ctrl-C does


def on_config(config):
    global bakery, book, building
    root = Path(config.config_file_path).resolve().parent
    if not bakery:
        bakery = Bakery(root, nice=live)
        building = FileLock(bakery.store / "build.lock")
    github = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)/?", config.repo_url or "")
    colab = f"https://colab.research.google.com/github/{github[1]}/blob/{config.remote_branch}" if github else ""
    docs = Path(config.docs_dir).resolve().relative_to(root).as_posix()
    config.edit_uri = f"edit/main/{docs}/" if config.repo_url else None
    book = Book(bakery, docs=docs, live=live, colab=colab, macros=config.extra.get("macros"))
    if search_index:  # under serve, the search index of the first build does: to make it takes half of a rebuild
        events = config.plugins.events["page_context"]
        events[:] = [event for event in events if "search" not in type(getattr(event, "__self__", None)).__module__]
    config.markdown_extensions += [WeaveExtension(book), MathExtension(book, config.extra.get("macros")), StudyExtension(book)]
    return config


def on_pre_build(config):
    global where
    try:
        bakery.store.mkdir(exist_ok=True)
        if not live:  # a second build in this clone waits, since both write the same site
            building.acquire()
            where = Path(config.site_dir).resolve()
            where.parent.mkdir(parents=True, exist_ok=True)
            config.site_dir = str(beside(bakery.store / "site", where))
        failures = bakery.snippets and not live and bake_all(bakery, line=log.info)
    except (BakeError, OSError) as error:
        raise Abort(str(unwritable(error) if isinstance(error, OSError) else error)) from None
    if failures:
        raise Abort("\n\n".join(["These snippets failed; their last good runs are as they were.", *failures.values()]))


def on_files(files, config):
    for address, content in book.files().items():
        files.append(File.generated(config, address, content=content))
    for name in book.views():
        files.append(File.generated(config, name, content=""))  # what is on it is known when all pages are
    for file in files:
        if file.src_uri.startswith("labs/") and file.src_uri.endswith(".py"):
            file.abs_src_path = str(notebook(file.src_uri))  # mkdocs-jupyter renders the recorded run
    return files


def notebook(src: str) -> Path:
    return bakery.store / "notebooks" / f"{Path(src).stem}.ipynb"


def on_nav(nav, config, files):
    pages.clear()
    numbers: dict[str, str] = {}
    parts: dict[str, str] = {}
    for part in nav.items:
        if number := re.match(r"(\d+|[A-Z]) ", part.title or ""):
            chapters = [page for page in part.children if page.is_page and not page.is_index]
            parts |= {page.file.src_uri: part.title for page in part.children if page.is_page}
            numbers |= {page.file.src_uri: f"{number[1]}.{i}" for i, page in enumerate(chapters, 1)}
    labs = [page.file.src_uri for page in nav.pages if page.file.src_uri.startswith("labs/")]
    numbers |= {src: f"L{i}" for i, src in enumerate(labs, 1)}
    parts |= dict.fromkeys(labs, "Labs")
    for page in nav.pages:
        src = page.file.src_uri
        try:
            raw = page.file.content_bytes.decode("utf-8-sig").replace("\r\n", "\n") if src.endswith(".md") else ""
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise Abort(f"{book.docs}/{src}:{line}: the page is not UTF-8") from None
        if src in labs:  # under serve, the last run is shown until there is a new one
            state = book.state(Path(src).stem)
            raw = lab.text(state)
            bakery.write(notebook(src), lab.notebook(state.run or Run(state.cells), f"Lab {numbers[src][1:]}: ").encode())
        text = meta.get_data(raw)[0]
        pages[src] = Page(src, page.url, numbers.get(src, ""), text, raw.count("\n") - text.count("\n"), parts.get(src, ""))
    book.begin(list(pages.values()))
    return nav


def on_page_read_source(page, config):
    return book.views()[page.file.src_uri]() if page.file.src_uri in book.views() else None


def on_page_markdown(markdown, page, config, files):
    src = page.file.src_uri
    book.page = pages.get(src) or Page(src, page.url, text=markdown)
    if live and src in book.views():  # most snippets are as they were when only a chapter is saved
        runs = [(name, state.stale, state.failure, state.run and state.run.seconds) for name, state in book.states.items()]
        known = repr((markdown, sorted(runs), book.labels))
        if kept.get(src, ("", ""))[0] == known:
            return "# As it was"
        kept[src] = known, ""
    return re.sub(r"^# ", f"# {book.page.number} ", markdown, count=1, flags=re.MULTILINE) if book.page.number else markdown


def on_page_content(html, page, config, files):
    def place(link):  # a lab names pages by their addresses on a server; offline, pages are files
        file = files.get_file_from_path(posixpath.normpath(posixpath.join(page.file.src_uri[:-3], link[1])) + ".md")
        return f'href="{get_relative_url(file.url, page.url)}{link[2]}"' if file else link[0]

    if page.file.src_uri.endswith(".py"):
        book.page = pages[page.file.src_uri]
        html = re.sub(r'href="(\.\.?/[^"#]*)(#[^"]*|)"', place, html)
        html = in_html(lab.page(html, book.state(Path(page.file.src_uri).stem), book), book, config.extra.get("macros"))
    elif page.file.src_uri in kept:
        known, was = kept[page.file.src_uri]
        html = was or html
        kept[page.file.src_uri] = known, html
    else:  # what weave put there, so that MkDocs knows it when it checks links
        page.present_anchor_ids |= book.anchors(page.file.src_uri)
    html = HEADING.sub(r'<h\1\2id="\3" aria-labelledby="t-\3"><span id="t-\3">\4</span>\5', html)
    about = page.meta.get("description") or (page.is_homepage and config.site_description) or summary.description(html)
    page.meta["description"] = escape(about)
    if re.match(r"\d|L", book.page.number):
        time = f'<p class="reading-time" data-search-exclude>Reading time: {summary.minutes(html)} min</p>'
        html = html.replace("</h1>", f"</h1>\n{time}", 1)
    return html


def on_page_context(context, page, config, nav):
    if config.site_url and not live and page.file.src_uri in pages:  # a picture for where the page's address is shared
        src, address = page.file.src_uri, f"cards/{Path(page.file.src_uri).with_suffix('.png').as_posix()}"
        title = summary.plain(config.site_name if page.is_homepage else str(page.title))
        title = title.removeprefix(pages[src].name + ":").removeprefix(pages[src].number).strip()
        part = page.parent.title if page.parent else ""
        picture = cards.card(title, pages[src].number, part, config.site_name, bakery.store / "cache/cards")
        publish(config, address, picture)
        page.meta["card"] = config.site_url + address
    return context


def publish(config, address: str, content: bytes) -> None:
    file = Path(config.site_dir, address)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def on_env(env, config, files):
    global environment
    previews.clear()
    for src, identities in book.previews.items():
        if file := files.get_file_from_path(src):
            shown = {identity: preview(file.page.content, identity) for identity in identities}
            previews[book.preview_file(src)] = f"preview({json.dumps(shown, ensure_ascii=False)})\n"
    for problem in book.problems:
        log.error(problem)
    if book.problems and not live:
        raise Abort(f"Nothing was built: {len(book.problems)} problems, named above.")
    env.globals |= {"live": live, "offline": not config.use_directory_urls}
    environment = environment if live and environment else env  # keeps compiled templates between builds
    return environment


def on_post_page(output, page, config):
    # The theme's search is a dialog without a name, which screen readers need; two other attributes are not valid HTML.
    output = output.replace(' role="dialog"', ' role="dialog" aria-label="Search"', 1)
    return re.sub(r'(?: tabindex=""|(type="checkbox" id="__\w+") autocomplete="off")(?=[^<>]*>)', r"\1", output)  # in tags only


def on_post_template(output_content, template_name, config):
    if template_name == "sitemap.xml" and not config.site_url:
        return ""  # it lists whole addresses: without the site's own, there is none
    return on_post_page(output_content, None, config) if template_name == "404.html" else output_content


def on_post_build(config):
    global search_index, finished
    for address, script in previews.items():
        publish(config, address, script.encode())
    index = Path(config.site_dir, "search/search_index.json")
    if search_index:
        index.write_bytes(search_index)
    elif live and index.exists():
        search_index = index.read_bytes()
    if not live:
        pack(Path(config.site_dir))
        finished = config
    wanted.set()


def on_build_error(error):
    global finished
    finished = None  # MkDocs tells of some problems last of all


def on_serve(server, config, builder):
    (bakery.store / "runs").mkdir(parents=True, exist_ok=True)
    server.watch(str(bakery.store / "runs"))
    server.build_delay = 0.05  # seconds without a further change before a rebuild
    for watcher in (server.observer, *server.observer.emitters):
        watcher._timeout = 0.1  # seconds between two looks at the files; MkDocs has no setting for it
    threading.Thread(target=bake_when_wanted, daemon=True).start()
    return server


def on_shutdown():
    if finished and where != Path(finished.site_dir):
        place(Path(finished.site_dir), where)
        finished.site_dir = str(where)
    if bakery:
        building.release()
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
