"""What must be true of a repeated product with tanh and with ReLU."""

import pytest


def test_relu_grows_without_bound_and_tanh_stays_below_one(run):
    sizes = run.values["sizes"]
    assert max(sizes["tanh"]) < 1
    for gain, size in zip(run.values["gains"], sizes["ReLU"], strict=True):
        assert size == pytest.approx(gain**100)
    assert sizes["ReLU"][-1] > 10_000 and sizes["ReLU"][-2] > 100
