"""A recurrence with fixed factors is a convolution."""

import numpy as np
import pytest


def test_equal(run):
    assert run.values["difference"] < 1e-8
    ours = run.execute("imports", "forms")
    rng = np.random.default_rng(1)
    for time in 1, 2, 33:
        a, k, q = rng.uniform(0, 1, 4), *rng.normal(size=(2, 4))
        x = rng.normal(size=time)
        expected = [sum((q * k * a ** (t - j)).sum() * x[j] for j in range(t + 1)) for t in range(time)]
        for form in ours["loop"], ours["convolution"]:
            assert form(x, a, k, q) == pytest.approx(np.array(expected), abs=1e-10)
