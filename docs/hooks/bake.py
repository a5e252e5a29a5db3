"""Bake: find the snippets whose recorded run no longer matches its inputs, and run them.

    python docs/hooks/bake.py            run what is stale
    python docs/hooks/bake.py NAME…      run these, stale or not
    python docs/hooks/bake.py --check    say what is stale, and exit 1 if anything is
    python docs/hooks/bake.py --why NAME say why a snippet would run, or what its run rests on

A recorded run is one file, ``.bake/runs/<part>/<name>.run``, of three lines: the
sha256 of the rest, the inputs (hashes of files, versions of packages), and the
record. It is published by one rename, so it is old or new and never half, and it
is believed only while every input is what it was. Bake knows nothing of MkDocs.
"""

import argparse
import difflib
import functools
import importlib.metadata
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import runner  # noqa: E402

TIMEOUT = 300.0  # seconds; a snippet should take 30, but not every machine is as fast
OUTPUT_LIMIT = 4 << 20  # bytes a run may print before it is stopped
KEPT_ENVIRONMENT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH")


class BakeError(Exception):
    """A snippet could not be run; the message says what, where, and what to do."""


@dataclass
class Run:
    """A recorded run: everything the book shows of a snippet.

    ``cells`` are dictionaries with name, kind, options, line, source, output, stderr
    and figures; ``figures`` maps names to SVG text, ``values`` the snippet's variables
    to numbers, texts and lists of them. ``seconds`` is wall time, ``peak_mb`` memory.
    """

    cells: list[dict]
    figures: dict[str, str] = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    seconds: float | None = None
    peak_mb: float | None = None
    python: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def output(self) -> dict[str, str]:
        return {cell["name"]: cell["output"] for cell in self.cells}

    def script(self) -> str:
        """Return the code without cell markers, as a reader would write it."""
        parts = [cell["source"] for cell in self.cells if cell["source"] and cell["kind"] == "code"]
        return "\n\n".join(parts) + "\n"

    def notebook(self) -> str:
        """Return the run as an executed notebook (nbformat 4)."""
        import nbformat.v4 as v4

        cells = []
        for count, cell in enumerate(filter(lambda cell: cell["source"], self.cells), 1):
            if cell["kind"] == "markdown":
                made = v4.new_markdown_cell(cell["source"])
            else:
                outputs = [v4.new_output("stream", text=cell["output"])] if cell.get("output") else []
                for name in cell.get("figures", ()):
                    outputs.append(v4.new_output("display_data", {"image/svg+xml": self.figures[name]}))
                ran = count if self.seconds is not None else None
                made = v4.new_code_cell(cell["source"], execution_count=ran, outputs=outputs)
                made.metadata.update(cell["options"])
            made.id = cell["name"]
            cells.append(made)
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        return v4.writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}))


class Bakery:
    """The snippets of one clone and their recorded runs."""

    def __init__(self, root: Path, *, timeout: float = TIMEOUT, nice: bool = False):
        self.root = Path(root).resolve()
        self.store, self.style = self.root / ".bake", self.root / "docs/theme/figures.mplstyle"
        self.timeout, self.nice, self.stopping = timeout, nice, threading.Event()

    @property
    def snippets(self) -> dict[str, Path]:
        """Every snippet and lab by its base name; two of one name are an error."""
        found: dict[str, Path] = {}
        for path in sorted([*self.root.glob("snippets/**/*.py"), *self.root.glob("docs/*/labs/*.py")]):
            if (other := found.setdefault(path.stem, path)) != path:
                raise BakeError(f"{self.name(path)}: {self.name(other)} has the same name; a name stands for one snippet")
        return found

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def find(self, name: str) -> Path:
        """Return the snippet called ``name``, with or without folder and ``.py``; raise BakeError with the nearest."""
        stem, snippets = Path(name).stem, self.snippets
        if stem in snippets:
            return snippets[stem]
        near = difflib.get_close_matches(stem, snippets, 1)
        raise BakeError(f"there is no snippet “{name}”" + (f"; did you mean {near[0]}.py?" if near else ""))

    def file(self, path: Path, suffix: str = ".run") -> Path:
        """Return where the recorded run of the snippet at ``path`` is kept."""
        return self.store / "runs" / path.parent.name / (path.stem + suffix)

    def load(self, path: Path) -> Run | None:
        """Return the recorded run of a snippet, stale or not; None if there is none that is whole."""
        try:
            digest, _, rest = self.file(path).read_bytes().partition(b"\n")
        except OSError:
            return None
        if runner.sha256(rest).encode() != digest:
            return None
        header, _, body = rest.partition(b"\n")
        return Run(**json.loads(body), **json.loads(header))

    def stale(self, path: Path, known: dict | None = None) -> str | None:
        """Return why the snippet at ``path`` must run, or None if its recorded run still holds.

        ``known`` caches hashes and versions over the snippets of one check.
        """
        known = {} if known is None else known
        try:
            digest, _, rest = self.file(path).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return "it was never run"
        if runner.sha256(rest).encode() != digest:
            return "its record is damaged"
        header = json.loads(rest.partition(b"\n")[0])
        for name in (f"repository/{self.name(path)}", "repository/docs/theme/figures.mplstyle"):
            if name not in header["inputs"] and (self.root / name.partition("/")[2]).exists():
                return f"{name.partition('/')[2]} is new to it"
        if header["python"] != platform.python_version():
            return f"Python {header['python']} → {platform.python_version()}"
        for name, digest in header["inputs"].items():
            if name not in known:
                known[name] = self.hash(name)
            if known[name] != digest:
                shown = name.removeprefix("repository/")
                return f"{shown} changed" if known[name] else f"{shown} is gone"
        for name, version in header["versions"].items():
            if name not in known:
                known[name] = installed(name)
            if known[name] != version:
                return f"{name} {version} → {known[name] or 'not installed'}"
        return None

    def hash(self, name: str) -> str | None:
        anchor, _, rest = name.partition("/")
        folder = runner.anchors(self.root).get(anchor)
        file = runner.__file__ if rest.endswith("docs/hooks/runner.py") else folder / rest if folder else name
        try:
            return runner.sha256(Path(file).read_bytes())
        except OSError:
            return None

    def check(self) -> dict[Path, str]:
        """Return every stale snippet with the reason."""
        known: dict = {}
        reasons = {path: self.stale(path, known) for path in self.snippets.values()}
        return {path: reason for path, reason in reasons.items() if reason}

    def failure(self, path: Path) -> str | None:
        """Return how the last run of the snippet as it is now failed, if it did."""
        try:
            failed = json.loads(self.file(path, ".failed").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        same = all(self.hash(name) == digest for name, digest in failed["inputs"].items())
        return failed["message"] if same else None

    def mentions(self, path: Path) -> list[str]:
        """Return the pages that name a snippet, as ``file:line``, the first of each page."""
        found = []
        for page in sorted(self.root.glob("docs/*/**/*.md")):
            for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
                if path.name in line:
                    found.append(f"{self.name(page)}:{number}")
                    break
        return found

    def bake(self, paths=None, *, force: bool = False, workers: int | None = None, report=lambda *_: None):
        """Run snippets in parallel and publish what ends well; return the failures' texts by snippet.

        What is stale runs, of all or of ``paths``; with ``force`` all of ``paths``.
        ``report(event, path, text)`` is told of ``start``, ``done`` and ``failed``.
        """
        reasons = self.check()
        if paths is not None:
            reasons = {path: reasons.get(path, "asked for") for path in paths if force or path in reasons}
        failures: dict[Path, str] = {}

        def one(path: Path) -> None:
            if self.stopping.is_set():
                return
            try:
                self.run(path, reasons[path], report, force)
            except BakeError as error:
                failures[path] = str(error)
                report("failed", path, str(error))

        # The longest first, so that no core waits at the end; one never run counts as long.
        known = {path: run.seconds if (run := self.load(path)) else TIMEOUT for path in reasons}
        with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
            try:
                list(pool.map(one, sorted(reasons, key=known.get, reverse=True)))
            except KeyboardInterrupt:
                self.stopping.set()
                raise
        return failures

    def run(self, path: Path, reason: str, report, force: bool = False) -> None:
        """Run one snippet and publish its record; raise BakeError and leave the last record if it fails."""
        from filelock import FileLock

        work = self.store / "work" / path.parent.name / path.stem
        work.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{work}.lock"):  # a second build in this clone waits here, then finds it done
            if not force and not self.stale(path):
                return
            report("start", path, reason)
            while True:
                shutil.rmtree(work, ignore_errors=True)  # what a killed bake left
                (work / "cwd").mkdir(parents=True)
                record = self.child(path, work)
                if record is not None:
                    break
                report("start", path, "it changed while it ran")
            shutil.rmtree(work, ignore_errors=True)
            if not record.pop("ok"):
                message = self.explain(path, record)
                failed = {"inputs": record["inputs"], "message": message}
                self.write(self.file(path, ".failed"), json.dumps(failed).encode())
                raise BakeError(message)
            header = {key: record.pop(key) for key in ("python", "versions", "inputs")}
            rest = (json.dumps(header) + "\n" + json.dumps(record)).encode()
            self.write(self.file(path), runner.sha256(rest).encode() + b"\n" + rest)
            self.file(path, ".failed").unlink(missing_ok=True)
            report("done", path, f"{record['seconds']:.1f} s, {record['peak_mb'] or 0:.0f} MB")

    def write(self, file: Path, data: bytes) -> None:
        """Put a whole file in place of another in one step."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = self.store / "work" / f"{file.parent.name}-{file.name}.{os.getpid()}"
        try:
            with open(part, "wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(part, file)
        finally:
            part.unlink(missing_ok=True)

    def child(self, path: Path, work: Path) -> dict | None:
        """Run a snippet in a process of its own and return what it recorded; None if it changed meanwhile."""
        source = path.read_bytes()
        streams = {"SNIPPET_STDOUT": work / "stdout", "SNIPPET_STDERR": work / "stderr"}
        caches = {"MPLCONFIGDIR": self.store / "cache/matplotlib", "KERAS_HOME": self.store / "cache/keras"}
        style = {"MATPLOTLIBRC": self.style} if self.style.exists() else {}
        environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
        environment |= runner.ENVIRONMENT | {k: str(v) for k, v in (streams | caches | style).items()}
        environment["SNIPPET_TIMEOUT"] = str(self.timeout)
        command = [sys.executable, runner.__file__, str(path), str(work / "result"), str(self.root)]
        with open(work / "stdout", "wb") as out, open(work / "stderr", "wb") as err:
            process = subprocess.Popen(
                command, cwd=work / "cwd", env=environment, stdin=subprocess.PIPE, stdout=out, stderr=err,
                start_new_session=True, preexec_fn=(lambda: os.nice(10)) if self.nice and os.name == "posix" else None,
            )  # fmt: skip
        end, stopped = time.monotonic() + self.timeout, None
        try:
            while process.poll() is None and not stopped:
                time.sleep(0.05)
                if time.monotonic() > end:
                    stopped = f"it hangs: stopped after {self.timeout:.0f} s"
                elif max((work / name).stat().st_size for name in ("stdout", "stderr")) > OUTPUT_LIMIT:
                    stopped = f"it was stopped after printing {OUTPUT_LIMIT >> 20} MB; print less"
                elif self.stopping.is_set():
                    stopped = "the build was stopped"
                elif not path.exists() or path.read_bytes() != source:
                    return None if path.exists() else {"ok": False, "inputs": {}, "message": "it was removed"}
        finally:
            kill(process)
        if not stopped and (work / "result").exists():
            return json.loads((work / "result").read_text(encoding="utf-8"))
        inputs = {f"repository/{self.name(path)}": runner.sha256(source)}
        return {"ok": False, "inputs": inputs, **self.last_words(path, work, process, stopped)}

    def last_words(self, path: Path, work: Path, process, stopped: str | None) -> dict:
        """Tell what is known of a run that left no result: its cell, its line, and what it last wrote."""
        try:
            cell = json.loads((work / "result.cell").read_text())
        except (OSError, ValueError):
            cell = {"name": "header", "line": 1}
        if not stopped:
            code = process.returncode
            how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            stopped = f"its process ended before the snippet did ({how})"
        hang = (work / "result.hang").read_text() if (work / "result.hang").exists() else ""
        lines = re.findall(re.escape(f'File "{path}", line ') + r"(\d+)", hang)
        written = (work / "stderr").read_text(encoding="utf-8", errors="replace").splitlines()[-3:]
        return {"message": stopped, "line": int(lines[-1]) if lines else cell["line"], "cell": cell["name"],
                "frames": "\n".join(written)}  # fmt: skip

    def explain(self, path: Path, error: dict) -> str:
        """Return a failure as people read it: where, what, the last frames, and which pages wait for it."""
        where = f"{self.name(path)}:{error.get('line', 1)}"
        if error.get("cell"):
            where += f", cell {error['cell']}"
        text = f"{where}: {error['message']}\n{error.get('frames', '')}".rstrip()
        pages = self.mentions(path)
        text += f"\n  shown in {', '.join(pages)}" if pages else ""
        return text.replace(str(self.root) + os.sep, "")


@functools.lru_cache(maxsize=None)
def installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def kill(process: subprocess.Popen) -> None:
    """End a run and whatever it started."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            import psutil

            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
    except (OSError, ImportError, *([] if hasattr(os, "killpg") else [Exception])):
        pass  # it is gone already
    process.stdin.close()
    process.wait()


class Progress:
    """Tells of a bake as it goes: a bar on a terminal, else a line a run."""

    def __init__(self, bakery: Bakery, total: int, line=print):
        self.bakery, self.done, self.total, self.line, self.bar = bakery, 0, total, line, None
        if sys.stderr.isatty() and total:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self.bar = Bar(console=Console(stderr=True))
            self.bar.start()
            self.task = self.bar.add_task("baking", total=total)
            self.line = self.bar.console.print

    def __call__(self, event: str, path: Path, text: str) -> None:
        name = self.bakery.name(path)
        if event == "start":
            self.line(f"baking {name}: {text}")
            return
        self.done += 1
        if event == "done":
            self.line(f"baked  {name} ({self.done}/{self.total}): {text}")
        if self.bar:
            self.bar.advance(self.task)

    def close(self) -> None:
        if self.bar:
            self.bar.stop()


def bake_all(bakery: Bakery, paths=None, line=print, force: bool = False) -> dict[Path, str]:
    """Bake with progress shown; return the failures by snippet."""
    paths = list(bakery.check() if paths is None else paths)
    progress = Progress(bakery, len(paths), line)
    try:
        return bakery.bake(paths, force=force, report=progress)
    finally:
        progress.close()


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="bake", description="Run the snippets whose recorded run is out of date.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="run these, stale or not")
    parser.add_argument("--check", action="store_true", help="say what is stale, and exit 1 if anything is")
    parser.add_argument("--why", metavar="NAME", help="say why a snippet would run")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds a snippet may take (%(default)s)")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    bakery = Bakery(options.root, timeout=options.timeout)
    try:
        if options.why:
            path = bakery.find(options.why)
            reason = bakery.stale(path)
            print(f"{bakery.name(path)}: {'stale: ' + reason if reason else 'up to date'}")
            if failure := bakery.failure(path):
                print(f"its last run failed: {failure}")
            if run := bakery.load(path):
                print(f"recorded in {run.seconds} s on Python {run.python}; it rests on:")
                print(*(f"  {name}" for name in run.inputs), sep="\n")
                print(*(f"  {name} {version}" for name, version in run.versions.items()), sep="\n")
            return bool(reason)
        if options.check:
            stale = bakery.check()
            for path, reason in stale.items():
                print(f"{bakery.name(path)}: {reason}")
            return bool(stale)
        failures = bake_all(bakery, [bakery.find(name) for name in options.names] or None, force=bool(options.names))
    except BakeError as error:
        failures = {None: str(error)}
    for message in failures.values():
        print(f"\n{message}", file=sys.stderr)
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
