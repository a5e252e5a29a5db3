"""What must be true of draws with Gumbel noise."""

import numpy as np


def test_draws_follow_the_softmax(run):
    assert len(run.values["wanted"]) == 3
    for tau, wanted in run.values["wanted"].items():
        p, drawn = np.array(wanted), np.array(run.values["drawn"][tau])
        spread = np.sqrt(p * (1 - p) / run.values["draws"])
        assert (np.abs(drawn - p) < 5 * spread).all()
        assert np.allclose(p, np.exp(np.array([2, 1, 0, -1]) / float(tau)) / np.exp(np.array([2, 1, 0, -1]) / float(tau)).sum())


def test_entropy_rises_with_temperature(run):
    entropy = [value for _, value in sorted(run.values["entropy"].items(), key=lambda item: float(item[0]))]
    assert entropy == sorted(entropy) and 0 < entropy[0] < entropy[-1] < 2
