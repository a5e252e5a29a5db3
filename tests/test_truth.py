"""Attacks on the rule that a recorded run is shown only while it is what a cold bake would give."""

import os
import re
import shutil
import tempfile
from pathlib import Path

import bake
import pytest
from conftest import ROOT, SmallBook
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

NAMES = ("one", "two", "three")
DIGITS = st.sampled_from("0123")
FILES = st.sampled_from(["helper.py", "seen.txt", "unseen.txt", "perhaps.txt", "more/a", "more/b", "maybe.py"])
# Everything that a run can look at: its own code, a helper, a file, one that another process reads, one that need not be there, the
# names in a folder, a module that need not be there, the surroundings.
SNIPPET = '''"""A snippet."""

# %% look
import os, subprocess
from pathlib import Path
import helper
here = Path(__file__).parent
try:
    import maybe
except ImportError:
    maybe = None  # not reached when there is one
found = [{n}, helper.n, int((here / "seen.txt").read_text()), maybe and maybe.n]
found += [sorted(os.listdir(here / "more")), os.environ.get("SOMETHING")]
try:
    found += [open(here / "perhaps.txt").read()]
except FileNotFoundError:
    found += ["none"]  # not reached when there is one
found += [subprocess.run(["cat", here / "unseen.txt"], capture_output=True, text=True).stdout]

# %% say
print(found)
'''


def shown(bakery) -> dict:
    """Return what pages show of each snippet: nothing, or what its run gave, but for what was measured."""
    found = {}
    for name, path in bakery.snippets.items():
        run = None if bakery.stale(path) else bakery.load(path)
        found[name] = run and {key: value for key, value in vars(run).items() if key not in ("seconds", "cpu_seconds", "peak_mb")}
    return found


class Attacks(RuleBasedStateMachine):
    """A book is edited, damaged and baked in any order, and must always show nothing or what a cold bake gives."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.book = SmallBook(self.folder / "book")
        self.part = self.book.root / "snippets/part"
        for name in NAMES:
            self.book.write(f"snippets/part/{name}.py", SNIPPET.format(n=0))
        for file in ("helper.py", "seen.txt", "unseen.txt", "more/a"):
            self.put(file, "0")
        self.saved, self.cold = None, {}

    def teardown(self):
        shutil.rmtree(self.folder)

    def put(self, name: str, digit: str):
        self.book.write(f"snippets/part/{name}", f"n = {digit}" if name.endswith(".py") else digit)

    @rule(name=st.sampled_from(NAMES), digit=DIGITS)
    def edit_a_snippet(self, name, digit):
        if (self.part / f"{name}.py").exists():
            self.book.write(f"snippets/part/{name}.py", SNIPPET.format(n=digit))

    @rule(file=FILES, digit=DIGITS, keep=st.booleans())
    def edit_a_file_perhaps_with_its_old_time(self, file, digit, keep):
        before = (self.part / file).stat() if (self.part / file).exists() else None
        self.put(file, digit)
        if keep and before:
            os.utime(self.part / file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(file=st.sampled_from(["perhaps.txt", "more/a", "more/b", "maybe.py"]))
    def remove_a_file(self, file):
        (self.part / file).unlink(missing_ok=True)

    @rule(size=DIGITS)
    def edit_the_style(self, size):
        self.book.write("docs/theme/figures.mplstyle", f"font.size: 1{size}\n")

    @rule(a=st.sampled_from(NAMES), b=st.sampled_from(NAMES))
    def swap_two_snippets(self, a, b):
        paths = self.part / f"{a}.py", self.part / f"{b}.py"
        if all(path.exists() for path in paths):
            texts = [path.read_bytes() for path in paths]
            for path, text in zip(paths, reversed(texts), strict=True):
                path.write_bytes(text)

    @rule(name=st.sampled_from(NAMES))
    def rename_a_snippet_or_back(self, name):
        paths = self.part / f"{name}.py", self.part / f"new_{name}.py"
        old, new = paths if paths[0].exists() else reversed(paths)
        old.rename(new)

    @rule(seconds=st.integers(-(10**9), 10**6))
    def set_all_times(self, seconds):
        for path in self.book.root.rglob("*"):
            if path.is_file():
                os.utime(path, (1.7e9 + seconds,) * 2)

    @rule(value=DIGITS)
    def change_the_environment(self, value):
        os.environ["SOMETHING"] = value

    @rule(place=st.floats(0, 1), bit=st.integers(0, 7), which=st.integers(0, 9))
    def flip_a_bit_of_a_record(self, place, bit, which):
        records = sorted(self.book.root.glob(".bake/runs/*/*.run"))
        if records and (data := bytearray(records[which % len(records)].read_bytes())):
            data[int(place * (len(data) - 1))] ^= 1 << bit
            records[which % len(records)].write_bytes(data)

    @rule(text=st.sampled_from(["found", "n = ", "["]))
    def edit_a_record_by_hand(self, text):
        for record in self.book.root.glob(".bake/runs/*/*.run"):
            record.write_bytes(record.read_bytes().replace(text.encode(), b"9"))

    @rule(shift=st.integers(1, 2))
    def swap_records(self, shift):
        records = sorted(self.book.root.glob(".bake/runs/*/*.run"))
        data = [record.read_bytes() for record in records]
        for record, other in zip(records, data[shift:] + data[:shift], strict=True):
            record.write_bytes(other)

    @rule()
    def save_everything(self):
        shutil.rmtree(self.folder / "saved", ignore_errors=True)
        shutil.copytree(self.book.root, self.folder / "saved")  # with its times

    @rule(what=st.sampled_from(["", "snippets", ".bake", "docs"]))
    def go_back_to_what_was_saved(self, what):
        if (self.folder / "saved" / what).exists():
            shutil.rmtree(self.book.root / what, ignore_errors=True)
            shutil.copytree(self.folder / "saved" / what, self.book.root / what, dirs_exist_ok=True)

    @rule()
    def upgrade_a_package_or_python(self):
        for name, fake in ("installed", lambda name: "0.0"), ("platform", type("P", (), {"python_version": lambda: "3.0"})):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bake, name, fake)
                rests = [
                    name == "platform" or bool((run := self.book.load(n)) and run.versions) for n in self.book.bakery.snippets
                ]
                assert all(not rest or self.book.stale(n) for n, rest in zip(self.book.bakery.snippets, rests, strict=True))

    @rule()
    def bake(self):
        assert self.book.bake() == {}
        assert None not in shown(self.book.bakery).values()

    @invariant()
    def nothing_else_is_shown_than_a_cold_bake_gives(self):
        paths = [path for path in sorted(self.book.root.rglob("*")) if ".bake" not in path.parts]  # and folders, perhaps empty
        if any(now := shown(self.book.bakery).values()):
            key = tuple((path, path.read_bytes() if path.is_file() else b"") for path in paths)
            if key not in self.cold:
                shutil.rmtree(self.folder / "cold", ignore_errors=True)
                other = SmallBook(self.folder / "cold")
                shutil.copytree(self.book.root, other.root, ignore=shutil.ignore_patterns(".bake"), dirs_exist_ok=True)
                assert other.bake() == {}
                self.cold[key] = shown(other.bakery)
            assert all(run is None or run == self.cold[key][name] for name, run in shown(self.book.bakery).items()), now


def test_a_run_gives_the_same_again(bakery, tmp_path):
    """To the byte, but for what is measured: the cheapest snippets of the book that do not import time."""
    for name in ("snippets", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    runs = {path: bakery.load(path) for path in bakery.snippets.values() if not re.search("(import|from) time", path.read_text())}
    again = bake.Bakery(tmp_path)
    paths = [tmp_path / bakery.name(path) for path in sorted(runs, key=lambda path: runs[path].seconds)[:20]]
    assert again.bake(paths) == {}
    for path in paths:
        first, second = runs[ROOT / again.name(path)], again.load(path)
        assert (first.cells, first.values, first.figures) == (second.cells, second.values, second.figures), path.name


TestAttacks = Attacks.TestCase
TestAttacks.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
