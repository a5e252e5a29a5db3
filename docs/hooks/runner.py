"""The child process of a bake: runs one snippet cell by cell and records it.

    python runner.py SNIPPET RESULT REPOSITORY

It writes RESULT, a JSON file, only when it is whole: ``{"ok": true, ...}`` with
the recorded run, or ``{"ok": false, ...}`` with the error, its line and its cell.
Nothing but the standard library is imported here, so that what the snippet
imports is exactly what is recorded of it. This file is an input of every run.
"""

import faulthandler
import hashlib
import importlib.machinery
import importlib.metadata
import json
import os
import platform
import re
import sys
import sysconfig
import threading
import time
import traceback
import types
from pathlib import Path

# Everything a run may see of its surroundings. Thread counts change results, so each run has one thread.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}
LARGEST_VALUE = 1000  # elements of a recorded array, list or dictionary
LARGEST_OUTPUT = 20_000  # characters a cell may print
CELL = re.compile(r"# %%(?P<head>.*)")
OPTION = re.compile(r'(\w+)="([^"]*)"')
NAME = re.compile(r"[a-z][a-z0-9-]*")
PACKAGE = {".py", ".pyc", ".so", ".pyd", ".dll", ".dylib", ".ttf", ".afm", ".otf"}  # files that a version stands for
MACHINE = ("/proc", "/sys", "/dev", "/etc", "/usr", "/lib", "/var", "/System", "/Library", "C:\\Windows")


class SnippetError(Exception):
    """The snippet broke a rule of the book; ``line`` says where, if known."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.line = line


def parse(source: str) -> list[dict]:
    """Split a percent-format script into cells.

    Returns a list of ``{"name", "kind", "options", "line", "source"}``: ``kind``
    is ``code`` or ``markdown``, ``line`` is the number of the marker's line, and
    what stands before the first marker is the cell ``header``.
    Raises SnippetError for a code cell without a name and for a name twice.
    """
    cells = [{"name": "header", "kind": "code", "options": {}, "line": 1, "source": []}]
    for number, line in enumerate(source.splitlines(), 1):
        if not (match := CELL.fullmatch(line)):
            cells[-1]["source"].append(line)
            continue
        head = match["head"]
        options = dict(OPTION.findall(head))
        kind = "markdown" if "[markdown]" in head else "code"
        name = OPTION.sub("", head).replace("[markdown]", "").strip() or f"text-{len(cells)}"
        if kind == "code" and (not NAME.fullmatch(name) or name.startswith("text-")):
            raise SnippetError(f"a cell needs a name of lower-case letters, digits and hyphens: “{line}”", number)
        if any(cell["name"] == name for cell in cells):
            raise SnippetError(f"the cell name “{name}” stands twice", number)
        cells.append({"name": name, "kind": kind, "options": options, "line": number, "source": []})
    for cell in cells:
        lines = cell["source"]
        if cell["kind"] == "markdown":
            lines = [re.sub(r"^# ?", "", line) for line in lines]
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        cell["line"] += first + (cell["name"] != "header")  # the cell's first line of code
        cell["source"] = "\n".join(lines[first:]).rstrip()
    return cells


def plain(value, room: int = LARGEST_VALUE):
    """Return ``value`` as JSON can hold it; raise TypeError if it is no number, text, or small collection of these."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str) and len(value) <= LARGEST_OUTPUT:
        return value
    if type(value).__module__ == "numpy" and hasattr(value, "tolist") and value.dtype.kind in "biuf":
        if value.size <= room:
            return value.tolist()
    if isinstance(value, (list, tuple)) and len(value) <= room:
        return [plain(item, room // max(1, len(value))) for item in value]
    if isinstance(value, dict) and len(value) <= room:
        return {str(key): plain(item, room // max(1, len(value))) for key, item in value.items()}
    raise TypeError(type(value).__name__)


def values(namespace: dict) -> dict:
    """Return the module-level variables of a namespace that ``plain`` can hold."""
    found = {}
    for name, value in namespace.items():
        if not name.startswith("_"):
            try:
                found[name] = plain(value)
            except TypeError:
                pass
    return found


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def anchors(repository: Path) -> dict[str, Path]:
    """Return the folders that stand for themselves in the name of an input, innermost first."""
    return {"site-packages": Path(sysconfig.get_path("purelib")), "repository": repository}


class Inputs:
    """Every file a run read, by its portable name, with the hash of what was in it when it was opened."""

    def __init__(self, repository: Path, ignored: list[Path]):
        self.hashes: dict[str, str] = {}
        self.anchors = anchors(repository)
        self.site = str(self.anchors["site-packages"]) + os.sep
        self.ignored = tuple(str(path) + os.sep for path in [*ignored, sys.prefix, sys.base_prefix, *MACHINE])
        self.busy = threading.local()

    def add(self, path: Path, data: bytes) -> None:
        for anchor, folder in self.anchors.items():
            if path.is_relative_to(folder):
                self.hashes.setdefault(f"{anchor}/{path.relative_to(folder).as_posix()}", sha256(data))
                return
        self.hashes.setdefault(str(path), sha256(data))

    def hook(self, event: str, arguments: tuple) -> None:
        if event != "open" or getattr(self.busy, "now", False) or not isinstance(arguments[0], (str, bytes)):
            return
        name, mode, flags = arguments
        if (mode and not set("r+") & set(mode)) or (not mode and flags & (os.O_WRONLY | os.O_CREAT)):
            return
        name = os.path.abspath(os.fsdecode(name))
        if name.startswith(self.site):
            if os.path.splitext(name)[1] in PACKAGE or ".dist-info" + os.sep in name:
                return
        elif name.startswith(self.ignored) or name.endswith(".pyc"):
            return
        self.busy.now = True
        try:
            if os.path.isfile(name):
                self.add(Path(name), Path(name).read_bytes())
        except OSError:
            pass  # the snippet's own open is about to say so
        finally:
            self.busy.now = False


def fresh_imports(inputs: Inputs):
    """Import the repository's modules from source, never from a .pyc that may be older, and note their hashes."""

    class Fresh(importlib.machinery.SourceFileLoader):
        def get_code(self, fullname):
            data = Path(self.path).read_bytes()
            inputs.add(Path(self.path).resolve(), data)
            return compile(data, self.path, "exec", dont_inherit=True)

    finder = importlib.machinery.FileFinder.path_hook((Fresh, [".py"]))

    def path_hook(path):
        here = Path(path or ".").resolve()
        if here.is_relative_to(inputs.anchors["repository"]) and "site-packages" not in here.parts:
            return finder(path)
        raise ImportError

    sys.path_hooks.insert(0, path_hook)
    sys.path_importer_cache.clear()


def take_figures(cell: dict, figures: dict[str, str]) -> None:
    """Save every open figure under its name and close it."""
    plt = sys.modules.get("matplotlib.pyplot")
    for number in plt.get_fignums() if plt else ():
        import io

        figure = plt.figure(number)
        name = figure.get_label()
        if not NAME.fullmatch(name):
            raise SnippetError(f'a figure needs a name: plt.subplots(num="forecast"); this one has “{name}”')
        if name in figures or name == cell["name"]:
            raise SnippetError(f"the figure name “{name}” stands twice")
        with io.StringIO() as drawing:
            figure.savefig(drawing, format="svg", metadata={"Date": None, "Creator": None})
            figures[name] = drawing.getvalue()
        plt.close(figure)
        cell["figures"].append(name)


def versions() -> dict[str, str]:
    """Return the version of each installed distribution of which a module is loaded."""
    loaded = {name.partition(".")[0] for name in list(sys.modules)}
    owners = importlib.metadata.packages_distributions()
    names = {owner for name in loaded for owner in owners.get(name, ())}
    return {name: importlib.metadata.version(name) for name in sorted(names, key=str.lower)}


def peak_memory() -> float | None:
    """Return the most memory this process held, in MB, or None where the platform does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def text_of(stream: int, begin: int, what: str) -> tuple[str, int]:
    """Return what was written to a file descriptor since byte ``begin``, and its new end."""
    end = os.fstat(stream).st_size
    with open(os.environ["SNIPPET_STDOUT" if stream == 1 else "SNIPPET_STDERR"], "rb") as file:
        file.seek(begin)
        data = file.read(end - begin)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SnippetError(f"{what} bytes that are not UTF-8 ({data[error.start:error.start + 4]!r})") from None
    if len(text) > LARGEST_OUTPUT:
        lines = text.count("\n")
        raise SnippetError(f"{what} {len(text):,} characters in {lines:,} lines; a page can show {LARGEST_OUTPUT:,}")
    return text.replace("\r\n", "\n"), end


def run(path: Path, inputs: Inputs, progress) -> dict:
    """Run the snippet at ``path`` and return its record; whatever it raises comes through."""
    data = path.read_bytes()
    inputs.add(path, data)
    inputs.add(Path(__file__).resolve(), Path(__file__).read_bytes())
    if style := os.environ.get("MATPLOTLIBRC"):
        inputs.add(Path(style), Path(style).read_bytes())
    cells = parse(data.decode("utf-8"))
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"] = main
    sys.argv = [str(path)]
    sys.path[0] = str(path.parent)
    figures: dict[str, str] = {}
    begin, ends = time.perf_counter(), [0, 0]
    for cell in cells:
        cell.update(output="", stderr="", figures=[])
        if cell["kind"] == "markdown":
            continue
        progress(cell)
        code = compile("\n" * (cell["line"] - 1) + cell["source"], str(path), "exec", dont_inherit=True)
        exec(code, main.__dict__)
        take_figures(cell, figures)
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except ValueError:
            raise SnippetError("the cell closed its standard output") from None
        cell["output"], ends[0] = text_of(1, ends[0], "the cell prints")
        cell["stderr"], ends[1] = text_of(2, ends[1], "the cell writes to stderr")
    clash = set(figures) & {cell["name"] for cell in cells}
    if clash:
        raise SnippetError(f"“{min(clash)}” is the name of a cell and of a figure")
    seconds = time.perf_counter() - begin
    return {
        "cells": cells,
        "figures": figures,
        "values": values(main.__dict__),
        "seconds": round(seconds, 2),
        "peak_mb": peak_memory(),
        "python": platform.python_version(),
        "versions": versions(),
        "inputs": dict(sorted(inputs.hashes.items())),
    }


def describe(error: BaseException, path: Path, cell: dict) -> dict:
    """Return an error as the parent shows it: kind, message, line of the snippet, cell, last frames."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename == str(path)]
    line = getattr(error, "line", None) or (own[-1] if own else cell["line"])
    if isinstance(error, SyntaxError) and error.filename == str(path):
        line = error.lineno
    after = [frame for frame in frames if frame.filename != __file__]
    shown = traceback.format_list(after[:1] + after[1:][-3:]) if after else []
    if isinstance(error, SystemExit):
        message = f"it exits (code {error.code}); a snippet runs to its end"
    elif isinstance(error, SnippetError):
        message, shown = str(error), []
    else:
        message = "".join(traceback.format_exception_only(error)).strip()
    return {"ok": False, "message": message, "line": line, "cell": cell["name"], "frames": "".join(shown)}


def main() -> None:
    path, result, repository = (Path(argument).resolve() for argument in sys.argv[1:4])

    def end_with_parent(pipe=os.dup(0)):
        while os.read(pipe, 1):
            pass
        os._exit(1)  # the parent is gone, and with it the wish for this run

    threading.Thread(target=end_with_parent, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    hangs = open(result.with_suffix(".hang"), "w")
    faulthandler.dump_traceback_later(max(0.5, float(os.environ.pop("SNIPPET_TIMEOUT")) - 0.5), file=hangs)
    cell = {"name": "header", "line": 1}

    def progress(now: dict) -> None:
        cell.update(now)
        result.with_suffix(".cell").write_text(json.dumps({"name": now["name"], "line": now["line"]}))

    inputs = Inputs(repository, ignored=[result.parent, repository / ".bake", repository / ".git"])
    fresh_imports(inputs)
    sys.addaudithook(inputs.hook)
    try:
        record = {"ok": True, **run(path, inputs, progress)}
    except BaseException as error:
        record = {**describe(error, path, cell), "inputs": inputs.hashes}
    whole = result.with_suffix(".part")
    whole.write_text(json.dumps(record), encoding="utf-8")
    whole.replace(result)
    os._exit(0)  # threads that the snippet left behind must not keep the build waiting


if __name__ == "__main__":
    main()
