"""Both forms of the GRU learn to add over a hundred steps; their weights are not interchangeable."""

import numpy as np
import pytest


def test_both_forms_learn_it_with_every_seed(run):
    baseline = run.values["baseline"]
    assert baseline == pytest.approx(1 / 6, rel=0.1)  # the variance of a sum of two uniform numbers
    for form in ("after", "before"):
        assert len(set(run.values["test_mse"][form])) == 3
        assert max(run.values["test_mse"][form]) < 0.03 * baseline


def test_the_form_makes_little_difference(run):
    after, before = (np.mean(run.values["test_mse"][form]) for form in ("after", "before"))
    assert 1 / 3 < after / before < 3


def test_parameters(run):
    assert run.values["parameters"] == {"after": 3 * 16 * (16 + 2 + 2), "before": 3 * 16 * (16 + 2 + 1)}


def test_two_marks_one_in_each_half_and_the_target_is_their_sum(run):
    data = run.execute("imports", "data")
    x, y = data["x_test"], data["y_test"]
    assert x.shape == (1000, 100, 2)
    assert (x[:, :50, 1].sum(axis=1) == 1).all() and (x[:, 50:, 1].sum(axis=1) == 1).all()
    for example, target in zip(x, y, strict=True):
        assert target[0] == pytest.approx(example[example[:, 1] == 1, 0].sum())


def test_trained_weights_under_a_wrong_convention_do_worse(run):
    right, wrong = run.values["test_mse"]["after"], run.values["wrong"]
    for errors in wrong.values():
        assert len(errors) == 3 and all(bad > good for bad, good in zip(errors, right, strict=True))
    assert np.mean(wrong["all biases merged"]) > 2 * np.mean(right)
    assert np.mean(wrong["reset before"]) > 10 * np.mean(right)
    assert min(wrong["z swapped"]) > run.values["baseline"]  # worse than always the mean
    assert max(wrong["all biases merged"]) < 0.6 * run.values["baseline"]  # … which this one is not, so that it hides
    assert min(wrong, key=lambda name: np.mean(wrong[name])) == "all biases merged"


def test_training_has_made_the_units_slow_except_at_marks(run):
    without, at = run.values["medians"]
    assert len(without) == len(at) == 3
    assert min(without) > 0.8
    assert all(fast < slow - 0.1 for fast, slow in zip(at, without, strict=True))
    for tau, z in zip(run.values["longest"], run.values["unmarked"], strict=True):
        assert tau == pytest.approx(-1 / np.log(np.max(z))) and tau > 20
    slow, fast = (np.array(run.values[name][0]) for name in ("unmarked", "marked"))  # those in the figure
    assert np.mean(slow > 0.9) > 0.5 and np.mean(fast < slow) > 0.6 and np.max(slow - fast) > 0.3
    assert "gates" in run.figures


def test_the_gates_are_those_that_keras_computed(run, bakery):
    """The states that the gates make, worked out again by the chapter's NumPy step."""
    sources = {cell["name"]: cell["source"] for cell in bakery.load(bakery.find("gru_numpy")).cells}
    step = {}
    exec(sources["imports"] + "\n" + sources["step"], step)
    rng, u = np.random.default_rng(0), 4
    W, U, b = (rng.normal(size=shape) for shape in ((2, 12), (4, 12), (2, 12)))
    x_t, h_prev = rng.normal(size=2), rng.normal(size=4)
    z = 1 / (1 + np.exp(-(x_t @ W + h_prev @ U + b.sum(axis=0))[..., :u]))
    b[0, -u:] = 1e3  # the candidate is 1
    assert step["gru_step"](x_t, h_prev, W, U, b) == pytest.approx(z * h_prev + 1 - z)
