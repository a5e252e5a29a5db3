"""What must be true of one step with attention in NumPy."""

import numpy as np
import pytest


def test_numpy_and_keras_agree(run):
    assert 0 < max(run.values["difference"].values()) < 1e-6


def test_weights_are_positive_sum_to_one_and_leave_padding_out(run):
    alpha = np.array(run.values["alpha"])
    mask = np.array(run.values["mask"])
    assert alpha.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert (alpha[~mask] == 0).all() and (alpha[mask] > 0).all()
    assert (mask.sum(axis=1) == [6, 4, 2]).all()


def test_a_forgotten_mask_gives_weight_to_padding(run):
    nothing, some, most = run.values["on_padding"]
    assert nothing == 0 and 0.1 < some < most < 0.9


def test_attend_is_what_the_equations_say(run):
    attend = run.execute("imports", "attend")["attend"]
    rng = np.random.default_rng(3)
    s, h = rng.normal(size=(2, 4)), rng.normal(size=(2, 5, 4))
    A, B, b, v = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=4)
    context, alpha = attend(s, h, np.ones((2, 5), bool), A, B, b, v)
    for i in range(2):
        e = np.array([np.tanh(s[i] @ A + h[i, t] @ B + b) @ v for t in range(5)])
        weights = np.exp(e) / np.exp(e).sum()
        assert alpha[i] == pytest.approx(weights) and context[i] == pytest.approx(weights @ h[i])


def test_one_allowed_position_is_no_attention(run):
    attend = run.execute("imports", "attend")["attend"]
    rng = np.random.default_rng(4)
    h, only = rng.normal(size=(3, 5, 4)), np.eye(5, dtype=bool)[[4, 0, 2]]
    context, _ = attend(rng.normal(size=(3, 4)), h, only, *rng.normal(size=(2, 4, 4)), rng.normal(size=4), rng.normal(size=4))
    assert context == pytest.approx(h[only])
