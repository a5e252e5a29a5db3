"""What must be true of the bidirectional layer built from two."""

import numpy as np


def test_both_models_are_equal(run):
    assert run.values["difference"] < 1e-6


def test_the_flip_matters_and_so_does_the_order_of_weights(run):
    cells = run.execute("imports", "build", "compare")
    forward, backward, x = cells["forward"], cells["backward"], cells["x"]
    unflipped = np.concatenate([np.asarray(forward(x)), np.asarray(backward(x))], axis=-1)
    assert np.abs(unflipped - np.asarray(cells["wrapper"](x))).max() > 0.01
    listed = cells["by_hand"].get_weights()
    assert np.array_equal(listed[0], backward.get_weights()[0])  # as the solution says


def test_parameters_follow_the_formula(run):
    for u, (both, one_way) in run.values["counts"].items():
        u = int(u)
        assert both == 8 * u * (u + 2) and one_way == 8 * u * (2 * u + 2) and one_way - both == 8 * u**2
    assert 0.45 < 1 - run.values["counts"]["64"][0] / run.values["counts"]["64"][1] < 0.5
