"""What must be true of gates that start open."""

import numpy as np
import pytest


def test_both_layers_learn_both_tasks_with_every_seed(run):
    for name in ("LSTM", "GRU"):
        for task in ("fixed place", "moving place"):
            assert len(run.values["errors"][name][task]) == 3
            assert max(run.values["errors"][name][task]) < 0.1


def test_only_the_bias_of_the_gate_that_keeps_the_state_is_raised(run):
    made = run.execute("imports", "data", "open")
    for name, (start, stop) in {"LSTM": (16, 32), "GRU": (0, 18)}.items():
        bias = made["network"](name).layers[0].get_weights()[2]
        rows = np.atleast_2d(bias)
        assert (rows[0, start:stop] == 3).all()
        rows[0, start:stop] = 0
        assert not rows.any()
    assert run.values["kept"] == pytest.approx(0.9526, abs=1e-4)


def test_the_tasks_are_those_of_the_chapter(run, bakery):
    other = bakery.load(bakery.find("choosing_memory"))
    cells = {cell["name"]: cell["source"] for cell in other.cells}
    theirs = {}
    exec(cells["imports"] + "\n" + cells["data"], theirs)
    ours = run.execute("imports", "data")["recall"]
    for moving in (False, True):
        again = theirs["recall"](50, 31, moving, np.random.default_rng(4))
        for a, b in zip(ours(50, moving, np.random.default_rng(4)), again, strict=True):
            assert np.array_equal(a, b)
    for name in ("T", "batch", "budget", "look"):
        assert other.values[name] == run.values[name]
    assert all(other.values["units"][name] == run.values["units"][name] for name in run.values["units"])
