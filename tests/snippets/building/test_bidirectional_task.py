"""What must be true of the task that needs past and future."""

import numpy as np
import pytest


def test_the_target_compares_past_and_future(run):
    x, y = run.execute("imports", "task")["examples"](50, seed=5)
    for row, answers in zip(x[..., 0].astype("float64"), y[..., 0], strict=True):
        for t in range(20):
            gap = row[:t].sum() - row[t + 1 :].sum()
            assert abs(gap) < 1e-5 or answers[t] == (gap > 0)


def test_the_bound_is_what_the_best_rule_of_the_past_gets(run):
    bound = np.array(run.values["bound"])
    t = np.arange(1, 21)
    assert bound == pytest.approx(1 - np.arccos(np.sqrt((t - 1) / 19)) / np.pi)
    assert bound[0] == 0.5 and bound[-1] == pytest.approx(1)
    assert np.abs(np.array(run.values["sign_of_past"]) - bound).max() < 0.05  # 2,000 test sequences
    assert bound.mean() == pytest.approx(0.75, abs=0.005)


def test_the_bidirectional_network_has_fewer_parameters_and_is_right_with_every_seed(run):
    parameters, means = run.values["parameters"], run.values["means"]
    assert parameters == {"forward": 4 * 24 * 26 + 25, "bidirectional": 2 * 4 * 16 * 18 + 33}
    assert parameters["bidirectional"] < parameters["forward"]
    assert len(set(means["forward"])) == len(set(means["bidirectional"])) == 3
    assert min(means["bidirectional"]) > 0.93
    assert max(means["forward"]) < 0.77


def test_the_forward_network_follows_the_bound(run):
    for found in run.values["accuracy"]["forward"]:
        gap = np.array(found) - run.values["bound"]
        assert gap.max() < 0.05 and np.abs(gap[:15]).max() < 0.07 and abs(gap.mean()) < 0.04


def test_the_bidirectional_curves_are_flat(run):
    for found in run.values["accuracy"]["bidirectional"]:
        assert max(found) - min(found) < 0.09


def test_the_data_of_training_and_test_differ(run):
    task = run.execute("imports", "task")
    assert not any(np.array_equal(task["examples"](5, seed)[0], task["x_test"][:5]) for seed in range(3))
