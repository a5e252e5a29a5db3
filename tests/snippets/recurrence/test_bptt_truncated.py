"""What the chapter says of truncation must be true of the run, and what it says of the states it leaves behind."""

from statistics import mean, median

import numpy as np
import pytest


@pytest.fixture(scope="module")
def code(bakery):
    run = bakery.load(bakery.find("bptt_truncated"))
    namespace = {}
    for cell in run.cells:
        if cell["name"] in ("imports", "task", "chunks", "train"):
            exec(cell["source"], namespace)
    return namespace


@pytest.fixture
def final(run):
    return {int(k): losses for k, losses in run.values["final"].items()}


def test_the_target_is_the_input_of_lag_steps_ago(code):
    x, y = code["echo"](np.random.default_rng(0))
    assert x.shape == y.shape == (16, 40, 1)
    assert np.array_equal(y[:, 10:], x[:, :-10]) and not y[:, :10].any()


def test_the_baseline_is_the_mean_square_of_the_targets(code):
    rng = np.random.default_rng(0)
    assert mean(float(np.mean(code["echo"](rng)[1] ** 2)) for _ in range(200)) == pytest.approx(code["baseline"], rel=0.02)


def test_cut_where_chunks_begin_and_nowhere_else(code):
    """Chunks of k are the gradients of separate sequences that begin with the states where the chunks begin."""
    rng = np.random.default_rng(0)
    x, _ = code["echo"](rng)
    W, U, b = code["fresh"](rng)[:3]
    hs = code["forward"](x, W, U, b)
    e = rng.normal(size=(16, 40, 32))
    for k in (1, 7, 12, 40):
        pieces = [code["backward"](x[:, i : i + k], hs[:, i : i + k + 1], e[:, i : i + k], U, 40) for i in range(0, 40, k)]
        for found, parts in zip(code["backward"](x, hs, e, U, k), zip(*pieces, strict=True), strict=True):
            assert np.allclose(found, sum(parts))


def test_gradients_are_those_of_the_loss(code):
    rng = np.random.default_rng(3)
    weights, (x, y) = code["fresh"](rng), code["echo"](rng)
    _, grads = code["gradients"](weights, x, y, 40)
    for i, g in enumerate(grads):
        index = tuple(rng.integers(0, n) for n in g.shape)
        ends = []
        for sign in (1, -1):
            moved = [w.copy() for w in weights]
            moved[i][index] += sign * 1e-6
            ends.append(code["gradients"](moved, x, y, 40)[0])
        assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(g[index], rel=1e-4, abs=1e-9)


def test_longer_than_the_distance_learns_the_task_on_every_seed(final):
    assert max(max(final[k]) for k in (12, 20, 40)) < 0.006
    assert mean(final[20]) < 3 * mean(final[40])  # "almost that of the full gradient", against a baseline of 0.25


def test_below_the_distance_training_does_harm(final):
    below = [loss for k in (5, 8, 10) for loss in final[k]]
    assert mean(below) > 3 * mean(final[0]) and median(final[8]) > 0.1
    assert max(final[0]) < 0.2 * 0.25
    assert max(max(final[1]), max(final[2])) < 0.25 * 0.25


def test_from_twelve_on_a_hundred_times_lower(final):
    """The alt text: against the line of always zero and most dots of 5, 8 and 10."""
    assert mean(loss for k in (5, 8, 10) for loss in final[k]) > 50 * mean(final[12])


def test_the_gradient_error_falls_with_the_length_and_is_larger_after_training(run):
    for name, low in (("before training", 0.1), ("after training", 0.15)):
        for line in run.values["errors"][name]:
            assert line[0] > 0.8 and low < line[-1] < 0.5
    after, before = (np.mean(run.values["errors"][name], axis=0) for name in ("after training", "before training"))
    assert (after > before).all()


def test_training_below_the_distance_spoils_what_random_states_hold(code):
    def best_output_layer(weights):
        rng = np.random.default_rng(5)
        data = [code["echo"](rng) for _ in range(20)]
        hs = np.concatenate([code["forward"](x, *weights[:3])[:, 1:].reshape(-1, 32) for x, _ in data])
        hs, y = np.c_[hs, np.ones(len(hs))], np.concatenate([y.ravel() for _, y in data])
        return float(np.mean((hs @ np.linalg.lstsq(hs, y)[0] - y) ** 2))

    for seed in range(3):
        fresh = best_output_layer(code["fresh"](np.random.default_rng(seed)))
        for k in (8, 10):
            assert best_output_layer(code["train"](k, seed)[0]) > 1.5 * fresh


def test_with_more_updates_very_short_chunks_do_harm_as_well(code):
    two, output_layer_only = (mean(code["train"](k, seed, 1500)[1] for seed in range(3)) for k in (2, 0))
    assert two > 2 * output_layer_only
