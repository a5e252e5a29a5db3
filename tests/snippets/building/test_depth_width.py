"""What must be true of depth against width: the task, the counts, and who wins by more than the seeds differ."""

import numpy as np
import pytest


def test_a_stage_remembers_and_bends(run):
    task = run.execute("imports", "task")
    x = np.zeros((1, task["T"]))
    x[0, :3] = 0.5, -0.2, 0.1
    m = np.array([0.5, 0.3 - 0.2, 0.06 + 0.1])
    assert task["chain"](x, 1)[0, :3] == pytest.approx(np.sin(2 * m))
    assert task["chain"](x, 3) == pytest.approx(task["chain"](task["chain"](x, 1), 2))
    assert task["train"].stop == task["test"].start  # no sequence is in both


def test_baselines(run):
    task = run.execute("imports", "task", "baselines")
    for stages in (1, 3):
        y = task["targets"][stages][task["test"]]
        assert run.values["zero"][str(stages)] == pytest.approx(np.mean(y**2))
        assert 0 < run.values["linear"][str(stages)] < run.values["zero"][str(stages)]
        assert abs(y.mean()) < 0.05  # so that answering zero is the best constant


def test_parameters_are_about_equal_and_those_of_the_wide_one_far_more(run):
    counts, count = run.values["counts"], run.execute("imports", "widths")["count"]
    for name, found in counts.items():
        layers, units = map(int, name.split(" × "))
        assert found == count(layers, units) == units * (units + 2) + (layers - 1) * units * (2 * units + 1) + units + 1
    *equal, wide = counts.values()
    assert max(equal) / min(equal) < 1.03 and wide > 5 * max(equal)
    assert list(counts) == ["1 × 53", "2 × 31", "3 × 24", "1 × 128"]  # the page names them


def test_each_layer_helps_on_three_stages_with_every_seed(run):
    three = run.values["results"]["3"]
    assert max(three["2 × 31"]) < min(three["1 × 53"])
    assert max(three["3 × 24"]) < min(three["2 × 31"])
    assert min(three["3 × 24"]) > 0.25 * run.values["zero"]["3"]  # "none is good at it"


def test_the_second_layer_helps_a_lot_on_one_stage_and_the_third_does_not(run):
    one = run.values["results"]["1"]
    assert min(one["1 × 53"]) > 3 * max(one["2 × 31"])
    assert 0.5 < np.mean(one["3 × 24"]) / np.mean(one["2 × 31"]) < 1.5


def test_width_does_not_help(run):
    for stages in ("1", "3"):
        found = run.values["results"][stages]
        assert np.mean(found["1 × 128"]) > 0.8 * np.mean(found["1 × 53"])
        assert min(found["1 × 128"]) > max(found["2 × 31"])


def test_all_networks_beat_the_linear_model(run):
    for stages in ("1", "3"):
        assert max(max(found) for found in run.values["results"][stages].values()) < run.values["linear"][stages]
