"""What must be true of a masked loss and its batches."""

import pytest


def test_one_batch_is_the_mean_over_real_steps(run):
    assert run.values["reported"]["4"]["loss"] == pytest.approx(run.values["by_step"], rel=1e-5)


def test_batches_of_one_are_the_mean_over_sequences(run):
    assert run.values["reported"]["1"]["loss"] == pytest.approx(run.values["by_sequence"], rel=1e-5)
    assert run.values["by_sequence"] < 0.8 * run.values["by_step"]


def test_the_metric_does_not_change(run):
    for reported in run.values["reported"].values():
        assert reported["mse"] == pytest.approx(run.values["by_step"], rel=1e-5)
