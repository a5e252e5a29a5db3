"""The delta rule overwrites; with random keys it holds fewer pairs than the sum."""

import numpy as np


def test_it_overwrites(run):
    old, new = run.values["reads"]["sum"]
    assert 0.6 < old < 1.4 and 0.6 < new < 1.4
    old, new = run.values["reads"]["delta rule"]
    assert abs(new - 1) < 1e-9 and abs(old) < 0.4


def test_with_many_random_keys_it_finds_less(run):
    found = {name: np.mean(seeds, axis=1) for name, seeds in run.values["kept"].items()}
    assert found["sum"][0] > 0.98 and found["delta rule"][0] > 0.98
    seeds = run.values["kept"]
    assert max(seeds["delta rule"][1]) < 0.7 < 0.9 < min(seeds["sum"][1])
