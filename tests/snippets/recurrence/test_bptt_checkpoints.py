"""Fewer states, the same gradient."""

import numpy as np


def test_the_gradient_is_the_same_to_the_last_bit(run):
    assert set(run.values["difference"].values()) == {0.0}


def test_the_square_root_takes_least_memory(run):
    peak = {int(k): bytes_ for k, bytes_ in run.values["peak"].items()}
    assert min(peak, key=peak.get) == 20 == int(np.sqrt(run.values["time"]))
    assert peak[20] < 0.25 * peak[400]


def test_all_chunks_but_the_last_are_computed_twice(run):
    steps = {int(k): n for k, n in run.values["forward_steps"].items()}
    assert all(n == 2 * 400 - k for k, n in steps.items())
