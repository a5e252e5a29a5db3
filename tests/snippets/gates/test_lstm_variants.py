"""Four LSTMs on one task: same cells as in the chapter, parameters by formula, and what the stream does to them."""

import numpy as np
import pytest

NAMES = ["LSTM", "peepholes", "coupled", "no forget gate"]


def cells_of(bakery, name, *cells):
    path = bakery.find(name)
    sources = {cell["name"]: cell["source"] for cell in bakery.load(path).cells}
    namespace = {"__name__": "__main__"}
    for cell in cells:
        exec(sources[cell], namespace)
    return namespace


@pytest.mark.parametrize("name", NAMES)
def test_the_compact_cell_is_the_one_of_the_equations(run, bakery, name):
    ours = run.execute("imports", "cell")
    rng, x = np.random.default_rng(0), np.random.default_rng(1).normal(size=(2, 12, 3))
    cell = ours["VariantCell"](5, **ours["variants"][name], dtype="float64")
    layer = ours["keras"].layers.RNN(cell, return_sequences=True, dtype="float64")
    layer.build(x.shape)
    weights = [rng.normal(size=w.shape) for w in layer.get_weights()]
    layer.set_weights(weights)
    if name in ("LSTM", "peepholes"):
        there = cells_of(bakery, "peephole", "imports", "step", "layer")
        hs, *_ = there["peephole_lstm"](x, *(weights if name == "peepholes" else [*weights, np.zeros((3, 5))]))
    else:
        there = cells_of(bakery, "coupled_gates", "imports", "step", "no-forget", "layer")
        hs, *_ = there["unrolled"](there["coupled_step" if name == "coupled" else "no_forget_step"], x, *weights)
    assert hs == pytest.approx(np.asarray(layer(x)), abs=1e-9)


@pytest.mark.parametrize("d, u", [(1, 16), (3, 5), (7, 2), (2, 32)])
def test_parameters_follow_the_formula(run, d, u):
    ours = run.execute("imports", "cell")
    block = u * (u + d + 1)
    for name, expected in zip(NAMES, (4 * block, 4 * block + 3 * u, 3 * block, 3 * block), strict=True):
        layer = ours["keras"].layers.RNN(ours["VariantCell"](u, **ours["variants"][name]))
        layer.build((None, None, d))
        assert layer.count_params() == expected
        if (d, u) == (1, 16):
            assert run.values["parameters"][name] == expected


def test_targets_count_the_steps_since_the_last_pulse(run):
    data = run.execute("imports", "data")
    x, y = data["streams"](5, 80, seed=9)
    for pulses, targets in zip(x[..., 0], y[..., 0], strict=True):
        last, gaps = 0, []
        assert pulses[0] == 1
        for t in range(80):
            if pulses[t]:
                gaps.append(t - last)
                last = t
            assert targets[t] == t - last
        assert all(5 <= gap <= 20 for gap in gaps[1:])
    assert data["x_train"].shape[1:] == (50, 1) and data["x_test"].shape == (100, 500, 1)


def test_no_memory_is_the_best_that_the_input_of_one_step_allows(run):
    data = run.execute("imports", "data")
    x, y = data["x_test"], data["y_test"]
    best = sum(((y[x == k] - y[x == k].mean()) ** 2).sum() for k in (0, 1)) / y.size
    assert run.values["baseline"] == pytest.approx(best**0.5, rel=0.02)


def at(run, name, part):
    return [found[part] for found in run.values["rmse"][name]]


def test_with_a_forget_gate_the_variants_hardly_differ(run):
    for part in range(10):
        means = [np.mean(at(run, name, part)) for name in NAMES[:3]]
        assert max(means) < 2 * min(means)
        assert max(max(at(run, name, part)) for name in NAMES[:3]) < 0.1 * run.values["baseline"]
    for name in NAMES[:3]:  # … and go on as they began
        for found in run.values["rmse"][name]:
            assert len(found) == 10 and max(found) < 1.5 * found[0]


def test_without_a_forget_gate_it_is_worse_and_gets_worse_along_the_stream(run):
    others = [error for name in NAMES[:3] for error in at(run, name, -1)]
    assert min(at(run, "no forget gate", -1)) > 1.5 * max(others)
    assert min(at(run, "no forget gate", 0)) > max(error for name in NAMES[:3] for error in at(run, name, 0))
    for found in run.values["rmse"]["no forget gate"]:
        assert found[-1] > 1.2 * found[0]
    assert max(at(run, "no forget gate", -1)) < run.values["baseline"]


def test_the_table_has_a_row_for_each_and_the_figure_is_there(run):
    lines = run.output["compare"].splitlines()
    assert [line[:14].strip() for line in lines[1:]] == [*NAMES, "no memory"]
    assert "along" in run.figures
