"""Forward and backward must find the same gradient."""

import numpy as np


def test_both_ways_agree(run):
    assert run.values["difference"] < 1e-12
    assert run.values["u"] == 8


def test_the_gradient_is_that_of_the_loss(run):
    code = run.execute("forward")
    x, e, W, U = (code[name] for name in ("x", "e", "W", "U"))

    def loss(U):
        h, total = np.zeros(len(U)), 0
        for x_t, e_t in zip(x, e, strict=True):
            h = np.tanh(x_t @ W + h @ U)
            total += h @ e_t
        return total

    for i, j in [(0, 0), (2, 5), (7, 1)]:
        step = np.zeros_like(U)
        step[i, j] = 1e-6
        assert np.isclose((loss(U + step) - loss(U - step)) / 2e-6, code["dU"][i, j], rtol=1e-4, atol=1e-6)


def test_what_is_carried_is_a_cube(run):
    assert "carried forward: 512" in run.output["compare"]
