"""Swapping z is a change of sign, merging the gates' biases is free, and every other mistake shows."""

import numpy as np


def test_the_other_convention_equals_keras_after_a_change_of_sign(run):
    assert run.values["sign_changed"] < 1e-6
    assert run.values["as_they_are"] > 0.5


def test_only_merging_the_biases_of_the_gates_is_harmless(run):
    mistakes = run.values["mistakes"]
    assert mistakes.pop("biases of the gates merged") < 1e-6
    assert len(mistakes) == 4 and min(mistakes.values()) > 0.1
    assert abs(mistakes["z swapped"] - run.values["as_they_are"]) < 1e-4  # the same mistake from both sides
    assert max(mistakes.values()) < 2  # states lie between -1 and 1


def test_the_functions_work_in_double_precision_too(run):
    ours = run.execute("chung")
    rng, u = np.random.default_rng(4), 5
    weights = [rng.normal(size=shape) for shape in ((2, 15), (u, 15), (2, 15))]
    x, signs = rng.normal(size=(2, 30, 2)), np.repeat([-1, 1, 1], u)
    layer = ours["keras"].layers.GRU(u, return_sequences=True, dtype="float64")
    layer.build(x.shape)
    layer.set_weights([w * signs for w in weights])
    assert np.abs(ours["chung_gru"](x, *weights) - layer(x)).max() < 1e-10
