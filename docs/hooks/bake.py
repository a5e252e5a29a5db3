"""Bake: find the snippets whose recorded run no longer matches its inputs, and run them.

    python docs/hooks/bake.py            run what is stale
    python docs/hooks/bake.py NAME…      run these, stale or not
    python docs/hooks/bake.py --check    say what is stale, and exit 1 if anything is
    python docs/hooks/bake.py --why NAME say why a snippet would run, and what its run rests on
    python docs/hooks/bake.py --shard K/N run what is stale of the K-th of N shares, on a machine of its own
    python docs/hooks/bake.py --restore FROM take the runs that hold here from a folder, a zip archive or a published site first

A recorded run is one file, ``.bake/runs/<part>/<name>.run``, of three lines: the
sha256 of the rest, the inputs (hashes of files, versions of packages), and the
record. It is published by one rename, so it is old or new and never half, and it
is believed only while every input is what it was. Bake knows nothing of MkDocs.
"""

import argparse
import atexit
import contextlib
import difflib
import errno
import functools
import importlib.machinery
import importlib.metadata
import io
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fork
import guard
import runner

TIMEOUT = 300.0  # seconds; a snippet should take 30, but not every machine is as fast
MEMORY = 4096.0  # MB that a run may hold with all it started, on Linux; the largest of the book holds 1,500
OUTPUT_LIMIT = 4 << 20  # bytes a run may print before it is stopped
# Characters that do not show, end a line, or turn the order of those around them; half pairs, which no file can hold.
HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
UNWRITABLE = (errno.EACCES, errno.EFBIG, errno.ENOSPC, errno.EPERM, errno.EROFS)
KEPT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH")  # of the environment


class BakeError(Exception):
    """A snippet could not be found or run; the message says what, where, and what to do."""


@dataclass
class Run:
    """A recorded run: everything the book shows of a snippet.

    ``cells`` are dictionaries with name, kind, options, line, source, output, stderr
    and figures; ``figures`` maps names to SVG text, ``values`` the snippet's variables
    to numbers, texts and lists of them. ``seconds`` is wall time, ``cpu_seconds`` the processor's, ``peak_mb`` memory.
    A run with cells only stands for a snippet that was not run.
    """

    cells: list[dict]
    figures: dict[str, str] = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    seconds: float | None = None
    peak_mb: float | None = None
    python: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    snippet: str = ""
    cpu_seconds: float | None = None

    @property
    def output(self) -> dict[str, str]:
        return {cell["name"]: cell["output"] for cell in self.cells}

    def script(self) -> str:
        """Return the code without cell markers, as a reader would write it."""
        return "\n\n".join(cell["source"] for cell in self.cells if cell["source"] and cell["kind"] == "code") + "\n"

    def notebook(self) -> str:
        """Return the run as an executed notebook (nbformat 4.5)."""
        made: list[dict] = []
        for cell in self.cells:
            options = {"id": cell["name"], "metadata": cell["options"], "source": cell["source"]}
            if cell["kind"] == "code":
                text = {"output_type": "stream", "name": "stdout", "text": cell.get("output")}
                svgs = [{"image/svg+xml": self.figures[name]} for name in cell.get("figures", ())]
                shown = [{"output_type": "display_data", "metadata": {}, "data": svg} for svg in svgs]
                count = len(made) + 1 if self.seconds is not None else None
                options |= {"execution_count": count, "outputs": [text, *shown] if text["text"] else shown}
            if cell["source"]:
                made.append({"cell_type": cell["kind"], **options})
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        notebook = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(notebook, ensure_ascii=False, indent=1)


class Bakery:
    """The snippets and labs of one clone and their recorded runs."""

    def __init__(
        self, root: Path, *, timeout: float = TIMEOUT, memory: float = MEMORY, nice: bool = False, module: str = "keras"
    ):
        self.root, self.store = Path(root).resolve(), Path(root).resolve() / ".bake"
        self.timeout, self.memory, self.nice, self.stopping = timeout, memory, nice, threading.Event()
        self.parent = fork.Parent(module, self.root, self.environment(), Path(sysconfig.get_path("purelib")))
        self.asking = threading.Lock()
        atexit.register(self.parent.stop)

    @property
    def snippets(self) -> dict[str, Path]:
        """Every snippet and lab by its base name; raise BakeError if two have one name, or one has that of a module."""
        found: dict[str, Path] = {}
        for path in sorted([*self.root.glob("snippets/**/*.py"), *self.root.glob("docs/*/labs/*.py")]):
            if (other := found.setdefault(path.stem, path)) != path:
                raise BakeError(f"{self.name(path)}: {self.name(other)} has the same name; a name stands for one snippet")
            if hides(path.stem):
                raise BakeError(
                    f"{self.name(path)}: “import {path.stem}” beside it would find it in place of the module; rename it"
                )
        return found

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def find(self, name: str) -> Path:
        """Return the snippet called ``name``, with or without folder and ``.py``; raise BakeError with the nearest."""
        stem, snippets = Path(name).stem, self.snippets
        if stem not in snippets:
            near = difflib.get_close_matches(stem, snippets, 1)
            raise BakeError(f"there is no snippet “{name}”" + (f"; did you mean {near[0]}.py?" if near else ""))
        return snippets[stem]

    def file(self, path: Path, suffix: str = ".run") -> Path:
        """Return where the recorded run of the snippet at ``path`` is kept."""
        return self.store / "runs" / path.parent.name / (path.stem + suffix)

    def load(self, path: Path) -> Run | None:
        """Return the recorded run of a snippet, stale or not; None if there is none that is whole."""
        try:
            inputs, record = whole(self.file(path).read_bytes())
            return Run(**json.loads(inputs), **json.loads(record))
        except (OSError, TypeError, ValueError):
            return None

    def stale(self, path: Path, known: dict | None = None, data: bytes | None = None) -> str | None:
        """Return why the snippet at ``path`` must run, or None if its recorded run still holds.

        ``known`` keeps hashes and versions over the snippets of one check; ``data`` is a record from elsewhere.
        """
        known = {} if known is None else known
        if data is None and not self.file(path).exists():
            return "it was never run"
        try:
            record = json.loads(whole(self.file(path).read_bytes() if data is None else data)[0])
            snippet, python, inputs, versions = (record[key] for key in ("snippet", "python", "inputs", "versions"))
        except (OSError, TypeError, KeyError, ValueError):
            return "its record is damaged"
        if self.name(path) != snippet:
            return "its record is another snippet's"
        if python != platform.python_version():
            return f"Python {python} → {platform.python_version()}"
        for name, digest in inputs.items():
            if name not in known:
                known[name] = self.hash(name)
            if known[name] != digest:
                return f"{name} " + ("is gone" if known[name] is None else "is new" if digest is None else "changed")
        for name, version in versions.items():
            if installed(name) != version:
                return f"{name} {version} → {installed(name) or 'not installed'}"
        return None

    def hash(self, name: str) -> str | None:
        """Return what ``runner.Inputs`` would note of a file or, if its name ends with a slash, of a folder."""
        try:
            return runner.listing(self.root / name) if name.endswith("/") else runner.sha256((self.root / name).read_bytes())
        except OSError:
            return None

    def check(self) -> dict[Path, str]:
        """Return every stale snippet with the reason."""
        known: dict = {}
        return {path: why for path in self.snippets.values() if (why := self.stale(path, known))}

    def failure(self, path: Path) -> str | None:
        """Return how the last run failed, if it did and its inputs are as they were."""
        try:
            failed = json.loads(self.file(path, ".failed").read_text(encoding="utf-8"))
            same = all(self.hash(name) == digest for name, digest in failed["inputs"].items())
            return failed["message"] if same else None
        except (OSError, AttributeError, KeyError, TypeError, ValueError):
            return None

    def share(self, shard: str) -> list[Path]:
        """Return the snippets of the K-th of N shares, ``shard`` being "K/N"; it depends on their names only, not on the machine."""
        match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", shard)
        if not match or int(match[1]) > int(match[2]):
            raise BakeError(f"“{shard}” is no share; write K/N, with K from 1 to N, for example 2/4")
        return list(self.snippets.values())[int(match[1]) - 1 :: int(match[2])]

    def restore(self, source: str) -> tuple[list[Path], dict[Path, str]]:
        """Take the recorded runs that hold in this clone from a folder, a zip archive or the address of a published site.

        Returns the snippets that have their runs now, and why those that were found and do not hold were refused. A run that
        holds here already stays. What is taken must be whole, have this clone's inputs, and have run this clone's cells; that its
        results are what the code gives, only running it would show: take runs from where you trust who made them.
        Raises BakeError if there is nothing to take them from.
        """
        taken, refused, found = [], {}, records(source)
        for path in self.check():
            for data in found.get((path.parent.name, path.stem), ()):
                if not (why := self.stale(path, data=data) or self.foreign(path, data)):
                    self.write(self.file(path), data)
                    taken.append(path)
                    break
                refused[path] = why
        return taken, {path: why for path, why in refused.items() if path not in taken}

    def foreign(self, path: Path, data: bytes) -> str | None:
        """Return what is wrong with a record that came from elsewhere and whose inputs match; None if nothing is."""
        try:
            run = Run(**{key: value for line in whole(data) for key, value in json.loads(line).items()})
            cells = runner.parse(path.read_text(encoding="utf-8"))
            same = cells == [{key: cell[key] for key in cells[0]} for cell in run.cells]
            right = same and set(run.figures) == {name for cell in run.cells for name in cell["figures"]} and run.seconds >= 0
        except (AttributeError, KeyError, TypeError, ValueError, runner.SnippetError):
            right = False
        return None if right else "its record is not one of this snippet"

    def bake(self, paths=None, *, force: bool = False, workers: int | None = None, report=lambda *_: None):
        """Run snippets in parallel and publish what ends well; return the failures' texts by snippet.

        What is stale runs, of all or of ``paths``; with ``force`` all of ``paths``.
        ``report(event, path, text)`` is told of ``start``, ``done`` and ``failed``.
        """
        self.sweep()
        reasons, failures = self.check(), {}
        if paths is not None:
            reasons = {path: reasons.get(path, "asked for") for path in paths if force or path in reasons}

        def one(path: Path) -> None:
            try:
                if not self.stopping.is_set():
                    self.run(path, reasons[path], force, report)
            except Exception as error:  # one that nobody thought of must not end the others
                error = unwritable(error) if isinstance(error, OSError) and error.errno in UNWRITABLE else error
                told = str(error) if isinstance(error, BakeError) else f"{type(error).__name__}: {error}"
                failures[path] = told if told.startswith(self.name(path)) else f"{self.name(path)}: {told}"
                report("failed", path, failures[path])

        # The longest first, so that no core waits at the end; one that was never run counts as long.
        known = {path: run.seconds if (run := self.load(path)) else TIMEOUT for path in reasons}
        with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
            try:
                list(pool.map(one, sorted(reasons, key=known.get, reverse=True)))
            except KeyboardInterrupt:
                self.stopping.set()
                raise
        return failures

    def run(self, path: Path, reason: str, force: bool, report) -> None:
        """Run one snippet and publish its record; raise BakeError and leave the last record if it fails."""
        from filelock import FileLock, Timeout

        work = self.store / "work" / path.parent.name / path.stem
        work.parent.mkdir(parents=True, exist_ok=True)
        try:  # a second build in this clone waits here, then finds it done
            held = FileLock(f"{work}.lock").acquire(cancel_check=self.stopping.is_set)
        except Timeout:
            raise BakeError(f"{self.name(path)}: the build was stopped") from None
        with held:
            if not force and not self.stale(path):
                return
            record = None
            while record is None:
                report("start", path, reason)
                shutil.rmtree(work, ignore_errors=True)  # what a killed bake left
                for folder in ("cwd", "tmp"):
                    (work / folder).mkdir(parents=True)
                record, reason = self.child(path, work), "it changed while it ran"
            shutil.rmtree(work, ignore_errors=True)
            if self.stopping.is_set():
                raise BakeError(f"{self.name(path)}: the build was stopped")
            if not record.pop("ok"):
                failed = {"inputs": record["inputs"], "message": self.explain(path, record)}
                if not record.get("full"):  # which is no fault of the snippet, so it runs again
                    with contextlib.suppress(OSError):
                        self.write(self.file(path, ".failed"), json.dumps(failed).encode())
                raise BakeError(failed["message"])
            inputs = {"snippet": self.name(path)} | {key: record.pop(key) for key in ("python", "versions", "inputs")}
            rest = f"{json.dumps(inputs)}\n{json.dumps(record)}".encode()
            self.write(self.file(path), runner.sha256(rest).encode() + b"\n" + rest)
            self.file(path, ".failed").unlink(missing_ok=True)
            report("done", path, f"{record['seconds']:.1f} s, {record['peak_mb'] or 0:.0f} MB")

    def write(self, file: Path, data: bytes) -> None:
        """Put a whole file in place of another in one step, or leave the other if there is no room."""
        file.parent.mkdir(parents=True, exist_ok=True)
        with self.new() as part:
            with open(part, "wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(part, file)

    @contextlib.contextmanager
    def new(self):
        """Yield where one file at a time is made, before it is put in its place; nothing is left there."""
        from filelock import FileLock

        work = self.store / "work"
        work.mkdir(parents=True, exist_ok=True)
        with FileLock(work / ".lock"):
            try:
                yield work / ".new"
            finally:
                (work / ".new").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what killed builds left: a file that was not in its place yet, and the folders of runs that nobody is at."""
        from filelock import FileLock

        with contextlib.suppress(OSError):  # a folder that nobody may write
            if os.path.lexists(self.store / "work/.new"):
                with self.new():
                    pass
        for work in self.store.glob("work/*/*"):
            if work.is_dir():
                with contextlib.suppress(OSError), FileLock(f"{work}.lock", timeout=0):
                    shutil.rmtree(work, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """Return all that a run sees of its surroundings."""
        own = {"MATPLOTLIBRC": self.root / "docs/theme/figures.mplstyle", "MPLCONFIGDIR": self.store / "cache/matplotlib",
               "KERAS_HOME": self.store / "cache/keras"}  # fmt: skip
        if not own["MATPLOTLIBRC"].exists():
            del own["MATPLOTLIBRC"]
        kept = {key: os.environ[key] for key in KEPT if key in os.environ}
        return kept | runner.ENVIRONMENT | {key: str(value) for key, value in own.items()}

    def start(self, path: Path, work: Path):
        """Start a snippet in a process of its own: forked from one that has imported Keras, if it imports that."""
        arguments = [path, work / "result", self.root]
        own = {
            "SNIPPET_TIMEOUT": str(self.timeout),
            "SNIPPET_STDOUT": str(work / "stdout"),
            "SNIPPET_STDERR": str(work / "stderr"),
        }
        own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work / "tmp"))  # which goes when the run has ended
        if sys.platform == "linux" and re.search(rb"(?m)^import %b\b" % self.parent.module.encode(), path.read_bytes()):
            with self.asking:
                return self.parent.start(arguments, work, own, work / "stdout", work / "log")
        return subprocess.Popen(
            [sys.executable, runner.__file__, *arguments], cwd=work / "cwd", stdin=subprocess.PIPE,
            env=self.environment() | own, start_new_session=True, stdout=open(work / "stdout", "wb"), stderr=open(work / "log", "wb"),
        )  # fmt: skip

    def child(self, path: Path, work: Path) -> dict | None:
        """Run a snippet and return what it recorded; None if it changed meanwhile."""
        source, nice = path.read_bytes(), self.nice and hasattr(os, "setpriority")
        process = self.start(path, work)
        end, stopped, polls = time.monotonic() + self.timeout, None, 0
        try:
            while process.poll() is None and not stopped:
                time.sleep(0.05)
                polls += 1
                if polls % 4:  # whether it has ended is asked often, the rest takes a few milliseconds each time
                    continue
                if nice and process.pid:
                    os.setpriority(os.PRIO_PGRP, process.pid, 10)  # under serve, pages come before training
                    nice = False
                if time.monotonic() > end:
                    stopped = f"it hangs: stopped after {self.timeout:.0f} s"
                elif max((file.stat().st_size for file in work.glob("[ls]*")), default=0) > OUTPUT_LIMIT:
                    stopped = f"it was stopped after printing {OUTPUT_LIMIT >> 20} MB; print less"
                elif (held := guard.memory(process.pid, self.memory)) > self.memory:
                    stopped = f"stopped when it held {held:,.0f} MB of memory; a run may hold {self.memory:,.0f} MB: use less"
                elif self.stopping.is_set():
                    stopped = "the build was stopped"
                elif not path.exists():
                    stopped = "it was removed"
                elif path.read_bytes() != source:
                    return None
        finally:
            end_group(process)
        if not stopped and process.returncode == 0 and (work / "result").exists():
            return json.loads((work / "result").read_text(encoding="utf-8"))
        full = not stopped and (process.returncode == runner.UNWRITTEN or shutil.disk_usage(self.store).free < 1 << 16)
        how = "its disk is full; make room" if full else f"exit code {process.returncode}"
        if process.returncode < 0:
            how = f"killed by {signal.Signals(-process.returncode).name}"
        try:
            cell = json.loads((work / "result.cell").read_text())
        except (OSError, ValueError):  # it did not come to a cell, or there was no room to say so
            cell = {"name": "header", "line": 1}
        hang = (work / "result.hang").read_text() if (work / "result.hang").exists() else ""
        line = re.findall(re.escape(f'File "{path}", line ') + r"(\d+)", hang)[-1:] or [cell["line"]]
        last = (work / "log").read_bytes()[-600:].decode("utf-8", "replace").splitlines()[-3:]
        message = stopped or f"its process ended before the snippet did ({how})"
        return {"ok": False, "message": message, "line": line[0], "cell": cell["name"], "frames": "\n".join(last), "full": full,
                "inputs": {self.name(path): runner.sha256(source)}}  # fmt: skip

    def explain(self, path: Path, error: dict) -> str:
        """Return a failure as people read it: where, what, the last frames, and which pages show the snippet."""
        text = f"{self.name(path)}:{error['line']}, cell {error['cell']}: {error['message']}\n{error['frames']}".rstrip()
        for page in sorted(self.root.glob("docs/*/**/*.md")):
            lines = page.read_text(encoding="utf-8", errors="replace").splitlines()
            first = [number for number, line in enumerate(lines, 1) if path.name in line][:1]
            text += f"\n  shown in {self.name(page)}:{first[0]}" if first else ""
        return visible(text.replace(f"{self.root}{os.sep}", ""))


def visible(text: str) -> str:
    """Return a text of a run as it can be shown: what is not seen, or changes how the rest is seen, as Python writes it."""
    return HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text.replace("\r\n", "\n"))


def whole(record: bytes) -> list[bytes] | None:
    """Return the inputs and the rest of a record as it is stored; None if it is not whole."""
    digest, _, rest = record.partition(b"\n")
    return rest.split(b"\n") if runner.sha256(rest).encode() == digest and rest.count(b"\n") == 1 else None


@functools.cache
def hides(name: str) -> bool:
    """Return whether a script of this name would hide a module from those in its folder."""
    folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return name in sys.stdlib_module_names or importlib.machinery.PathFinder.find_spec(name, folders) is not None


@functools.cache
def installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def unwritable(error: OSError) -> BakeError:
    """Return how to tell of a disk that is full, or a folder that may not be written."""
    return BakeError(f"nothing can be recorded: {error}; make room on the disk, and see that the folder .bake may be written")


def end_group(process) -> None:
    """End a run and whatever it started."""
    while not process.pid and process.poll() is None:  # it was asked for and is not forked yet
        time.sleep(0.02)
    with contextlib.suppress(OSError):  # it is gone
        end = time.monotonic() + 5
        while guard.POSSIBLE and process.pid and time.monotonic() < end:
            process.poll()
            os.kill(process.pid, signal.SIGTERM)  # the guard ends the rest first
            time.sleep(0.01)
    try:
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    except (OSError, TypeError):
        pass  # it is gone already
    if isinstance(process, subprocess.Popen):
        process.stdin.close()
    process.wait()


def records(source: str) -> dict[tuple[str, str], list[bytes]]:
    """Return all recorded runs in a folder, a zip archive or at the address of one or of a site with runs.zip, by part and name."""
    try:
        if not Path(source).is_dir():
            if re.match(r"https?://", source):
                source = source if source.endswith(".zip") else f"{source.rstrip('/')}/runs.zip"
                with urllib.request.urlopen(source, timeout=60) as answer:
                    archive = io.BytesIO(answer.read())
            else:
                archive = source
            with zipfile.ZipFile(archive) as unpacked:
                found = {name: unpacked.read(name) for name in unpacked.namelist() if name.endswith(".run")}
        else:
            found = {file.as_posix(): file.read_bytes() for file in Path(source).rglob("*.run")}
    except (OSError, zipfile.BadZipFile) as error:
        raise BakeError(f"no runs can be had from {source}: {error}; give a folder, a zip archive or a published site") from None
    if not found:
        raise BakeError(f"{source} has no recorded runs, which are files like runs/forecasting/sine_lstm.run")
    made: dict[tuple[str, str], list[bytes]] = {}
    for name, data in sorted(found.items()):
        part, stem = f"/{name}".removesuffix(".run").split("/")[-2:]
        made.setdefault((part, stem), []).append(data)
    return made


def bake_all(bakery: Bakery, paths=None, line=print, force: bool = False) -> dict[Path, str]:
    """Bake and show progress: a bar on a terminal, and a line a run; return the failures' texts by snippet."""
    from rich.console import Console
    from rich.progress import Progress

    paths = list(bakery.check() if paths is None else paths)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not (console.is_terminal and paths)) as bar:
        task = bar.add_task("baking", total=len(paths))

        def report(event: str, path: Path, text: str) -> None:
            bar.advance(task, event != "start")
            if event != "failed":
                line(f"{'baked ' if event == 'done' else 'baking'} {bakery.name(path)}: {text}")

        return bakery.bake(paths, force=force, report=report)


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="bake", description="Run the snippets whose recorded run is out of date.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="run these, stale or not")
    parser.add_argument("--check", action="store_true", help="say what is stale, and exit 1 if anything is")
    parser.add_argument("--why", metavar="NAME", help="say why a snippet would run, and what its run rests on")
    parser.add_argument("--shard", metavar="K/N", help="run what is stale of the K-th of N shares")
    parser.add_argument(
        "--restore", metavar="FROM", help="take the runs that hold here from a folder, a zip archive or a published site"
    )
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds a snippet may take (%(default)s)")
    parser.add_argument("--memory", type=float, default=MEMORY, help="MB of memory that a run may hold, on Linux (%(default)s)")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    bakery = Bakery(options.root, timeout=options.timeout, memory=options.memory)
    try:
        if options.why:
            path = bakery.find(options.why)
            reason, run, failure = bakery.stale(path), bakery.load(path), bakery.failure(path)
            print(f"{bakery.name(path)}: {'stale: ' + reason if reason else 'up to date'}")
            print(f"its last run failed: {failure}" if failure else "", end="\n" if failure else "")
            rests = [f"{'no ' * (digest is None)}{name}" for name, digest in run.inputs.items()] if run else []
            rests += [f"Python {run.python}", *(" ".join(item) for item in run.versions.items())] if run else []
            print(*(f"  rests on {name}" for name in rests), sep="\n")
            return bool(reason)
        if options.restore:
            taken, refused = bakery.restore(options.restore)
            print(
                *(f"refused {bakery.name(path)}: {why}" for path, why in refused.items()), sep="\n", end="\n" if refused else ""
            )
            print(f"restored {len(taken)} runs")
        if options.check:
            stale = bakery.check()
            print(*(f"{bakery.name(path)}: {reason}" for path, reason in stale.items()), sep="\n", end="\n" if stale else "")
            return bool(stale)
        paths = [bakery.find(name) for name in options.names] or None
        if options.shard:
            stale = bakery.check()
            paths = [path for path in bakery.share(options.shard) if path in stale]
        failures = bake_all(bakery, paths, force=bool(options.names))
    except (BakeError, OSError) as error:
        failures = {None: str(unwritable(error) if isinstance(error, OSError) else error)}
    except KeyboardInterrupt:
        failures = {None: "stopped; what had not ended is as it was"}
    print(*(f"\n{message}" for message in failures.values()), sep="\n", file=sys.stderr, end="\n" if failures else "")
    return bool(failures)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what ends it ends it as Ctrl-C does
    sys.exit(main())
