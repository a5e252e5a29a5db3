"""The gated layers solve the adding problem, the SimpleRNN does not; and the profiles are what they are said to be."""

import numpy as np
import pytest

LAYERS = ("SimpleRNN", "GRU", "LSTM")


def test_the_data_is_the_adding_problem(run):
    cell = run.execute("imports", "data")
    for x, y in ((cell["x"], cell["y"]), (cell["x_test"], cell["y_test"])):
        assert x.shape == (len(y), 100, 2) and 0 <= x.min() and x.max() <= 1
        marks = x[:, :, 1]
        assert set(np.unique(marks)) == {0, 1}
        assert (marks[:, :50].sum(1) == 1).all() and (marks[:, 50:].sum(1) == 1).all()
        assert y == pytest.approx([row[mark == 1].sum() for row, mark in zip(x[:, :, 0], marks, strict=True)])
    assert run.values["constant_mse"] == pytest.approx(1 / 6, abs=0.01)  # the variance of a sum of two uniform numbers


def test_every_layer_has_three_seeds_and_no_more_than_the_budget(run):
    for name in LAYERS:
        curves = run.values["mse"][name]
        assert len(curves) == 3 and len({tuple(curve) for curve in curves}) == 3
        assert all(len(curve) <= run.values["epochs"] for curve in curves)


@pytest.mark.parametrize("name", ["GRU", "LSTM"])
def test_gated_layers_solve_it_on_every_seed(run, name):
    assert max(curve[-1] for curve in run.values["mse"][name]) < run.values["solved"] < run.values["constant_mse"] / 10


def test_the_simple_rnn_does_not_within_the_budget(run):
    curves = run.values["mse"]["SimpleRNN"]
    assert all(len(curve) == run.values["epochs"] for curve in curves)
    assert min(min(curve) for curve in curves) > 0.9 * run.values["constant_mse"]


def test_the_lstm_waits_and_the_gru_hardly_does(run):
    for curve in run.values["mse"]["LSTM"]:
        assert curve[0] > 0.9 * run.values["constant_mse"]
    assert max(map(len, run.values["mse"]["GRU"])) < min(map(len, run.values["mse"]["LSTM"]))


def test_profiles_begin_at_one(run):
    for kind in ("before", "after"):
        for name in LAYERS:
            for profile in run.values[kind][name]:
                assert len(profile) == 100 and profile[0] == 1 and min(profile) > 0


def test_no_layer_keeps_the_gradient_at_the_start_and_the_simple_rnn_keeps_most(run):
    far = {name: [profile[-1] for profile in run.values["before"][name]] for name in LAYERS}
    assert max(far["SimpleRNN"]) < 0.01 and max(far["LSTM"]) < 1e-5 and max(far["GRU"]) < 1e-15
    assert min(far["SimpleRNN"]) > 10 * max(far["LSTM"]) and min(far["LSTM"]) > 1000 * max(far["GRU"])


def test_training_makes_the_gates_keep_it_and_does_nothing_for_the_simple_rnn(run):
    for name in ("GRU", "LSTM"):
        assert all(0.03 < min(profile) and profile[-1] < 3 for profile in run.values["after"][name])
    for profile in run.values["after"]["LSTM"]:
        assert 0.3 < profile[99] / profile[5] < 3
    ratios = [b[-1] / a[-1] for a, b in zip(run.values["before"]["SimpleRNN"], run.values["after"]["SimpleRNN"], strict=True)]
    assert max(ratios) < 0.1


def test_the_profile_is_the_slope_along_the_state(run):
    """Independently: nudge the two states of an LSTM at one step, and see how the prediction moves."""
    cell = run.execute("imports", "data")
    exec(next(c["source"] for c in run.cells if c["name"] == "profile"), cell)
    cell["units"], T = 3, cell["T"]
    rng = np.random.default_rng(5)
    weights = [rng.normal(0, 0.5, shape) for shape in ((2, 12), (3, 12), (12,), (3, 1), (1,))]
    x = cell["x_test"][:4].astype("float64")
    measured = cell["profile"]("LSTM", weights, x)
    W, U, b, V, _ = weights

    def forward(h, c, steps):
        for t in steps:
            i, f, c_tilde, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=-1)
            c = c / (1 + np.exp(-f)) + np.tanh(c_tilde) / (1 + np.exp(-i))
            h = np.tanh(c) / (1 + np.exp(-o))
        return h, c

    def size(lag):
        state = np.concatenate(forward(np.zeros((4, 3)), np.zeros((4, 3)), range(T - lag)), axis=-1)
        squares = 0
        for nudge in np.eye(6) * 1e-6:
            ends = (forward(*np.split(state + sign * nudge, 2, axis=-1), range(T - lag, T))[0] @ V for sign in (1, -1))
            squares += ((next(ends) - next(ends)) / 2e-6) ** 2
        return np.sqrt(squares.mean())

    for lag in (1, 2, 5, 9):
        assert measured[lag] == pytest.approx(size(lag) / size(0), rel=1e-3)


def test_the_figure_and_the_table_are_there(run):
    assert set(run.figures) == {"profiles"} and len(run.output["compare"].splitlines()) == 10
