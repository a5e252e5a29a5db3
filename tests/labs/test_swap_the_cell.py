"""What the lab "Swap the cell" claims must be true of its run."""

import math

import numpy as np

LAST = 300  # updates


def test_the_task_is_what_the_text_says(run):
    made = run.execute("imports", "data")
    x, y = made["sequences"](500, 7)
    assert x.shape == (500, 26, 2) and np.abs(x[..., 0]).max() <= 1 and (x[..., 1].sum(axis=1) == 2).all()
    last = 25 - x[:, ::-1, 1].argmax(axis=1)
    assert last.max() == 12  # at least 13 steps to keep it
    assert (y == (x[np.arange(500), last, 0] > 0)).all() and 0.4 < y.mean() < 0.6


def test_a_linear_model_needs_to_be_told(run):
    assert 0.52 < run.values["plain"] < 0.7 < 0.85 < run.values["product"] < 0.92


def test_state_can_be_handed_over(run):
    assert run.values["difference"] < 1e-6
    assert "False" not in run.output["handover"].split("in_two")[0]
    assert run.values["attempts"] == {"in_two": "ValueError", "two": "no error", "one": "IndexError"}
    assert run.values["ignored"] is True
    assert run.values["last_is_c"] == {"LSTM": True, "GRU": False, "SimpleRNN": False}


def test_parameters_are_about_equal_and_weights_cannot_be_copied(run):
    fitting, parameters = run.values["fitting"], run.values["parameters"]
    assert fitting["LSTM"] == 16 and fitting["GRU"] == 18 and 1.9 < fitting["SimpleRNN"] / 16 < 2.1
    counts = {cell: {int(u): n for u, n in found.items()} for cell, found in parameters.items()}
    assert counts["LSTM"][16] == 4 * counts["SimpleRNN"][16]
    for cell, units in fitting.items():
        assert abs(counts[cell][units] / run.values["budget"] - 1) < 0.05
    assert set(run.values["copied"].values()) == {"ValueError"}


def test_by_default_only_the_lstm_learns_in_every_run(run):
    product = run.values["product"]
    for name in ("equal_units", "equal_parameters"):
        found = run.values[name]
        assert all(len(runs) >= 3 for runs in found.values())
        assert min(found["LSTM"]) > product + 0.02
        assert max(found["SimpleRNN"]) < product - 0.05
        assert np.median(found["GRU"]) < 0.6


def test_time_depends_on_compilation(run):
    without, compiled = run.values["relative"]["without jit"], run.values["relative"]["with jit"]
    assert without["LSTM"] < 2.5 and compiled["LSTM"] < 2.5
    assert min(run.values["gain"].values()) > 1.5  # more than a third saved
    assert without["GRU"] > 1.03 * without["LSTM"]
    assert run.values["gain"]["GRU"] > 1.03 * run.values["gain"]["LSTM"]


def test_the_start_decides_the_order(run):
    until = {cell: {int(bias): found for bias, found in by.items()} for cell, by in run.values["until"].items()}
    assert min(until["LSTM"][0]) > LAST
    assert np.median(until["GRU"][0]) > LAST
    for bias in (1, 3):
        assert max(until["LSTM"][bias] + until["GRU"][bias]) <= LAST
        assert np.median(until["GRU"][bias]) < np.median(until["LSTM"][bias])
    assert max(until["GRU"][3]) < min(until["LSTM"][3])


def test_what_a_gate_keeps_at_its_start():
    kept = [1 / (1 + math.exp(-bias)) for bias in (0, 1)]
    assert 1 / kept[0] ** 13 == 8192
    assert 0.7 < kept[1] < 0.75 and kept[1] ** 13 > 0.01


def test_figures(run):
    assert {"swap-curves", "swap-bias"} <= set(run.figures)
