"""Put a finished folder in its place in one step, so that whoever looks there finds the last one or this one, whole."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

# What exchanges two names at once, by platform: a function of the C library, and what its arguments are for paths a and b.
EXCHANGE = {
    "linux": ("renameat2", lambda a, b: (-100, a, -100, b, 2)),  # AT_FDCWD, RENAME_EXCHANGE
    "darwin": ("renamex_np", lambda a, b: (a, b, 2)),  # RENAME_SWAP
}


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders; return False where that cannot be done in one step."""
    name, arguments = EXCHANGE.get(sys.platform, ("", None))
    function = getattr(ctypes.CDLL(None), name, None) if name else None
    return function is not None and function(*arguments(os.fsencode(one), os.fsencode(other))) == 0


def place(made: Path, where: Path) -> None:
    """Put the folder ``made`` in the place of ``where``, which is on the same disk, and remove what was there."""
    if where.exists() and not exchange(made, where):
        last = made.with_name(f"{made.name}.last")
        shutil.rmtree(last, ignore_errors=True)
        where.rename(last)
        made.rename(where)
        last.rename(made)
    elif not where.exists():
        made.rename(where)
    shutil.rmtree(made, ignore_errors=True)


def beside(folder: Path, where: Path) -> Path:
    """Return where to make what shall be placed: ``folder`` or, if that is on another disk, the place itself."""
    there = where if where.exists() else where.parent
    return folder if folder.parent.stat().st_dev == there.stat().st_dev else where
