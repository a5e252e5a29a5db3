"""What must be true of a ReLU in the recurrence: without clipping it blows up, with clipping it gains nothing."""

import math


def test_without_clipping_the_loss_of_relu_blows_up_and_that_of_tanh_does_not(run):
    largest = run.values["largest"]
    assert max(largest["ReLU, not clipped"]) > 3 * math.log(2)
    assert max(largest["tanh, not clipped"]) < 1.2
    assert max(largest["ReLU, clipped"]) < 1.2


def test_states_have_no_ceiling(run):
    norms = run.values["norms"]
    assert max(norms["tanh, not clipped"]) <= 1
    assert max(norms["ReLU, clipped"]) > 2 and max(norms["ReLU, not clipped"]) > 2


def test_clipped_relu_is_no_better_than_the_other_networks(run):
    accuracy = run.values["accuracy"]["ReLU, clipped"]
    assert len(accuracy) == 3 and max(accuracy) < 0.81
    assert max(accuracy) - min(accuracy) > 0.03
