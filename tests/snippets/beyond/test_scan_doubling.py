"""The doubling scan is right for any length, in log2 T rounds and more work than Keras's."""

import numpy as np
import pytest


def test_it_is_right(run):
    assert run.values["difference"] < 1e-10
    scan = run.execute("imports", "scan")["doubling_scan"]
    rng = np.random.default_rng(2)
    for time in 1, 2, 3, 17, 64:
        keep, add = rng.normal(size=(2, time, 3))
        h, expected = np.zeros(3), []
        for keep_t, add_t in zip(keep, add, strict=True):
            h = keep_t * h + add_t
            expected.append(h)
        assert scan(keep, add)[0] == pytest.approx(np.stack(expected), abs=1e-9)


def test_counts(run):
    assert run.values["rounds"] == 12  # log2 of 4,096
    assert run.values["joins"] == sum(4096 - 2**k for k in range(12)) > 5 * 8178
