"""The zero must come from the squares, and scaling must cure it."""

import numpy as np
import pytest


def test_single_precision_says_zero_where_the_gradient_is_not(run):
    first = run.values["first_zero"]
    assert run.values["single"][first - 1] == 0 < run.values["exact"][first - 1]
    assert 60 < first < 100
    assert run.values["exact"][first - 1] > np.finfo("float32").tiny  # the entries themselves fit


def test_before_that_both_agree(run):
    assert np.allclose(run.values["single"][:50], run.values["exact"][:50], rtol=1e-3)


def test_scaling_repairs_it(run):
    assert run.values["repaired"] == pytest.approx(run.values["exact"][-1], rel=1e-4)
