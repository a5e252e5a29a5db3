"""What must be true of the multiplications of attention."""

import numpy as np
import pytest


def test_the_pairs_grow_with_the_square_and_the_rest_with_the_length(run):
    counts = run.values["counts"]
    for T in (10, 100, 1000):
        assert counts[str(10 * T)]["pairs"] == 100 * counts[str(T)]["pairs"]
        assert counts[str(10 * T)]["once"] == 10 * counts[str(T)]["once"]
        assert counts[str(10 * T)]["layers"] == 10 * counts[str(T)]["layers"]


def test_the_counts_are_those_of_the_matrices(run):
    u, d, T, K = 64, 16, 7, 5
    functions = run.execute("count")
    h, s = np.ones((T, u)), np.ones((K, u))
    once = h.size * u + s.size * u
    pairs = T * K * u + K * h.size
    assert functions["attention"](T, K) == (once, pairs)
    assert functions["recurrence"](T, K) == T * 3 * u * (d + u) + K * 3 * u * (d + 2 * u)


def test_the_two_are_equal_at_the_length_that_the_page_gives(run):
    functions, counts = run.execute("count"), run.values["counts"]
    T = (counts["1000"]["layers"] + counts["1000"]["once"]) / 1000 / (2 * 64)
    once, pairs = functions["attention"](T, T)
    assert pairs == pytest.approx(once + functions["recurrence"](T, T))
