"""What must be true of the speakers: the data, the padding, the baselines, and who is ahead."""

import numpy as np
import pytest


@pytest.fixture
def accuracy(run):
    return run.values["accuracy"]


def test_the_data_are_the_official_split(run):
    data = run.execute("imports", "data")
    assert np.bincount(data["y_train"]).tolist() == [30] * 9
    assert np.bincount(data["y_test"]).tolist() == [31, 35, 88, 44, 29, 24, 40, 50, 29]
    for x in data["train"] + data["test"]:
        assert x.shape[1] == 12 and 7 <= len(x) <= 29 and np.isfinite(x).all()
    assert data["train"][0][0, 0] == pytest.approx(1.860936)  # the first number of the file
    assert min(run.values["lengths"]) == 7 and run.values["longest"] == 29


def test_padding_is_all_zeros_and_frames_are_not(run):
    data = run.execute("imports", "data", "pad")
    for x, row in zip(data["train"], data["x_train"], strict=True):
        assert not row[len(x) :].any() and row[: len(x)].any(axis=1).all()
    real = np.concatenate([row[: len(x)] for x, row in zip(data["train"], data["x_train"], strict=True)])
    assert np.allclose(real.mean(axis=0), 0, atol=1e-4) and np.allclose(real.std(axis=0), 1, atol=1e-3)
    assert run.values["padding_share"] == pytest.approx(1 - np.mean(run.values["lengths"]) / 29)


def test_the_linear_rule_is_that_of_gaussians_with_one_covariance(run):
    cells = run.execute("imports", "data", "pad", "baselines")
    x, y = cells["mean_frame"][0].astype(float), cells["y_train"]
    x_new = cells["mean_frame"][1].astype(float)
    means = np.array([x[y == k].mean(axis=0) for k in range(9)])
    covariance = sum((x[y == k] - means[k]).T @ (x[y == k] - means[k]) for k in range(9)) / (len(x) - 9)
    away = x_new[:, None] - means
    distance = np.einsum("nki,ij,nkj->nk", away, np.linalg.inv(covariance), away)
    assert np.mean(distance.argmin(axis=1) == cells["guesses"]["linear, mean frame"]) > 0.99


def test_baselines(accuracy):
    assert accuracy["most frequent speaker"][0] == pytest.approx(88 / 370)
    assert accuracy["nearest mean frame"][0] == pytest.approx(0.938, abs=0.004)
    assert accuracy["linear, mean frame"][0] == pytest.approx(0.968, abs=0.004)
    assert accuracy["linear, three frames"][0] == pytest.approx(0.986, abs=0.004)


def test_masked_networks_are_near_each_other_and_behind_the_linear_rule(accuracy):
    masked = ("GRU", "LSTM", "bidirectional LSTM")
    for name in masked:
        assert len(accuracy[name]) == 3
        assert 0.95 < np.mean(accuracy[name]) < accuracy["linear, three frames"][0]
        assert min(accuracy[name]) > 0.93
    means = [np.mean(accuracy[name]) for name in masked]
    assert max(means) - min(means) < 0.02
    assert 0.965 <= round(np.mean(means), 3) <= 0.978  # “about 97 of 100”


def test_without_a_mask_the_mean_is_worse_and_seeds_matter(accuracy):
    assert np.mean(accuracy["GRU without mask"]) < np.mean(accuracy["GRU"]) - 0.05
    spread = {name: max(a) - min(a) for name, a in accuracy.items()}
    assert spread["GRU without mask"] > 3 * spread["GRU"]


def test_parameters(run):
    found = run.values["parameters"]
    assert found["GRU"] == found["GRU without mask"] == 3 * 32 * (32 + 12 + 2) + 33 * 9
    assert found["LSTM"] == 4 * 32 * (32 + 12 + 1) + 33 * 9
    assert found["bidirectional LSTM"] == 2 * 4 * 16 * (16 + 12 + 1) + 33 * 9
