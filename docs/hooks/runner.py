"""The child process of a bake: runs one snippet cell by cell and records it.

    python runner.py SNIPPET RESULT REPOSITORY

It writes RESULT, a JSON file, only when it is whole: ``{"ok": true, …}`` with the
record, or ``{"ok": false, …}`` with the error, its line and its cell. Only the
standard library is imported here, so that the packages found loaded at the end are
those that the snippet imported. This file is an input of every run.
"""

import ast
import contextlib
import errno
import faulthandler
import functools
import hashlib
import importlib.machinery
import importlib.metadata
import io
import json
import os
import platform
import re
import select
import sys
import sysconfig
import threading
import time
import traceback
import types
from collections.abc import Mapping
from pathlib import Path

import guard

# All that a run sees of its surroundings. Thread counts change results, so each run has one thread.
ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PYTHONUTF8", "TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS"), "1"
) | {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}
UNWRITTEN = 74  # exit code of a run whose record the disk did not take; it is the one for that in sysexits.h
LARGEST_VALUE = 1000  # elements of a recorded array, list or dictionary
LARGEST_OUTPUT = 20_000  # characters that a cell may print
NAME = re.compile(r"[a-z][a-z0-9-]*")
OPTION = re.compile(r'(\w+)="([^"]*)"')
# Files that a package's version stands for, and folders that belong to the machine.
PACKAGE = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib", ".ttf", ".afm", ".otf")
# What reads files without Python's seeing it, and who lists each folder that it looks for a module in.
READING = ("open", "os.listdir", "os.scandir")
UNSEEN = ("ctypes.dlopen", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "sqlite3.connect", "subprocess.Popen")
FINDERS = (importlib.machinery.FileFinder.find_spec.__code__.co_filename, importlib.metadata.__file__)
MACHINE = ("/proc", "/sys", "/dev", "/etc", "/usr", "/lib", "/var", "/System", "/Library", "C:\\Windows")


class SnippetError(Exception):
    """The snippet broke a rule of the book; ``line`` says where, if known."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.line = line


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parse(source: str) -> list[dict]:
    """Split a percent-format script into cells.

    Returns dictionaries ``{"name", "kind", "options", "line", "source"}``: ``kind`` is
    ``code`` or ``markdown``, ``line`` is where the cell's source begins, and what stands
    before the first marker is the cell ``header``. Raises SnippetError for a code cell
    without a name and for a name twice.
    """
    cells: list[dict] = [{"name": "header", "kind": "code", "options": {}, "line": 1, "source": []}]
    for number, line in enumerate(source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        if not line.startswith("# %%"):
            cells[-1]["source"].append(line)
            continue
        head, options = OPTION.sub("", line[4:]), dict(OPTION.findall(line))
        kind = "markdown" if "[markdown]" in head else "code"
        name = head.replace("[markdown]", "").strip() or f"text-{len(cells)}"
        if kind == "code" and (not NAME.fullmatch(name) or name.startswith("text-")):
            raise SnippetError(f"a cell needs a name of lower-case letters, digits and hyphens: “{line}”", number)
        if any(cell["name"] == name for cell in cells):
            raise SnippetError(f"the cell name “{name}” stands twice", number)
        cells.append({"name": name, "kind": kind, "options": options, "line": number + 1, "source": []})
    for cell in cells:
        lines = [re.sub("^# ?", "", s) if cell["kind"] == "markdown" else s for s in cell["source"]]
        blank = next((i for i, line in enumerate(lines) if line.strip()), 0)
        cell["line"], cell["source"] = cell["line"] + blank, "\n".join(lines[blank:]).rstrip()
    return cells


def plain(value, room: int = LARGEST_VALUE):
    """Return a number, a text or a small collection of these as JSON holds it; raise TypeError for anything else."""
    if hasattr(value, "tolist") and value.dtype.kind in "biuf" and value.size <= room:
        return value.tolist()
    if isinstance(value, (dict, list, tuple)) and len(value) <= room:
        share = room // max(1, len(value))
        if isinstance(value, dict):
            return {str(key): plain(item, share) for key, item in value.items()}
        return [plain(item, share) for item in value]
    if value is None or isinstance(value, (bool, int, float)) or isinstance(value, str) and len(value) < LARGEST_OUTPUT:
        return value
    raise TypeError(type(value).__name__)


def values(namespace: dict) -> dict:
    """Return the variables of a namespace that ``plain`` can hold."""
    found: dict = {}
    for name, value in list(namespace.items()):  # a thread that the snippet left may add to it meanwhile
        try:
            found |= {} if name.startswith("_") else json.loads(json.dumps({name: plain(value)}))
        except Exception:  # what is no plain value may answer in any way
            pass
    return found


def listing(folder) -> str:
    """Return the hash of the names in a folder, but for byte code."""
    return sha256("\0".join(sorted(name for name in os.listdir(folder) if name != "__pycache__")).encode())


class Inputs:
    """What a run read, by path from the repository, as it was then.

    Of a file it is the hash, of a folder that was listed (its path ends with a slash) the hash of its names, and of a file or a
    module that was looked for in vain None. Python tells of these (sys.addaudithook); it cannot tell what a compiled library or another
    process reads, so a run that has either reads all files that are not Python and lie in the snippet's folder.
    """

    def __init__(self, repository: Path, work: Path):
        self.hashes: dict[str, str | None] = {}
        self.own: set[str] = set()  # files that the run wrote, and may read again
        self.imported: set[str] = set()  # the modules that were asked for
        self.unseen = False  # whether something runs whose reading Python does not see
        self.repository, self.busy = str(repository), threading.local()
        self.packages, python = sysconfig.get_path("purelib") + os.sep, (sys.prefix, sys.base_prefix)
        self.made = tuple(f"{path}{os.sep}" for path in (work, repository / ".bake", repository / ".git", *python))
        self.machine = tuple(f"{path}{os.sep}" for path in (*MACHINE, *python))

    def note(self, path, value: str | None) -> None:
        slash = "/" if os.path.isdir(path) else ""
        self.hashes.setdefault(Path(os.path.relpath(path, self.repository)).as_posix() + slash, value)

    def add(self, path, data: bytes) -> None:
        self.note(path, sha256(data))

    def hook(self, event: str, arguments: tuple) -> None:
        """Note what the run looks at, but for code, which its package's version or Fresh stands for."""
        if hasattr(self.busy, "now") or event != "import" and event not in READING and event not in UNSEEN:
            return
        self.busy.now = True
        try:
            if event == "import":
                self.imported.add(arguments[0].partition(".")[0])
                compiled = isinstance(arguments[1], str) and not arguments[1].startswith(sysconfig.get_path("platstdlib"))
                self.unseen |= compiled
            elif event in UNSEEN:
                self.unseen = True
            else:
                self.see(event, arguments)
        except OSError:
            pass  # what the snippet does next is about to say so
        finally:
            del self.busy.now

    def see(self, event: str, arguments: tuple) -> None:
        """Note what an event of READING is about."""
        place = arguments[0] if arguments[0] is not None else "."
        if not isinstance(place, (str, bytes, os.PathLike)):
            return  # a descriptor of what was opened before
        path = os.path.abspath(os.fsdecode(place))
        inside = path.startswith(self.repository + os.sep)
        if path.startswith(self.packages):
            known = event != "open" or path.endswith(PACKAGE) or ".dist-info" in path  # by the package's version
        else:
            known = path.endswith(".pyc") or f"{path}{os.sep}".startswith(self.made if inside else self.machine)
        if event != "open":
            if not known and sys._getframe(2).f_code.co_filename not in FINDERS:
                self.note(path, listing(path))
            return
        mode, flags = arguments[1], arguments[2]
        writes = not set("r+") & set(mode) if mode else flags & (os.O_WRONLY | os.O_CREAT)
        if writes and not os.path.exists(path):
            self.own.add(path)
        if writes and inside and not known:
            raise PermissionError(f"a snippet writes only where it runs, to paths like “out.txt”, and not to {path}")
        if not (writes or known or path in self.own or os.path.isdir(path)):
            self.note(path, sha256(Path(path).read_bytes()) if os.path.exists(path) else None)

    def close(self, path: Path) -> dict[str, str | None]:
        """Return all that the run of the snippet at ``path`` rests on but packages."""
        self.busy.now = True
        for name in self.imported - set(sys.modules) - set(sys.stdlib_module_names):
            self.note(path.with_name(f"{name}.py"), None)
        if self.unseen:
            for file in path.parent.rglob("*"):
                if file.is_file() and file.suffix not in (".py", ".pyc"):
                    self.add(file, file.read_bytes())
        return dict(sorted(self.hashes.items()))

    def watch(self) -> None:
        """Begin: note what is opened, and import the repository's modules from source, never from old byte code."""

        class Fresh(importlib.machinery.SourceFileLoader):
            def get_code(loader, fullname):
                return compile(loader.get_data(loader.path), loader.path, "exec", dont_inherit=True)

        finder = importlib.machinery.FileFinder.path_hook((Fresh, [".py"]))

        def path_hook(path):
            if f"{path}{os.sep}".startswith(self.repository + os.sep) and not path.startswith(sys.prefix):
                return finder(path)
            raise ImportError

        sys.path_hooks.insert(0, path_hook)
        sys.path_importer_cache.clear()
        sys.addaudithook(self.hook)


def marked(tree: ast.Module, ran: dict[int, bool]) -> ast.Module:
    """Put a mark before each statement within another, and note its line in ``ran``; where the mark is come to, it ran.

    What is within no other runs, or the run fails. A mark takes some 30 ns; a tracer would slow packages down, too. What
    TensorFlow translates (autograph), it reads from the file, so within a function that it was asked to there are no marks.
    """
    translated: set[ast.AST] = set()
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.FunctionDef) and any("tf.function" in ast.unparse(name) for name in node.decorator_list):
            translated.update(ast.walk(node))
        for part in () if node is tree or node in translated else ("body", "orelse", "finalbody"):
            block = getattr(node, part, None)
            for statement in list(block) if isinstance(block, list) else ():  # and not the one expression of a lambda
                text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)  # documentation, or …
                if not text and not isinstance(statement, (ast.Global, ast.Nonlocal)):
                    (mark,) = ast.parse(f"__ran__[{statement.lineno}] = True").body
                    for inner in ast.walk(mark):
                        if hasattr(inner, "lineno"):
                            ast.copy_location(inner, statement)
                    block.insert(block.index(statement), mark)
                    ran[statement.lineno] = False
    return tree


def take_figures(cell: dict, figures: dict[str, str]) -> None:
    """Save every open figure under its name and close it."""
    plt = sys.modules.get("matplotlib.pyplot")
    for number in plt.get_fignums() if plt else ():
        figure = plt.figure(number)
        name = figure.get_label()
        if not NAME.fullmatch(name):
            raise SnippetError(f'a figure needs a name: plt.subplots(num="forecast"); this one has “{name}”')
        if name in figures:
            raise SnippetError(f"the figure name “{name}” stands twice")
        figure.savefig(drawing := io.StringIO(), format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
        figures[name] = drawing.getvalue()
        cell["figures"].append(name)


def written(stream, file: str, begin: int) -> tuple[str, int]:
    """Return the text that a stream's file got since byte ``begin``, and its new end."""
    try:
        stream.flush()
    except ValueError:
        raise SnippetError(f"the cell closed its standard {'error' if stream is sys.stderr else 'output'}") from None
    data = Path(file).read_bytes()[begin:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SnippetError(f"the cell prints bytes that are not UTF-8: {data[error.start :][:8]!r}") from None
    if len(text) > LARGEST_OUTPUT:
        raise SnippetError(f"the cell prints {len(text):,} characters; a page can show {LARGEST_OUTPUT:,}")
    return text, begin + len(data)


def open_on(file: str) -> bool:
    """Return whether descriptor 1 is open on a file; what is printed would not be seen elsewhere."""
    try:
        return os.name != "posix" or os.path.samestat(os.fstat(1), os.stat(file))
    except OSError:
        return False


@functools.cache
def owners() -> Mapping[str, list[str]]:
    """Return the distributions of each importable package; it takes a third of a second, so runs that are forked share it."""
    return importlib.metadata.packages_distributions()


def versions() -> dict[str, str]:
    """Return the version of each installed distribution of which a module is loaded."""
    names = {owner for name in list(sys.modules) for owner in owners().get(name.partition(".")[0], ())}
    return {name: importlib.metadata.version(name) for name in sorted(names, key=str.lower)}


def peak_memory() -> float | None:
    """Return the most memory this process held, in MB; None on Windows, which does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def run(path: Path, inputs: Inputs, progress) -> dict:
    """Run the snippet at ``path`` and return its record; whatever it raises comes through."""
    for file in filter(None, (str(path), __file__, os.environ.get("MATPLOTLIBRC"))):
        inputs.add(file, Path(file).read_bytes())
    sys.stderr = open(os.environ["SNIPPET_STDERR"], "w", buffering=1)  # warnings; descriptor 2 has C++'s chatter too
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    ran: dict[int, bool] = {}
    module.__dict__.update(__file__=str(path), __ran__=ran)
    sys.argv, sys.path[0] = [str(path)], str(path.parent)
    for name in ("guard", "runner"):  # a snippet may have modules of these names beside it
        sys.modules.pop(name, None)
    figures: dict[str, str] = {}
    begin, used, printed, warned, stdout = time.perf_counter(), time.process_time(), 0, 0, sys.stdout
    # What is printed comes in one order with what is written to descriptor 1, as on a terminal.
    stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    shown, warnings = os.environ["SNIPPET_STDOUT"], os.environ["SNIPPET_STDERR"]  # which the snippet may change
    source = path.read_bytes().decode("utf-8")
    cells = parse(source)
    for cell in cells:
        cell |= {"output": "", "stderr": "", "figures": []}
        if cell["kind"] == "code":
            progress(cell)
            code = "\n" * (cell["line"] - 1) + cell["source"]
            tree = marked(ast.parse(code, str(path)), ran)
            exec(compile(tree, str(path), "exec", dont_inherit=True), module.__dict__)
            take_figures(cell, figures)
            if sys.stdout is not stdout:
                raise SnippetError("the cell put something else in place of sys.stdout")
            cell["output"], printed = written(stdout, shown, printed)
            if not open_on(shown):
                raise SnippetError("the cell closed its standard output, descriptor 1, or put something else in its place")
            cell["stderr"], warned = written(sys.stderr, warnings, warned)
    if clash := set(figures) & {cell["name"] for cell in cells}:
        raise SnippetError(f"“{min(clash)}” is the name of a cell and of a figure")
    lines = source.splitlines()
    if never := sorted(line for line, done in ran.items() if not done and "# not reached" not in lines[line - 1]):
        progress(max((cell for cell in cells if cell["line"] <= never[0]), key=lambda cell: cell["line"]))
        told = ", ".join(map(str, never[:10])) + (" and more" if never[10:] else "")
        raise SnippetError(f"never ran: line {told}; a page shows only code that its run has tried", never[0])
    seconds = round(time.perf_counter() - begin, 2)
    return {
        "cells": cells,
        "figures": figures,
        "values": values(module.__dict__),
        "seconds": seconds,
        "cpu_seconds": round(time.process_time() - used, 2),
        "peak_mb": peak_memory(),
        "python": platform.python_version(),
        "versions": versions(),
        "inputs": inputs.close(path),
    }


def describe(error: BaseException, path: Path, cell: dict) -> dict:
    """Return an error as people need it: the message, the snippet's line and cell, the first and the last frames."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    own = [frame.lineno for frame in frames if frame.filename == str(path)]
    line = getattr(error, "line", None) or (own[-1] if own else cell["line"])
    if isinstance(error, SyntaxError) and error.filename == str(path):
        line = error.lineno
    try:
        message = "".join(traceback.format_exception_only(error)).strip()
    except Exception:
        message = f"{type(error).__name__} that cannot tell what it is"
    if isinstance(error, SystemExit):
        message = f"it exits (code {error.code}); a snippet runs to its end"
    elif isinstance(error, SnippetError):
        message, frames = str(error), []
    message = "\n".join(line[:300] for line in message.split("\n")[:6])
    shown = "".join(traceback.format_list(frames[:1] + frames[1:][-3:]))
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None))
    return {"ok": False, "message": message, "line": line, "cell": cell["name"], "frames": shown, "full": full}


def main(inputs: Inputs | None = None) -> None:
    """Run the snippet; ``inputs`` are those of a process that was forked, which watches already."""
    path, result, repository = (Path(argument).resolve() for argument in sys.argv[1:4])

    pipe = os.dup(0)

    def end_with_parent():
        if hasattr(select, "poll"):  # a forked run shares the pipe with others and must not read from it
            watch = select.poll()
            watch.register(pipe, 0)
            watch.poll()
        else:
            os.read(pipe, 1)
        os._exit(1)  # the parent is gone, and with it the wish for this run

    if guard.POSSIBLE:
        guard.stand(pipe)
    else:
        threading.Thread(target=end_with_parent, daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    hangs = open(result.with_suffix(".hang"), "w")  # where it stood shortly before the parent loses patience
    faulthandler.dump_traceback_later(max(0.5, float(os.environ.pop("SNIPPET_TIMEOUT")) - 0.5), file=hangs)
    cell = {"name": "header", "line": 1}

    def progress(now: dict) -> None:
        cell.update(name=now["name"], line=now["line"])
        result.with_suffix(".cell").write_text(json.dumps(cell))

    process, dumps = os.getpid(), json.dumps
    if not inputs:
        inputs = Inputs(repository, result.parent)
        inputs.watch()
    try:
        record = dumps({"ok": True, **run(path, inputs, progress)})
    except BaseException as error:
        record = dumps({**describe(error, path, cell), "inputs": inputs.hashes})
    if os.getpid() == process:  # and not a child that the snippet forked
        try:
            result.with_suffix(".part").write_text(record, encoding="utf-8")
            result.with_suffix(".part").replace(result)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.write(2, f"{error}\n".encode())
            os._exit(UNWRITTEN)
    os._exit(0)  # threads that the snippet left behind must not keep the build waiting


if __name__ == "__main__":
    main()
