"""Bake and its child process: what is stale and why, what is recorded, and what bad snippets get."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import audit
import bake
import jupytext
import nbformat
import pytest
import runner
from conftest import SmallBook
from hypothesis import given
from hypothesis import strategies as st

HOOKS = Path(bake.__file__).parent


def test_bakes_once_and_then_nothing_is_stale(small):
    small.snippet("one", "x = 1 + 1", "print('two is', x)")
    assert small.stale("one") == "it was never run"
    assert small.bake() == {} and small.ran() == ["one"]
    assert small.load("one").values["x"] == 2
    assert small.load("one").output == {"header": "", "c1": "", "c2": "two is 2\n"}
    assert small.bake() == {} and small.ran() == []


def test_each_input_makes_stale_and_says_so_and_nothing_else_does(small, monkeypatch):
    small.write("snippets/part/data.txt", "1")
    helper = "import helper, numpy\nfrom pathlib import Path\n"
    small.snippet("one", helper + "n = int(Path(__file__).with_name('data.txt').read_text()) + helper.n")
    small.write("snippets/part/helper.py", "n = 1")

    def bakes(reason, value):
        assert reason in small.stale("one")
        assert small.bake() == {} and "one" in small.ran()
        assert small.load("one").values["n"] == value
        assert small.stale("one") is None

    bakes("never run", 2)
    small.write("snippets/part/data.txt", "2")
    bakes("snippets/part/data.txt changed", 3)
    small.write("snippets/part/helper.py", "n = 5")
    bakes("snippets/part/helper.py changed", 7)
    small.write("docs/theme/figures.mplstyle", "font.size: 10\n")
    bakes("figures.mplstyle changed", 7)
    with open(small.bakery.find("one"), "a") as file:
        file.write("# a comment\n")
    bakes("snippets/part/one.py changed", 7)

    for path in small.root.rglob("*.py"):
        os.utime(path)
    small.write("docs/en/page.md", "prose with one.py in it")
    assert small.stale("one") is None

    run = small.load("one")
    assert "numpy" in run.versions and "pytest" not in run.versions
    monkeypatch.setattr(bake, "installed", lambda name: "0.0" if name == "numpy" else run.versions[name])
    assert small.stale("one") == f"numpy {run.versions['numpy']} → 0.0"
    monkeypatch.undo()
    monkeypatch.setattr(bake.platform, "python_version", lambda: "3.99.0")
    assert small.stale("one").endswith("→ 3.99.0")


def test_a_helper_of_the_same_size_and_time_is_read_anew(small):
    helper = small.write("snippets/part/lib.py", "n = 1")
    small.snippet("one", "import lib", "n = lib.n")
    before = helper.stat()
    # Somebody ran the script by hand, so Python has the old helper's byte code.
    writes = {"PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "snippets/part/one.py"], cwd=small.root, env=writes, check=True)
    assert list(helper.parent.glob("__pycache__/*.pyc"))
    small.bake()
    helper.write_text("n = 2")
    os.utime(helper, ns=(before.st_atime_ns, before.st_mtime_ns))
    small.bake()
    assert small.load("one").values["n"] == 2


@pytest.mark.skipif(not Path("/var/tmp").is_dir(), reason="no folder below one that belongs to the machine")
def test_a_clone_may_stand_below_a_folder_of_the_machine():
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        small = SmallBook(Path(folder))
        small.write("snippets/part/data.txt", "1")
        small.snippet("one", "from pathlib import Path\nn = Path(__file__).with_name('data.txt').read_text()")
        assert small.bake() == {}
        small.write("snippets/part/data.txt", "2")
        assert small.stale("one") == "snippets/part/data.txt changed"


def test_a_stopped_build_is_no_failure_of_the_snippet(small):
    path = small.snippet("slow", "import time; time.sleep(30)")
    threading.Timer(1, small.bakery.stopping.set).start()
    begin = time.monotonic()
    assert "the build was stopped" in small.bake()["slow"]
    assert time.monotonic() - begin < 10 and small.bakery.failure(path) is None


def test_a_damaged_record_is_never_believed(small):
    small.snippet("one", "x = 1")
    small.bake()
    file = small.bakery.file(small.bakery.find("one"))
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"x": 1', b'"x": 7'))
    assert small.stale("one") == "its record is damaged"
    assert small.bake() == {} and small.load("one").values["x"] == 1
    # The record of another snippet, whole as it is, does not pass for this one's.
    small.snippet("two", "x = 2")
    small.bake()
    shutil.copy(small.bakery.file(small.bakery.find("two")), file)
    assert small.stale("one")


BAD = {
    "raises": ("ok = 1", "1 / 0", 7, "c2", "ZeroDivisionError"),
    "asserts": ("ok = 1", "assert ok == 2, 'not two'", 7, "c2", "AssertionError: not two"),
    "bad_syntax": ("ok = 1", "x = = 2", 7, "c2", "SyntaxError"),
    "exits": ("import sys", "sys.exit(0)", 7, "c2", "it exits"),
    "hard_exit": ("import os", "os._exit(3)", 7, "c2", "exit code 3"),
    "killed": ("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)", 7, "c2", "SIGKILL"),
    "million": ("ok = 1", "for i in range(1_000_000): print(i)", 7, "c2", "prints|printing"),
    "not_text": ("import sys", "sys.stdout.buffer.write(b'caf\\xe9')", 7, "c2", "not UTF-8"),
    "no_name": ("import matplotlib.pyplot as plt", "plt.plot([1, 2])", 7, "c2", "a figure needs a name"),
    "closes": ("import sys", "sys.stdout.close()", 7, "c2", "closed its standard output"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_snippet_says_where_and_leaves_the_last_good_run(small, name):
    first, second, line, cell, text = BAD[name]
    small.snippet(name, first, "ok = 'the good run'")
    small.write("docs/en/part/page.md", f"# Page\n\n```python {name}.py#c1\n```\n")
    assert small.bake() == {}
    small.snippet(name, first, second)
    message = small.bake()[name]
    assert message.startswith(f"snippets/part/{name}.py:{line}, cell {cell}: "), message
    assert re.search(text, message), message
    assert "docs/en/part/page.md:3" in message
    assert len(message.splitlines()) < 20
    assert small.load(name).values["ok"] == "the good run"
    assert small.bakery.failure(small.bakery.find(name)) == message
    small.snippet(name, first, "ok = 'better'")
    assert small.bakery.failure(small.bakery.find(name)) is None
    assert small.bake() == {} and small.load(name).values["ok"] == "better"
    assert not list((small.root / ".bake/work/part").glob(f"{name}/*"))


EVERY_KIND = """
class A:
    "A text alone, and declarations, are no statements that run."
    size: int = 2
    def count(self):
        "Count."
        global total
        total = 0
        def add(n):
            nonlocal_seen = [n for n in range(n) if n]
            for k in nonlocal_seen:
                if k == 1:
                    continue
                yield k
            else:
                yield from (lambda: ())()
        while True:
            try:
                total += sum(add(5)); raise ValueError
            except ValueError:
                break
            finally:
                total += 1
        with open("x", "w") as file:
            file.write("1")
        match total:
            case 10:
                return total
            case _:
                raise ValueError  # not reached
""".strip()


def test_every_line_has_run_or_says_that_it_is_not_reached(small):
    small.snippet("kinds", EVERY_KIND, "count = A().count()")
    assert small.bake() == {} and small.load("kinds").values["count"] == 10
    lines = EVERY_KIND.splitlines()
    small.snippet("kinds", EVERY_KIND.replace("  # not reached", ""), "A().count()")
    assert small.bake()["kinds"].startswith(
        f"snippets/part/kinds.py:{3 + len(lines)}, cell c1: never ran: line {3 + len(lines)};"
    )
    small.snippet("kinds", EVERY_KIND)  # nothing within a method ran
    assert "never ran: line 10, 11, 12, 13, 14, 15, 16, 18, 19, 20 and more; a page shows" in small.bake()["kinds"]


def test_of_what_tensorflow_translates_nothing_is_asked(small):
    small.snippet("graph", "class tf:\n    @staticmethod\n    def function(f):\n        return f",
                  "@tf.function\ndef f(x):\n    if x:\n        return 1\n    return 2")  # fmt: skip
    assert small.bake() == {}


def test_a_snippet_that_hangs_is_stopped_with_its_children(small):
    small.bakery.timeout = 3
    pid = small.root / "pid"
    small.snippet(
        "hangs",
        "import subprocess, time",
        f"p = subprocess.Popen(['sleep', '60'])\nopen({str(pid)!r}, 'w').write(str(p.pid))",
        "time.sleep(60)",
    )
    begin = time.monotonic()
    message = small.bake()["hangs"]
    assert time.monotonic() - begin < 8
    assert message.startswith("snippets/part/hangs.py:11, cell c3: it hangs: stopped after 3 s")
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.kill(int(pid.read_text()), 0)
            time.sleep(0.05)


def test_a_forked_child_does_not_speak_for_the_snippet(small):
    small.snippet(
        "forks", "import os, signal, time", "if os.fork():\n    time.sleep(1)\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert "killed by SIGKILL" in small.bake()["forks"]


def test_one_strange_snippet_does_not_hide_the_others(small):
    small.snippet("strange", "import os, shutil", "shutil.rmtree(os.path.dirname(os.getcwd()))")
    small.snippet("wrong", "x = 1", "1 / 0")
    small.snippet("patches", "import json", "json.dumps = lambda *a, **k: '{}'")
    small.snippet("good", "x = 1")
    failures = small.bake()
    assert set(failures) == {"strange", "wrong"} and failures["strange"].startswith("snippets/part/strange.py")
    assert small.load("good").values["x"] == 1 and small.stale("patches") is None


def test_messages_are_short_whatever_a_snippet_says(small):
    small.snippet("long", "x = 1", "raise ValueError('word ' * 100_000)")
    small.snippet("tall", "x = 1", "raise ValueError('word\\n' * 100_000)")
    small.snippet("floods", "import os", "while True: os.write(2, b'a' * 1000)")
    small.snippet("warns", "import sys", "while True: print('a' * 1000, file=sys.stderr)")
    failures = small.bake()
    assert all(len(message) < 3000 for message in failures.values()) and len(failures) == 4
    assert all("stopped after printing" in failures[name] for name in ("floods", "warns"))


def test_a_whole_record_of_another_shape_is_run_again(small):
    path = small.snippet("one", "x = 1")
    small.bake()
    _, header, body = small.bakery.file(path).read_bytes().split(b"\n")
    for text in (b"{}\n{}", b"", b"[]\n[]", header, b'{"python": 1}\n' + body, header + b"\n" + b'{"field": 1}'):
        small.bakery.write(small.bakery.file(path), runner.sha256(text).encode() + b"\n" + text)
        assert small.load("one") is None or small.stale("one")
        assert small.bake(paths=[path], force=True) == {} and small.load("one").values["x"] == 1
    small.bakery.file(path, ".failed").write_text("[]")
    assert small.bakery.failure(path) is None


def test_lines_are_those_that_editors_show(small):
    small.write("snippets/part/odd.py", "\ufeff# %% a\nx = 'a\u2028b'\n\x0c\n# %% b\n1 / 0\n")
    assert small.bake()["odd"].startswith("snippets/part/odd.py:5, cell b: ZeroDivisionError")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"""S."""\n# %% a\nx = 1\n# %% a\n', "snippets/part/one.py:4, cell header: the cell name “a” stands twice"),
        ('"""S."""\n# %% A Cell\n', "snippets/part/one.py:2, cell header: a cell needs a name"),
        (
            '"""S."""\n# %% a\nimport matplotlib.pyplot as p\np.figure("b")\n# %% c\np.figure("b")\n',
            "the figure name “b” stands twice",
        ),
        ('"""S."""\n# %% a\nimport matplotlib.pyplot as p\np.figure("b")\n# %% b\n', "name of a cell and of a figure"),
    ],
)
def test_names_are_checked(small, text, message):
    small.write("snippets/part/one.py", text)
    assert message in small.bake()["one"]


def test_two_snippets_of_one_name(small):
    small.write("snippets/a/one.py", "")
    small.write("snippets/b/one.py", "")
    with pytest.raises(bake.BakeError, match=r"snippets/b/one.py: snippets/a/one.py has the same name"):
        small.bake()


def test_runs_use_all_cores(small):
    for name in ("one", "two"):
        small.snippet(name, "import time; begin = time.time(); time.sleep(1.5); end = time.time()")
    assert small.bake(workers=2) == {}
    one, two = (small.load(name).values for name in ("one", "two"))
    assert max(one["begin"], two["begin"]) < min(one["end"], two["end"])


def test_a_snippet_saved_while_it_runs_starts_again(small):
    slow = small.snippet("slow", "import time; time.sleep(4); x = 1")
    later = threading.Timer(1.5, lambda: slow.write_text(slow.read_text().replace("4", "0").replace("x = 1", "x = 2")))
    later.start()
    begin = time.monotonic()
    assert small.bake() == {}
    assert small.ran() == ["slow", "slow"] and small.load("slow").values["x"] == 2
    assert time.monotonic() - begin < 4


def test_a_run_sees_a_fixed_environment(small, monkeypatch):
    monkeypatch.setenv("MY_SECRET", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    small.snippet("one", "import os, sys; e = dict(os.environ); argv = len(sys.argv); cwd = os.listdir()\nname = __name__")
    small.bake()
    values = small.load("one").values
    assert values["e"]["OMP_NUM_THREADS"] == "1" and "MY_SECRET" not in values["e"]
    assert values["argv"] == 1 and values["cwd"] == [] and values["name"] == "__main__"


def test_values_are_numbers_texts_and_small_collections_of_them(small):
    code = "import numpy as np, math\na = np.float32(0.5); b = np.arange(4).reshape(2, 2); big = np.zeros(2000)\n"
    small.snippet("one", code + "c = {'x': [1, (2.5, None)]}; d = object(); _e = 1; f = math.inf; g = True; h = np.pi")
    small.bake()
    values = small.load("one").values
    assert values.pop("h") == 3.141592653589793
    assert values == {"a": 0.5, "b": [[0, 1], [2, 3]], "c": {"x": [1, [2.5, None]]}, "f": float("inf"), "g": True}


def test_figures_output_and_notebook_agree(small):
    figure = 'import matplotlib.pyplot as plt\nplt.subplots(num="line")[1].plot([1, 2])\nprint("drawn")\nplt.show()'
    path = small.snippet("one", "x = 1", figure)
    small.bake()
    run = small.load("one")
    assert run.cells[2]["figures"] == ["line"] and run.figures["line"].rstrip().endswith("</svg>")
    notebook = nbformat.reads(run.notebook(), 4)
    nbformat.validate(notebook)
    ours = [cell.source for cell in notebook.cells]
    assert ours == [cell.source for cell in jupytext.read(path).cells]
    assert [output.output_type for output in notebook.cells[2].outputs] == ["stream", "display_data"]
    assert "# %%" not in run.script() and run.script().startswith('"""A snippet."""\n\nx = 1\n\nimport')
    assert run.seconds > 0 and (run.peak_mb or 10) > 5
    # The same run again gives the same record but for its times.
    small.bake(paths=[path], force=True)
    again = small.load("one")
    assert (again.figures, again.values, again.inputs) == (run.figures, run.values, run.inputs)


@given(st.lists(st.text(alphabet="ab \n#=", max_size=30).filter(lambda s: "# %%" not in s), min_size=1, max_size=5))
def test_cells_keep_their_lines(sources):
    text = '"""Doc."""\n' + "".join(f"# %% c{i}\n{source}\n" for i, source in enumerate(sources))
    lines = text.splitlines()
    for cell in runner.parse(text):
        for offset, line in enumerate(cell["source"].splitlines()):
            assert lines[cell["line"] - 1 + offset].rstrip() == line.rstrip()


def test_the_command_line(small, capsys):
    small.snippet("one", "x = 1")
    small.snippet("two", "x = 1 / 0")
    root = ["--root", str(small.root)]
    assert bake.main(["--check", *root]) == 1
    assert "snippets/part/one.py: it was never run" in capsys.readouterr().out
    assert bake.main(["one", *root]) == 0 and bake.main(root) == 1
    out, err = capsys.readouterr()
    assert "baked" in out and "snippets/part/two.py:4, cell c1: ZeroDivisionError" in err
    assert bake.main(["--why", "one", *root]) == 0
    assert "snippets/part/one.py: up to date" in capsys.readouterr().out
    assert bake.main(["--why", "two.py", *root]) == 1
    assert "its last run failed: snippets/part/two.py:4" in capsys.readouterr().out
    assert bake.main(["oen", *root]) == 1
    assert "there is no snippet “oen”; did you mean one.py?" in capsys.readouterr().err


def test_finding_out_that_nothing_is_stale_is_fast(small):
    small.snippet("s0", "import numpy, matplotlib.pyplot as plt", "plt.subplots(num='f')[1].plot(range(100))", "x = 1")
    small.bake()
    path = small.bakery.find("s0")
    text, (_, header, body) = path.read_text(), small.bakery.file(path).read_bytes().split(b"\n", 2)
    for i in range(1, 300):  # records as bake would write them for copies of the snippet
        copy = small.write(f"snippets/part/s{i}.py", text)
        entry = json.loads(header)
        entry["snippet"] = f"snippets/part/s{i}.py"
        entry["inputs"] = {name.replace("/s0.py", f"/s{i}.py"): digest for name, digest in entry["inputs"].items()}
        rest = json.dumps(entry).encode() + b"\n" + body
        small.bakery.write(small.bakery.file(copy), runner.sha256(rest).encode() + b"\n" + rest)
    begin = time.monotonic()
    assert bake.Bakery(small.root).check() == {}
    assert time.monotonic() - begin < 2


def test_the_book_is_checked_in_a_third_of_a_second(bakery):
    begin = time.monotonic()
    assert bakery.check() == {}
    assert time.monotonic() - begin < 0.3


@pytest.fixture
def clones(small, tmp_path_factory):
    """A book of seven snippets, and what makes another clone of it."""
    small.write("snippets/part/data.txt", "5")
    read = "from pathlib import Path\nn = int(Path(__file__).with_name('data.txt').read_text())"
    for i in range(7):
        small.snippet(f"s{i}", f"{read} + {i}", "print(n)")

    def clone():
        other = SmallBook(tmp_path_factory.mktemp("clone"))
        shutil.copytree(small.root, other.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".bake"))
        return other

    return clone


def test_four_shards_on_machines_of_their_own_are_the_whole_book(small, clones):
    for k in range(1, 5):
        machine = clones()
        assert machine.bake(paths=machine.bakery.share(f"{k}/4")) == {} and 1 <= len(machine.ran()) <= 2
        shutil.copytree(machine.root / ".bake/runs", small.root / ".bake/runs", dirs_exist_ok=True)  # merged by copying
    assert small.bakery.check() == {} and small.bake() == {} and small.ran() == [] and small.load("s6").output["c2"] == "11\n"


@pytest.mark.parametrize("shard", ["0/4", "5/4", "4", "a/b", "1/0", "-1/2", ""])
def test_a_wrong_share_is_named(small, shard):
    small.snippet("one", "x = 1")
    with pytest.raises(bake.BakeError, match="is no share; write K/N"):
        small.bakery.share(shard)


@pytest.mark.parametrize("way", ["folder", "archive", "site"])
def test_a_clone_takes_runs_from_elsewhere_and_need_not_run(small, clones, tmp_path, way):
    machine = clones()
    assert machine.bake() == {}
    if way == "folder":
        taken, refused = small.bakery.restore(str(machine.root / ".bake"))
    else:
        shutil.make_archive(str(tmp_path / "site/runs"), "zip", machine.root / ".bake", "runs")
        if way == "archive":
            taken, refused = small.bakery.restore(str(tmp_path / "site/runs.zip"))
        else:
            with audit.serve(tmp_path / "site") as address:
                taken, refused = small.bakery.restore(address)
    assert len(taken) == 7 and refused == {} and small.bake() == {} and small.ran() == []


def test_what_does_not_hold_here_is_refused_and_run(small, clones):
    machine = clones()
    assert machine.bake() == {}
    runs = machine.root / ".bake/runs/part"

    def forge(name, change):
        inputs, record = map(json.loads, bake.whole((runs / f"{name}.run").read_bytes()))
        change(inputs, record)
        rest = f"{json.dumps(inputs)}\n{json.dumps(record)}".encode()
        (runs / f"{name}.run").write_bytes(bake.runner.sha256(rest).encode() + b"\n" + rest)

    small.bake(paths=[small.bakery.find("s0")])
    small.write("snippets/part/data.txt", "7")  # what is here is stale, and what comes is empty
    (runs / "s0.run").write_bytes(b"")
    assert small.bakery.restore(str(runs))[1][small.bakery.find("s0")] == "its record is damaged"
    small.write("snippets/part/data.txt", "5")
    small.bakery.file(small.bakery.find("s0")).unlink()
    (runs / "s0.run").write_bytes((runs / "s6.run").read_bytes()[:-9])  # damaged
    (runs / "s1.run").write_bytes((runs / "s2.run").read_bytes())  # another's
    forge("s2", lambda inputs, record: inputs["inputs"].update({"snippets/part/data.txt": "0" * 64}))  # other data
    forge("s3", lambda inputs, record: record["cells"][1].update(source="n = 99"))  # other code
    forge("s4", lambda inputs, record: record.update(figures={"f": "<svg/>"}))  # a figure that nobody drew
    forge("s5", lambda inputs, record: record.pop("seconds"))
    small.snippet("s6", "n = 60", "print(n)")  # changed here meanwhile
    taken, refused = small.bakery.restore(str(runs))
    assert taken == [] and {path.stem: why for path, why in refused.items()} == {
        "s0": "its record is damaged", "s1": "its record is another snippet's", "s2": "snippets/part/data.txt changed",
        "s3": "its record is not one of this snippet", "s4": "its record is not one of this snippet",
        "s5": "its record is not one of this snippet", "s6": "snippets/part/s6.py changed",
    }  # fmt: skip
    assert small.bake() == {} and len(small.ran()) == 7 and small.load("s3").values["n"] == 8


def test_of_several_runs_of_a_snippet_the_one_that_holds_is_taken(small, clones, tmp_path):
    machine = clones()
    assert machine.bake() == {}
    shutil.copytree(machine.root / ".bake/runs", tmp_path / "a")
    machine.write("snippets/part/data.txt", "6")
    assert machine.bake() == {}
    shutil.copytree(machine.root / ".bake/runs", tmp_path / "b")
    taken, refused = small.bakery.restore(str(tmp_path))
    assert len(taken) == 7 and refused == {} and small.load("s0").values["n"] == 5
    small.write("snippets/part/data.txt", "6")
    assert len(small.bakery.restore(str(tmp_path))[0]) == 7 and small.load("s0").values["n"] == 6


def test_restoring_keeps_what_holds_and_says_where_there_is_nothing(small, clones, tmp_path):
    machine = clones()
    assert machine.bake() == {} and small.bake() == {}
    before = small.bakery.file(small.bakery.find("s0")).stat().st_mtime_ns
    assert small.bakery.restore(str(machine.root / ".bake")) == ([], {})
    assert small.bakery.file(small.bakery.find("s0")).stat().st_mtime_ns == before
    (tmp_path / "no.zip").write_text("no archive")
    (tmp_path / "empty").mkdir()
    for source in ("no.zip", "empty", "gone", "http://127.0.0.1:9/"):
        with pytest.raises(bake.BakeError, match="no runs can be had|has no recorded runs"):
            small.bakery.restore(source if ":" in source else str(tmp_path / source))


def test_the_command_shards_and_restores(small, clones):
    machine = clones()
    command = [sys.executable, str(HOOKS / "bake.py"), "--root"]
    done = subprocess.run([*command, str(machine.root), "--shard", "2/3"], capture_output=True, text=True)
    assert done.returncode == 0 and len(list(machine.root.rglob("*.run"))) == 2
    done = subprocess.run([*command, str(small.root), "--restore", str(machine.root / ".bake")], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("restored 2 runs\n") and done.stdout.count("baked ") == 5
    done = subprocess.run([*command, str(small.root), "--restore", "nowhere"], capture_output=True, text=True)
    assert done.returncode == 1 and "no runs can be had from nowhere" in done.stderr


def test_a_file_that_the_run_makes_for_itself_is_no_input(small, tmp_path):
    there = small.write("../elsewhere.txt", "5")
    small.snippet(
        "one",
        "import tempfile\nfrom pathlib import Path\nfolder = tempfile.mkdtemp()\npath = Path(folder, 'data.txt')",
        f"path.write_text('3')\nn = int(path.read_text()) + int(Path('{there}').read_text())",
        "with open(path, 'w+') as file:\n    file.write('4')\nm = path.read_text()\nimport shutil\nshutil.rmtree(folder)",
    )
    assert small.bake() == {} and small.load("one").values["n"] == 8 and small.stale("one") is None
    assert [name for name in small.load("one").inputs if name.endswith(".txt")] == ["../elsewhere.txt"]
    there.write_text("6")
    assert small.stale("one") == "../elsewhere.txt changed"
