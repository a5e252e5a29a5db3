"""What must be true of the multiplications of attention."""

import numpy as np
import pytest


def test_the_pairs_grow_with_the_square_and_the_rest_with_the_length(run):
    for name, factor in {"pairs": 100, "once": 10, "layers": 10}.items():
        counts = np.array(run.values[name])
        assert (counts[1:] == factor * counts[:-1]).all()
    assert run.values["share"][0] < 0.05 and run.values["share"][-1] > 0.9


def test_the_counts_are_those_of_the_matrices(run):
    u, d, T, K = 64, 16, 7, 5
    functions = run.execute("count")
    h, s = np.ones((T, u)), np.ones((K, u))
    once = h.size * u + s.size * u
    pairs = T * K * u + K * h.size
    assert functions["attention"](T, K) == (once, pairs)
    assert functions["recurrence"](T, K) == T * 3 * u * (d + u) + K * 3 * u * (d + 2 * u)


def test_the_two_are_equal_at_the_length_that_the_page_gives(run):
    functions, T = run.execute("count"), run.values["equal"]
    once, pairs = functions["attention"](T, T)
    assert pairs == pytest.approx(once + functions["recurrence"](T, T))
