"""What must be true of windows cut by NumPy and by Keras."""

import numpy as np


def test_series_is_the_real_one(run):
    assert run.output["series"].splitlines()[0].startswith("(1047,)")
    assert run.execute("imports", "series")["series"].min() > 90


def test_letters_are_one_hot(run):
    shared = run.execute("imports", "text")
    hello = shared["hello"]
    assert hello.shape == (5, 4) and (hello.sum(axis=1) == 1).all()
    assert "".join(shared["letters"][i] for i in hello.argmax(axis=1)) == "hello"


def test_each_target_comes_right_after_its_window(run):
    shared = run.execute("imports", "series", "windows")
    series, windows, targets, width = (shared[name] for name in ("series", "windows", "targets", "width"))
    assert width == 10 and windows.shape == (1037, 10) and shared["x"].shape == (1037, 10, 1) and len(targets) == 1037
    for i in range(1037):
        assert np.array_equal(windows[i], series[i : i + 10]) and targets[i] == series[i + 10]


def test_keras_cuts_the_same(run):
    assert run.output["dataset"].split() == "windows equal True targets equal True".split()
    shared = run.execute("imports", "series", "windows", "dataset")
    assert shared["keras_windows"].shape == (1037, 10) and shared["keras_targets"].shape == (1037,)
    assert all(np.array_equal(shared[f"keras_{name}"], shared[name]) for name in ("windows", "targets"))
    assert len(shared["batches"]) == 5


def test_the_trap_is_as_the_text_says(run):
    found = [tuple(row) for row in run.values["found"].values()]
    assert found == [(9, 10, 1037), (9, 0, 1038), (9, 1, 1038), (9, 9, 1038), (9, 10, 1028)]
    assert "slide" in run.figures
