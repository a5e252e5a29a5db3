"""On one thread, time grows in proportion to length for all four, and the scan loses to its own loop."""

import numpy as np


def test_time_grows_with_length(run):
    assert set(run.values["exponents"]) == {"LSTM", "GRU", "minGRU, loop", "minGRU, scan"}
    assert all(0.5 < exponent < 1.6 for exponent in run.values["exponents"].values())


def test_the_scan_does_not_win_on_one_thread(run):
    loop, scan = run.values["by_length"]["minGRU, loop"], run.values["by_length"]["minGRU, scan"]
    assert scan[-1] > 1.3 * loop[-1]


def test_dropping_the_recurrent_kernel_helps(run):
    assert run.values["by_length"]["LSTM"][-1] > 1.3 * run.values["by_length"]["minGRU, loop"][-1]


def test_eight_sequences_cost_far_less_than_eight_times_one(run):
    one, eight, _ = run.values["by_batch"]
    assert eight < 4 * one


def test_the_timed_forms_are_equal(run):
    ours = run.execute("imports", "layers")
    x = np.random.default_rng(0).normal(size=(2, 50, 16)).astype("float32")
    apart = np.asarray(ours["min_gru_loop"](x)) - np.asarray(ours["min_gru_scan"](x))
    assert abs(apart).max() < 1e-5


def test_the_figure_is_there(run):
    assert set(run.figures) == {"length"}
