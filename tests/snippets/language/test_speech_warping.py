"""What must be true of dynamic time warping: equal to the textbook recursion, and better than the mean frame."""

import numpy as np


def textbook(a, b):
    cost = np.sum((a[:, None] - b[None]) ** 2, axis=-1)
    total = np.full((len(a) + 1, len(b) + 1), np.inf)
    total[0, 0] = 0
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            total[i, j] = cost[i - 1, j - 1] + min(total[i - 1, j], total[i, j - 1], total[i - 1, j - 1])
    return total[-1, -1]


def test_distances_are_those_of_the_recursion(run):
    cells = run.execute("imports", "data", "warp")
    for i in (0, 100, 369):
        found = cells["distances"](cells["test"][i])
        assert found.shape == (270,)
        for j in (0, 5, 77, 269):
            assert np.isclose(found[j], textbook(cells["test"][i], cells["train"][j]))
    assert np.isclose(cells["distances"](cells["train"][3])[3], 0)


def test_alignment_helps_a_little(run):
    assert run.values["mean_frame"] < run.values["warped"] < run.values["mean_frame"] + 0.03
    assert abs(run.values["warped"] - 0.949) < 0.003
