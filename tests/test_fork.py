"""Runs that are forked from a process with Keras imported: the same records, sooner, and no process left behind."""

import os
import sys
import time
from pathlib import Path

import pytest
from bake import Bakery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each run imports what it needs")


@pytest.fixture
def forking(small):
    """A small book whose snippets are forked if they import fractions, which takes no time."""
    small.bakery = Bakery(small.root, timeout=20, module="fractions")
    yield small
    small.bakery.parent.stop()


PARENT = "int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])"  # of a run's guard


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def test_a_forked_run_records_what_a_fresh_one_does(small):
    small.snippet(
        "net",
        "import keras\nimport matplotlib.pyplot as plt\nimport numpy as np\nkeras.utils.set_random_seed(1)",
        "model = keras.Sequential([keras.Input((5, 1)), keras.layers.LSTM(3), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse', jit_compile=True)\nx = np.random.default_rng(0).normal(size=(64, 5, 1))\n"
        "losses = model.fit(x, x.sum(1), epochs=2, verbose=0).history['loss']\nprint(losses)",
        "import warnings\nfilters = [str(f) for f in warnings.filters]\nfig, ax = plt.subplots(num='loss')\nax.plot(losses)",
    )
    runs = []
    for module in ("keras", "nothing"):
        small.bakery = Bakery(small.root, module=module)
        assert small.bake(force=True, paths=[small.bakery.find("net")]) == {}
        assert bool(small.bakery.parent.process) == (module == "keras")
        runs.append(vars(small.load("net")))
        small.bakery.parent.stop()
    forked, fresh = (
        {key: value for key, value in run.items() if key not in ("seconds", "cpu_seconds", "peak_mb")} for run in runs
    )
    assert forked == fresh and "tensorflow" in fresh["versions"]
    assert runs[0]["seconds"] < runs[1]["seconds"]


def test_one_process_serves_many_runs_and_begins_anew_when_packages_change(forking, tmp_path):
    for i in range(4):
        forking.snippet(f"s{i}", f"import fractions\nimport os\nparent = {PARENT}\nx = {i}")
    forking.snippet("plain", f"import os\nparent = {PARENT}")
    assert forking.bake() == {}
    parent = forking.bakery.parent.process.pid
    assert {forking.load(f"s{i}").values["parent"] for i in range(4)} == {parent}
    assert [forking.load(f"s{i}").values["x"] for i in range(4)] == [0, 1, 2, 3]
    assert forking.load("plain").values["parent"] == os.getpid()
    forking.bakery.parent.packages = tmp_path
    forking.snippet("s0", f"import fractions\nimport os\nparent = {PARENT}")
    assert forking.bake() == {}
    assert forking.load("s0").values["parent"] == forking.bakery.parent.process.pid != parent


def test_runs_do_not_share_what_they_change(forking):
    change = (
        "import fractions\nimport os\nimport random\nseen = (os.environ.get('MARK'), hasattr(fractions, 'mark'), os.getcwd())\n"
    )
    change += "drawn = random.random()\nos.environ['MARK'] = 'x'\nfractions.mark = 1\nopen('here', 'w').close()"
    for i in range(3):
        forking.snippet(f"s{i}", change)
    assert forking.bake(workers=1) == {}
    runs = [forking.load(f"s{i}").values for i in range(3)]
    assert all(run["seen"][:2] == [None, False] for run in runs)
    assert len({run["seen"][2] for run in runs}) == 3 and len({run["drawn"] for run in runs}) == 3


def test_a_forked_run_that_hangs_dies_or_forks_is_told_of_like_any_other(forking):
    forking.bakery.timeout = 3
    hang = "import fractions\nimport os, time\nif os.fork() == 0:\n    open('{0}', 'w').write(str(os.getpid()))\ntime.sleep(60)"
    child = forking.root / "child"
    forking.snippet("hangs", hang.format(child))
    forking.snippet("dies", "import fractions\nimport os\nos.kill(os.getpid(), 11)")
    forking.snippet("raises", "import fractions\n1 / 0")
    forking.snippet("misses", "import fractions\nimport nowhere")
    failures = forking.bake()
    assert "snippets/part/hangs.py:8, cell c1: it hangs: stopped after 3 s" in failures["hangs"]
    assert "SIGSEGV" in failures["dies"] and "ZeroDivisionError" in failures["raises"] and "nowhere" in failures["misses"]
    assert gone(int(child.read_text()))
    assert not list((forking.root / ".bake/work").rglob("cwd"))


def test_a_module_that_cannot_be_imported_is_told_of_at_its_line(small):
    small.bakery = Bakery(small.root, module="nowhere")
    small.snippet("one", "import nowhere")
    assert "snippets/part/one.py:4, cell c1: ModuleNotFoundError" in small.bake()["one"]
    small.bakery.parent.stop()


def test_when_the_forking_process_is_killed_the_run_is_too_and_the_next_is_right(forking):
    forking.snippet("one", f"import fractions\nimport os, signal, time\nopen('{forking.root}/pid', 'w').write(str(os.getpid()))\n"
                           f"if not os.path.exists('{forking.root}/again'):\n    os.kill({PARENT}, signal.SIGKILL)  # not reached again\n"
                           "    time.sleep(60)  # not reached")  # fmt: skip
    assert "SIGKILL" in forking.bake()["one"]
    assert gone(int((forking.root / "pid").read_text()))
    (forking.root / "again").touch()
    assert forking.bake() == {}
