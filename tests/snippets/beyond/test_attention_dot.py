"""What must be true of attention with a dot product."""

import numpy as np
import pytest


def test_numpy_and_keras_agree_without_a_parameter(run):
    assert run.values["difference"] < 1e-6 and run.values["trained"] == 0


def test_the_score_is_the_dot_product(run):
    attend = run.execute("imports", "dot")["attend_dot"]
    rng = np.random.default_rng(1)
    s, h = rng.normal(size=(1, 3)), rng.normal(size=(1, 4, 3))
    mask = np.array([[True, True, True, False]])
    weights = np.exp(h[0, :3] @ s[0])
    weights /= weights.sum()
    context, alpha = attend(s, h, mask)
    assert alpha[0] == pytest.approx([*weights, 0]) and context[0] == pytest.approx(weights @ h[0, :3])
