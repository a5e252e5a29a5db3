"""What must be true of sequences of any length."""

import numpy as np


def test_alone_and_padded_with_a_mask_are_equal(run):
    assert run.values["difference"] < 1e-6


def test_without_the_mask_they_are_not(run):
    cells = run.execute("imports", "compare")
    _, gru, dense = cells["model"].layers
    unmasked = np.asarray(dense(gru(cells["x"])))
    assert np.abs(unmasked - cells["alone"]).max() > 1e-3
