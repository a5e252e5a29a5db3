"""The guard of a run: the process above it that ends whatever it started, however the run or the build ends.

A snippet may start processes that outlive it, in sessions of their own, or hold the interpreter for ever; it may be killed,
and so may the build. So on Linux a run begins by forking: the child runs the snippet, and the parent, which does nothing
else, adopts each process below it that loses its own parent. When the child has ended, when the build asks for it
(SIGTERM), or when the build is gone, the guard ends all that is there, and then itself as the child ended.
"""

import contextlib
import ctypes
import os
import select
import signal

SET_CHILD_SUBREAPER, SET_PDEATHSIG = 36, 1  # of prctl


def possible() -> bool:
    """Return whether this machine, a Linux of 2019 or later, lets a process be guarded."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return os.path.exists("/proc/thread-self/children")


POSSIBLE = possible()


def family(pid: int) -> list[int]:
    """Return a process and all those below it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):  # it has just ended
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children") as children:
                    found += map(int, children.read().split())
    return found


def memory(pid: int | None, limit: float) -> float:
    """Return the MB that a process and those below it hold; above ``limit``, what they share is counted once."""
    held, pids = 0, family(pid) if POSSIBLE and pid else ()
    for one in pids:
        with contextlib.suppress(OSError), open(f"/proc/{one}/statm") as pages:
            held += int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if held > limit * (1 << 20):  # only then, since this takes longer
        held = 0
        for one in pids:
            with contextlib.suppress(OSError), open(f"/proc/{one}/smaps_rollup") as sizes:
                held += next((int(line.split()[1]) << 10 for line in sizes if line.startswith("Pss:")), 0)
    return held / (1 << 20)


def stand(pipe: int) -> None:
    """Return in a new process that may run the snippet; this one guards it until the other end of ``pipe`` is closed."""
    import resource  # Windows has none

    prctl, child = ctypes.CDLL(None).prctl, 0
    prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def end(*_) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        code = -signal.SIGKILL
        while True:
            for one in family(os.getpid())[1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            try:
                done, status = os.waitpid(-1, 0)
            except ChildProcessError:
                break
            code = os.waitstatus_to_exitcode(status) if done == child else code
        if code < 0:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the child's own will do
            with contextlib.suppress(OSError):
                signal.signal(-code, signal.SIG_DFL)
            os.kill(os.getpid(), -code)
        os._exit(abs(code))

    signal.signal(signal.SIGTERM, end)
    child = os.fork()
    if child:
        wait = select.poll()
        wait.register(pipe, 0)
        wait.register(os.pidfd_open(child), select.POLLIN)
        wait.poll()
        end()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # nobody runs without a guard
    os.close(pipe)
