"""What must be true of answers that may wait."""

import numpy as np
import pytest


def test_rule_and_formula_agree_for_every_delay(run):
    assert list(run.values["measured"]) == list(run.values["bound"]) == ["0", "1", "2", "5", "10", "19"]
    for delay, measured in run.values["measured"].items():
        assert measured == pytest.approx(run.values["bound"][delay], abs=0.004)


def test_the_formula_is_the_one_on_the_page(run):
    t = np.arange(1, 21)
    for delay, bound in run.values["bound"].items():
        share = np.minimum(t - 1 + int(delay), 19) / 19
        assert bound == pytest.approx(np.mean(0.5 + np.arcsin(np.sqrt(share)) / np.pi))


def test_waiting_helps_and_waiting_for_everything_is_enough(run):
    measured = list(run.values["measured"].values())
    assert measured == sorted(measured) and measured[-1] > 0.9999


def test_without_waiting_it_is_the_bound_of_the_task(run, bakery):
    task = bakery.load(bakery.find("bidirectional_task")).values["bound"]
    assert run.values["bound"]["0"] == pytest.approx(np.mean(task))
