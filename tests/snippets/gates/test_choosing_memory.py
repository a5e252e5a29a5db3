"""What must be true of the two memory tasks and of who learns them in time."""

import numpy as np
import pytest

LAYERS = ("SimpleRNN", "LSTM", "GRU")


@pytest.fixture
def recall(run):
    return run.execute("imports", "data")["recall"]


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("lag", [8, 16, 31])
def test_exactly_one_number_is_marked_and_it_is_the_target(recall, lag, moving):
    x, y = recall(3000, lag, moving, np.random.default_rng(0))
    assert x.shape == (3000, 32, 2) and x.dtype == np.float32
    assert set(np.unique(x[:, :, 1])) == {0.0, 1.0} and (x[:, :, 1].sum(axis=1) == 1).all()
    place = x[:, :, 1].argmax(axis=1)
    assert np.array_equal(x[np.arange(3000), place, 0], y)
    lags = 31 - place
    assert set(lags) == (set(range(lag // 2, lag + 1)) if moving else {lag})
    assert np.var(y) == pytest.approx(1 / 3, rel=0.05)
    assert (x[:, :, 0] != 0).mean() > 0.999, "the steps between are busy"


def test_every_layer_has_about_as_many_parameters(run):
    counts = run.values["parameters"]
    assert tuple(counts) == LAYERS and max(counts.values()) / min(counts.values()) < 1.03


def test_counts_come_from_the_steps(run):
    never = run.values["never"]
    for task, by_layer in run.values["steps"].items():
        for name, by_lag in by_layer.items():
            assert [len(found) for found in by_lag] == [4, 4, 4]
            assert [sum(s < never for s in found) for found in by_lag] == run.values["solved"][task][name]
            assert all(50 <= s <= never and s % 50 == 0 for found in by_lag for s in found)


def test_least_squares_is_exact_on_the_fixed_place_and_of_little_use_on_the_moving_one(run):
    assert max(run.values["linear"]["fixed place"]) < 1e-6
    assert min(run.values["linear"]["moving place"]) > 0.7


def test_everything_learns_a_short_lag(run):
    for task in run.values["solved"].values():
        assert min(counts[0] for counts in task.values()) >= 3


def test_the_tasks_contradict_each_other_at_the_longest_lag(run):
    fixed, moving = run.values["solved"]["fixed place"], run.values["solved"]["moving place"]
    assert fixed["SimpleRNN"][2] >= 3 and fixed["LSTM"][2] <= 1 and fixed["GRU"][2] <= 1
    assert moving["SimpleRNN"][2] <= 1 and moving["LSTM"][2] >= 3 and moving["GRU"][2] <= 1


def test_the_lstm_learns_the_moving_place_at_every_lag_faster_than_the_simple_rnn(run):
    steps = run.values["steps"]["moving place"]
    for lstm, simple in zip(steps["LSTM"], steps["SimpleRNN"], strict=True):
        assert np.median(lstm) < np.median(simple)


def test_the_figure_is_there(run):
    assert "span" in run.figures
