"""A process that has imported Keras and forks itself for each run, so that runs need not import it.

    python fork.py MODULE REPOSITORY

It reads requests from its standard input, a line of JSON each: the runner's arguments, the folder to work in and what
to add to the environment. It answers on its standard output, a line of JSON each: the folder, ``pid`` and the child's number,
and in the end ``returncode`` and how it ended. A fork is safe while no operation ran in the parent: it does nothing but
import, and what it reads for that is an input of every run.
"""

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

import runner


class Child:
    """A run in a forked process; like ``subprocess.Popen`` as far as bake uses it."""

    def __init__(self, parent: subprocess.Popen, hear):
        self.parent, self.hear = parent, hear
        self.pid: int | None = None
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            gone = self.parent.poll() is not None
            self.hear(self.parent)
            if self.returncode is None and gone:
                self.returncode = -signal.SIGKILL  # nobody is left to say how it ended
        return self.returncode

    def wait(self) -> None:
        while self.poll() is None:
            time.sleep(0.01)


class Parent:
    """Starts forked runs; the process with the module is started with the first of them, and anew if packages changed."""

    def __init__(self, module: str, repository: Path, environment: dict[str, str], packages: Path):
        self.module, self.repository, self.environment, self.packages = module, repository, environment, packages
        self.process: subprocess.Popen | None = None
        self.made: list[int] | None = None  # when what it imported was installed
        self.children: dict[str, Child] = {}
        self.hearing = threading.Lock()

    def start(self, arguments: list, work: Path, environment: dict[str, str], stdout: Path, stderr: Path) -> Child:
        """Start ``runner.py`` with these arguments in ``work/cwd``; call it from one thread at a time."""
        made = [os.stat(path).st_mtime_ns for path in (self.packages, runner.__file__)]  # an installation changes its folder
        if self.process is None or self.process.poll() is not None or self.made != made:
            self.process = subprocess.Popen(
                [sys.executable, __file__, self.module, self.repository], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=self.environment, start_new_session=True, bufsize=0,
            )  # fmt: skip
            self.made = made
        request = {"arguments": list(map(str, arguments)), "work": str(work), "environment": environment,
                   "stdout": str(stdout), "stderr": str(stderr)}  # fmt: skip
        child = self.children[str(work)] = Child(self.process, self.hear)
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
        except BrokenPipeError:
            pass  # it has just ended, as poll will say
        return child

    def hear(self, process: subprocess.Popen) -> None:
        """Take what the process has said of its children so far."""
        with self.hearing:
            while select.select([process.stdout], [], [], 0)[0] and (line := process.stdout.readline()):
                work, name, number = json.loads(line)
                setattr(self.children[work], name, number)

    def stop(self) -> None:
        """End the process, and with it the runs that it was asked for."""
        if self.process:
            self.process.kill()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()


def become(request: dict, answers: int) -> None:
    """Turn this forked process into the one that runs the snippet."""
    os.close(answers)
    os.setpgid(0, 0)
    os.environ.update(request["environment"])
    tempfile.tempdir = None  # the run's own is in its environment
    os.chdir(Path(request["work"], "cwd"))
    for descriptor, name in (1, "stdout"), (2, "stderr"):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), descriptor)
    for module in ("random", "numpy.random"):  # forked alike, they would draw the same where nobody sets a seed
        if module in sys.modules:
            sys.modules[module].seed()
    sys.argv[1:] = request["arguments"]


def main() -> None:
    """Fork for each request until the parent closes the pipe."""
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what an import prints is no answer

    def tell(*said) -> None:
        os.write(answers, json.dumps(said).encode() + b"\n")  # and not to a file, for which the disk might have no room

    inputs = runner.Inputs(Path(sys.argv[2]), Path(sys.argv[2], ".bake"))
    inputs.watch()
    try:
        importlib.import_module(sys.argv[1])
    except Exception:
        pass  # the snippet will say what is missing, and where it asks for it
    runner.owners()
    gc.freeze()  # what was imported stays: no run looks through it for what could go, some 0.2 s each time
    children: dict[int, Path] = {}
    rest = b""
    while True:
        ready, _, _ = select.select([0], [], [], 0.02 if children else None)
        if ready:
            data = os.read(0, 1 << 16)
            if not data:
                os._exit(0)
            *lines, rest = (rest + data).split(b"\n")
            for request in map(json.loads, lines):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of a fork beside threads: they are idle, since nothing was computed
                    child = os.fork()
                if not child:
                    become(request, answers)
                    return runner.main(inputs)
                try:
                    os.setpgid(child, child)  # whoever comes first: it must be so before its number is known
                except OSError:
                    pass
                children[child] = request["work"]
                tell(request["work"], "pid", child)
        for child in list(children):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                tell(children.pop(child), "returncode", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
