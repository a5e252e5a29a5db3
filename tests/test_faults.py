"""Faults of machines, builds and snippets: the last good results stay, nothing is left behind, and the next run is right."""

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bake
import place
import pytest
from conftest import ROOT, SmallBook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these faults are made, and looked for, by Linux's means")
HOOKS = ROOT / "docs/hooks"
WAYS = {"plain": "nothing", "forked": "fractions"}  # what a run imports that is forked: these all import fractions
HEAD = "import fractions, os, signal, subprocess, sys, time"


def processes(root: Path) -> list[str]:
    """Return the command lines of all processes that work for a book: its folder is in their environment or command."""
    found, mark = [], os.fsencode(root)
    for one in Path("/proc").glob("[0-9]*"):
        try:
            line = (one / "cmdline").read_bytes()
            if int(one.name) != os.getpid() and mark in line + (one / "environ").read_bytes():
                found.append(f"{one.name} {line.decode()}")
        except OSError:
            pass
    return found


def commands() -> list[str]:
    """Return the command lines of all processes."""
    with contextlib.suppress(OSError):  # one has ended meanwhile
        return [file.read_text() for file in Path("/proc").glob("[0-9]*/cmdline")]
    return commands()


def left(root: Path, seconds: float = 5) -> list[str]:
    """Return what a book's builds left behind: processes, after some seconds to end, and files that are no results."""
    end = time.monotonic() + seconds
    while processes(root) and time.monotonic() < end:
        time.sleep(0.02)
    store = root / ".bake"
    files = [path for path in store.rglob("*") if path.is_file() or path.is_symlink() or path.name == "cwd"]
    results = (".run", ".failed", ".lock")
    return [
        *processes(root),
        *(path for path in files if not path.name.endswith(results) and store / "cache" not in path.parents),
    ]


@pytest.fixture(params=WAYS)
def book(request, small):
    """A small book whose runs are plain or forked; at its end there must be nothing left of them."""
    small.module = WAYS[request.param]
    small.bakery = bake.Bakery(small.root, timeout=20, module=small.module)
    yield small
    small.bakery.parent.stop()
    assert left(small.root) == []


def build(book, **options) -> subprocess.Popen:
    """Start a build in a process of its own."""
    code = f"import sys\nsys.path.insert(0, {str(HOOKS)!r})\nimport bake\n"
    code += f"sys.exit(bool(bake.bake_all(bake.Bakery({str(book.root)!r}, module={book.module!r}))))"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, **options)


def until(there, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# ---- Killed at every step


def killed_at(step: int, functions: set, act) -> bool:
    """Do something in a forked process that is killed at the given line of these functions and of what they ask of pathlib.

    Returns whether it came to that line.
    """
    child = os.fork()
    if not child:
        steps = [0]

        def trace(frame, event, _):
            if frame.f_code in functions or "pathlib" in frame.f_code.co_filename and frame.f_back.f_code in functions:
                if event == "line":
                    steps[0] += 1
                    if steps[0] > step:
                        os.kill(os.getpid(), signal.SIGKILL)
                return trace

        try:
            sys.settrace(trace)
            act()
            sys.settrace(None)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_record_is_old_or_new_wherever_the_build_is_killed(small, monkeypatch):
    path = small.snippet("one", "x = 1")
    assert small.bake() == {}
    real, records = small.bakery.child, {}

    def child(path, work):  # a run takes long, and is the same each time
        source = path.read_bytes()
        if source not in records:
            records[source] = real(path, work)
        return json.loads(json.dumps(records[source]))

    monkeypatch.setattr(small.bakery, "child", child)
    for x in (2, 3):  # learn both
        small.snippet("one", f"x = {x}")
        assert small.bake() == {}
    functions = {bake.Bakery.run.__code__, bake.Bakery.write.__code__, bake.Bakery.new.__wrapped__.__code__}
    step, now, seen = 0, 3, set()
    while True:
        then = 5 - now
        small.snippet("one", f"x = {then}")
        came = killed_at(step, functions, lambda: small.bakery.run(path, "", False, lambda *_: None))
        run = small.load("one")
        assert run.values["x"] in (now, then)
        assert (small.stale("one") is None) == (run.values["x"] == then)
        seen.add(run.values["x"] == then)
        assert small.bake() == {} and small.load("one").values["x"] == then
        assert left(small.root) == []
        step, now = step + 1, then
        if not came:
            break
    assert step > 30 and seen == {True, False}


def test_files_that_are_written_at_once_are_whole(small):
    def write(name):
        for _ in range(30):
            small.bakery.write(small.root / name, name.encode() * 999)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))
    assert all((small.root / name).read_text() == name * 999 for name in "abcd") and left(small.root) == []


def test_what_a_killed_build_left_goes_even_if_nothing_is_stale(small):
    small.snippet("one", "x = 1")
    assert small.bake() == {}
    (small.root / ".bake/work/part/one/cwd").mkdir(parents=True)
    (small.root / ".bake/work/part/gone/cwd").mkdir(parents=True)  # of a snippet that is no more
    (small.root / ".bake/work/.new").write_text("half")
    assert left(small.root) and small.bake() == {} and small.ran() == [] and left(small.root) == []


def folders(root: Path) -> tuple[Path, Path]:
    for name, text in (("made", "new"), ("site", "old")):
        shutil.rmtree(root / name, ignore_errors=True)
        for page in ("index.html", "a/index.html"):
            (root / name / page).parent.mkdir(parents=True, exist_ok=True)
            (root / name / page).write_text(text)
    return root / "made", root / "site"


def pages(folder: Path) -> set[str]:
    return {f"{page.relative_to(folder)} {page.read_text()}" for page in folder.rglob("*.html")}


def test_a_site_is_old_or_new_wherever_the_build_is_killed(tmp_path):
    old, new = ({f"index.html {text}", f"a/index.html {text}"} for text in ("old", "new"))
    seen, step, came = [], 0, True
    while came:
        made, where = folders(tmp_path)
        came = killed_at(step, {place.place.__code__}, functools.partial(place.place, made, where))
        seen.append(pages(where))
        step += 1
    assert all(one in (old, new) for one in seen) and old in seen and new in seen
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_site_is_placed_where_names_cannot_be_exchanged_too(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "EXCHANGE", {})
    made, where = folders(tmp_path)
    place.place(made, where)
    assert {page.split()[1] for page in pages(where)} == {"new"} and [path.name for path in tmp_path.iterdir()] == ["site"]
    where.rename(made)
    place.place(made, where)
    assert {page.split()[1] for page in pages(where)} == {"new"} and [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_killed_build_leaves_no_process(book):
    """Not even of a snippet that holds the interpreter, or that started others in sessions of their own."""
    started = book.root / "started"
    hold = f"open('{started}' + sys.argv[0].rpartition('/')[2], 'w').close()\nimport re\nre.match('(a+)+$', 'a' * 99 + 'b')"
    book.snippet("one", HEAD, hold)
    sleep = hold.partition("\n")[0] + "\ntime.sleep(99)"
    book.snippet("two", HEAD, "subprocess.Popen(['sleep', '99'], start_new_session=True)", sleep)
    process = build(book, stderr=subprocess.DEVNULL)
    until(lambda: len(list(book.root.glob("started*"))) == 2)
    assert processes(book.root)
    process.kill()
    process.wait()
    until(lambda: not processes(book.root), 5)
    for name in ("one", "two"):
        book.snippet(name, HEAD, "x = 1")
    assert book.bake() == {} and book.load("two").values["x"] == 1


# ---- Damaged


def test_a_record_that_was_cut_anywhere_is_run_again(small):
    path = small.snippet("one", "x = 1")
    assert small.bake() == {}
    file = small.bakery.file(path)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert small.bakery.stale(path) == "its record is damaged" and small.bakery.load(path) is None, length
        assert small.bakery.stale(path, data=whole[:length]) == "its record is damaged"  # one that comes from elsewhere
    assert small.bake() == {} and small.load("one").values["x"] == 1
    small.snippet("one", "1 / 0")
    assert small.bake()
    whole = small.bakery.file(path, ".failed").read_bytes()
    assert small.bakery.failure(path)
    for length in range(len(whole)):
        small.bakery.file(path, ".failed").write_bytes(whole[:length])
        assert small.bakery.failure(path) is None, length


# ---- Nowhere to write


def on_a_disk_of_its_own(root: Path, script: str) -> subprocess.CompletedProcess:
    """Run a shell script where it may mount what nobody else sees; $BAKE bakes the book in ``root``."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this machine does not let its users mount a disk of their own")
    environment = os.environ | {"BAKE": f"{sys.executable} {HOOKS}/bake.py --root {root}"}
    return subprocess.run(
        ["unshare", "-rm", "sh", "-ec", script], cwd=root, env=environment, capture_output=True, text=True, timeout=60
    )


def test_when_the_disk_is_full_the_last_runs_stay(small):
    for name in ("one", "two"):
        small.snippet(name, "x = 1", "import os\npad = os.urandom(1500).hex()")
    assert small.bake() == {}
    before = {path.name: path.read_bytes() for path in (small.root / ".bake/runs").rglob("*.run")}
    small.snippet("one", "x = 2", "import os\npad = os.urandom(1500).hex()")
    script = """
        cp -a .bake kept; mount -t tmpfs -o size=128k none .bake; cp -a kept/. .bake
        head -c 1M /dev/zero > .bake/fill || true
        $BAKE > said 2>&1 && exit 9; rm .bake/fill; cp -a .bake full
        $BAKE >> said 2>&1; cp -a .bake/. kept; cp -a .bake after"""
    done = on_a_disk_of_its_own(small.root, script)
    said = (small.root / "said").read_text()
    assert done.returncode == 0, done.stderr + said
    assert (
        re.search(r"snippets/part/one\.py.*: .*(disk is full|No space left on device).*make room", said)
        and "Traceback" not in said
    )
    assert before == {path.name: path.read_bytes() for path in (small.root / "full").rglob("*.run")}
    assert not list((small.root / "full").rglob("*.failed")), "that is no fault of the snippet"
    shutil.rmtree(small.root / ".bake")
    (small.root / "after").rename(small.root / ".bake")
    assert small.load("one").values["x"] == 2 and small.bakery.check() == {} and left(small.root) == []


FULL = {  # what the disk has no room for, and what is said
    "../result.part": "its disk is full; make room",  # the run's record, where the run writes it
    "../../../.new": "No space left on device; make room",  # and where bake does
    "../result.cell": "No space left on device",
}


def test_when_there_is_no_room_at_any_step_the_run_is_told_of_and_runs_again(book):
    names = [f"s{i}" for i in range(len(FULL) + 1)]
    good(book, names)
    for name, file in zip(names, FULL, strict=False):  # /dev/full takes nothing and says that there is no room
        book.snippet(name, HEAD, f"os.path.lexists('{file}') and os.unlink('{file}')\nos.symlink('/dev/full', '{file}')", "x = 2")
    book.snippet(names[-1], HEAD, "os.dup2(os.open('/dev/full', os.O_WRONLY), 1)\nprint('seen')")
    failures = book.bake(workers=1)
    for name, text in zip(names, [*FULL.values(), "c2: OSError: [Errno 28] No space left on device"], strict=True):
        assert text in failures[name] and failures[name].startswith(f"snippets/part/{name}.py"), failures[name]
        assert book.load(name).values["x"] == 1 and book.bakery.failure(book.bakery.find(name)) is None
        book.snippet(name, HEAD, "x = 3")
    assert book.bake() == {} and {book.load(name).values["x"] for name in names} == {3}


def test_when_there_is_no_room_for_what_is_restored(small, tmp_path, capsys):
    path = small.snippet("one", "x = 1")
    assert small.bake() == {}
    shutil.move(small.root / ".bake/runs", tmp_path / "elsewhere")
    (small.root / ".bake/work/.new").symlink_to("/dev/full")
    command = ["--root", str(small.root), "--restore", str(tmp_path / "elsewhere")]
    assert bake.main(command) == 1
    assert "nothing can be recorded: [Errno 28] No space left on device; make room" in capsys.readouterr().err
    assert not small.bakery.file(path).exists() and left(small.root) == []
    assert bake.main(command) == 0 and small.load("one").values["x"] == 1


def test_a_folder_that_may_not_be_written_is_told_of(small):
    for name in ("one", "two"):
        small.snippet(name, "x = 1")
    assert small.bake() == {}
    small.snippet("one", "x = 2")
    script = """
        mount --bind .bake .bake; mount -o remount,bind,ro .bake
        $BAKE --check > checked 2>&1 && exit 9
        $BAKE > said 2>&1 && exit 9; exit 0"""
    done = on_a_disk_of_its_own(small.root, script)
    said = (small.root / "said").read_text()
    assert done.returncode == 0, done.stderr
    assert (small.root / "checked").read_text() == "snippets/part/one.py: snippets/part/one.py changed\n"
    assert "snippets/part/one.py: nothing can be recorded: [Errno 30] Read-only file system" in said and "Traceback" not in said
    assert small.load("one").values["x"] == 1
    assert small.bake() == {} and small.ran() == ["one"] and small.load("one").values["x"] == 2 and left(small.root) == []


# ---- Many at once


@pytest.mark.parametrize(("book", "builds"), [("plain", 2), ("plain", 8), ("forked", 8)], indirect=["book"])
def test_builds_at_once_run_each_snippet_once(book, builds):
    count = book.root / "count"
    for i in range(3):
        book.snippet(f"s{i}", HEAD, f"print({i}, file=open('{count}', 'a'))\ntime.sleep(0.5)\nx = {i}")
    running = [build(book, stderr=subprocess.PIPE) for _ in range(builds)]
    assert [(one.communicate()[1], one.returncode) for one in running] == [(b"", 0)] * builds
    assert sorted(count.read_text().split()) == ["0", "1", "2"]
    assert book.bakery.check() == {} and [book.load(f"s{i}").values["x"] for i in range(3)] == [0, 1, 2]


def test_a_build_that_waits_for_another_can_be_stopped(book):
    book.snippet("one", HEAD, f"open('{book.root}/started', 'w').close()\ntime.sleep(99)")
    first = build(book, stderr=subprocess.DEVNULL)
    until((book.root / "started").exists)
    second = build(book, stderr=subprocess.DEVNULL)
    until(lambda: len(list(Path(f"/proc/{second.pid}/task").iterdir())) > 1)  # one of them waits for the lock
    time.sleep(0.1)
    second.send_signal(signal.SIGINT)
    assert second.wait(10) != 0 and first.poll() is None
    first.send_signal(signal.SIGINT)
    assert first.wait(10) != 0


# ---- Snippets that behave badly

SLEEP = f"98.{os.getpid()}"  # seconds; nobody else sleeps so long
CHILD = "  # not reached, but by a child"
DAEMON = f"""if os.fork() == 0:  # forks twice, into a session of its own, far from the run's folder and variables
    os.setsid(){CHILD}
    if os.fork() == 0:{CHILD}
        os.chdir("/"){CHILD}
        os.closerange(0, 99){CHILD}
        os.execve("/bin/sleep", ["sleep", "{SLEEP}"], {{}}){CHILD}
    os._exit(0){CHILD}
time.sleep(0.3)"""
DEAF = "for one in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n    signal.signal(one, signal.SIG_IGN)\n"
THREAD = """import threading
def work():
    for i in range(10**9):
        globals()[f"y{i % 9999}"] = i
threading.Thread(target=work).start()
x = 2"""
SHARE = f"for _ in range(3):\n    if os.fork() == 0:\n        time.sleep(98){CHILD}\ntime.sleep(1)\nx = 2"
GROW = "code = 'x = bytes(1) * (400 << 20); import time; time.sleep(98)'"
HANGS, CLOSED = "it hangs: stopped after 3 s", "the cell closed its standard "
HOLDS = r"stopped when it held [\d,]+ MB of memory; a run may hold 300 MB: use less"
ZOO = {  # by name: two cells, and what is said of the second, or None if the run must end well with x = 2
    "holds": ("x = 2", "import re\nre.match('(a+)+$', 'a' * 99 + 'b')", HANGS),
    "deaf": (DEAF + DAEMON, "time.sleep(98)", HANGS),
    "leaves": (DAEMON, "subprocess.Popen(['sleep', '98'])\nx = 2", None),
    "dies": (DAEMON, "os._exit(3)", r"its process ended before the snippet did \(exit code 3\)"),
    "quits": ("subprocess.Popen(['sleep', '98'], start_new_session=True)", "os._exit(0)", r"\(exit code 0\)"),
    "orphan": ("x = 2", "os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(98)", "killed by SIGKILL"),
    "eats": ("x = []", "while True:\n    x.append(b'x' * (1 << 20))", HOLDS),
    "feeds": (GROW, "subprocess.run([sys.executable, '-c', code])", HOLDS),
    "shares": ("x = b'x' * (200 << 20)", SHARE, None),  # four processes, but the memory of one
    "closes": ("x = 2", "os.close(1)", CLOSED + "output"),
    "moves": ("x = 2", "os.close(1)\nfile = open('out', 'w')\nprint('unseen')", CLOSED + "output"),
    "mute": ("x = 2", "sys.stderr.close()", CLOSED + "error"),
    "wanders": (
        "import shutil\nx = 2\nprint('here')",
        "here = os.getcwd()\nos.chdir('/')\nshutil.rmtree(here)\nprint('there')",
        None,
    ),
    "clears": ("os.environ.clear()", "print('said')\nx = 2", None),
    "threads": ("x = 1", THREAD, None),
    "writes": (
        "print('one')\nos.write(1, b'two\\n')\nprint('three')\nos.system('echo four')",
        "os.write(2, b'unseen')\nx = 2",
        None,
    ),
    "litters": ("import tempfile\nx = 2", "made = [tempfile.mkdtemp(), tempfile.mkstemp()[1]]", None),
}


def good(book, names) -> None:
    """Give each snippet a run with x = 1: that of the first, under the others' names, since all have one code."""
    first, *others = [book.snippet(name, HEAD, "x = 1") for name in names]
    assert book.bake(paths=[first]) == {}
    _, header, body = book.bakery.file(first).read_bytes().split(b"\n")
    for path in others:
        rest = header.replace(book.bakery.name(first).encode(), book.bakery.name(path).encode()) + b"\n" + body
        book.bakery.write(book.bakery.file(path), bake.runner.sha256(rest).encode() + b"\n" + rest)
    assert book.bakery.check() == {}


@pytest.fixture(scope="module", params=WAYS)
def zoo(request, tmp_path_factory):
    """A book of snippets that behave badly, after a good run of each; ``failures`` are what was said of them."""
    book = SmallBook(tmp_path_factory.mktemp("zoo"))
    book.bakery = bake.Bakery(book.root, timeout=30, memory=300, module=WAYS[request.param])
    good(book, ZOO)
    for name, cells in ZOO.items():
        book.snippet(name, HEAD, *cells[:2])
    hanging = [book.bakery.find(name) for name in ZOO if ZOO[name][2] == HANGS]
    book.failures = book.bake(paths=[path for path in book.bakery.snippets.values() if path not in hanging])
    book.bakery.timeout = 3
    book.failures |= book.bake(paths=hanging)
    book.bakery.timeout = 30
    book.bakery.parent.stop()
    return book


@pytest.mark.parametrize("name", ZOO)
def test_a_snippet_that_behaves_badly_is_told_of(zoo, name):
    text = ZOO[name][2]
    if text:
        assert re.search(rf"^snippets/part/{name}\.py:\d+, cell c3: .*{text}", zoo.failures[name]), zoo.failures[name]
        assert zoo.load(name).values["x"] == 1
    else:
        assert name not in zoo.failures and zoo.load(name).values["x"] == 2


def test_nothing_is_left_of_snippets_that_behave_badly_and_the_next_runs_are_right(zoo):
    assert left(zoo.root) == []
    assert not [line for line in commands() if SLEEP in line]
    assert zoo.load("writes").output == {"header": "", "c1": "", "c2": "one\ntwo\nthree\nfour\n", "c3": ""}
    assert zoo.load("wanders").output["c2"] + zoo.load("wanders").output["c3"] == "here\nthere\n"
    assert not any(Path(path).exists() for path in zoo.load("litters").values["made"])
    for name in zoo.failures:
        zoo.snippet(name, HEAD, "x = 3")
    assert zoo.bake() == {} and {zoo.load(name).values["x"] for name in zoo.failures} == {3} and len(zoo.failures) > 9
    zoo.bakery.parent.stop()
    assert left(zoo.root) == []


# ---- Interrupted


@pytest.fixture
def clone(tmp_path):
    """A clone of two pages and a snippet that takes its time, and what starts MkDocs there."""
    shutil.copytree(ROOT / "docs/hooks", tmp_path / "docs/hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs/theme", tmp_path / "docs/theme")
    book = SmallBook(tmp_path)
    book.module = "nothing"
    book.write("docs/en/index.md", "# Home\n\nOld.\n")
    config = re.sub(r"nav:\n.*?\n\ntheme", "theme", (ROOT / "mkdocs.yml").read_text(), flags=re.DOTALL)
    book.write("mkdocs.yml", config)
    (tmp_path / "tmp").mkdir()

    def start(*arguments):
        environment = os.environ | {"TMPDIR": str(tmp_path / "tmp")}
        with open(tmp_path / "log", "w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "mkdocs", *arguments], cwd=tmp_path, env=environment, stdout=log, stderr=log
            )

    book.start = start
    return book


SLOW = "x = 2\nsubprocess.Popen(['sleep', '98'], start_new_session=True)\nopen('{}/started', 'w').close()\ntime.sleep(98)"


@pytest.mark.parametrize("command", ["serve", "bake"])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_during_a_bake(clone, command, sign):
    clone.snippet("one", HEAD, "x = 1")
    assert clone.bake() == {}
    clone.snippet("one", HEAD, SLOW.format(clone.root))
    if command == "serve":
        process = clone.start("serve", "--dev-addr", "127.0.0.1:0")
    else:
        process = subprocess.Popen([sys.executable, HOOKS / "bake.py", "--root", clone.root], stderr=subprocess.DEVNULL)
    until((clone.root / "started").exists)
    process.send_signal(sign)
    process.wait(15)
    assert left(clone.root) == [] and list((clone.root / "tmp").iterdir()) == []
    assert clone.load("one").values["x"] == 1 and clone.bakery.failure(clone.bakery.find("one")) is None
    clone.snippet("one", HEAD, "x = 3")
    assert clone.bake() == {} and clone.load("one").values["x"] == 3


def test_a_build_that_fails_or_is_killed_leaves_the_last_site(clone):
    clone.snippet("one", "x = 1")
    assert clone.start("build", "--strict").wait(60) == 0, (clone.root / "log").read_text()
    files = {path.relative_to(clone.root): path.read_bytes() for path in (clone.root / "site").rglob("*") if path.is_file()}
    store = clone.root / ".bake"

    def same():
        return files == {
            path.relative_to(clone.root): path.read_bytes() for path in (clone.root / "site").rglob("*") if path.is_file()
        }

    assert "Old." in files[Path("site/index.html")].decode() and not (store / "site").exists()
    clone.write("docs/en/index.md", "# Home\n\nNew. [no](gone.md)\n")
    assert clone.start("build", "--strict").wait(60) != 0 and same()
    clone.write("docs/en/index.md", "# Home\n\nNew.\n\n[no](#nowhere)\n")  # of which MkDocs tells when all is written
    assert clone.start("build", "--strict").wait(60) != 0 and same()
    clone.write("docs/en/index.md", "# Home\n\nNew.\n")
    shutil.rmtree(store / "site")
    process = clone.start("build", "--strict")
    until(lambda: (store / "site").exists() or process.poll() is not None)
    process.kill()
    assert process.wait() == -signal.SIGKILL and same()
    builds = [clone.start("build", "--strict") for _ in range(2)]
    assert [one.wait(60) for one in builds] == [0, 0], (clone.root / "log").read_text()
    assert "New." in (clone.root / "site/index.html").read_text() and not same() and not (store / "site").exists()
    assert left(clone.root) == []
