"""What must be true of the overfitting LSTM and its cures: the data, the baselines, who helps and who does not."""

import numpy as np
import pytest

CURES = ("plain", "early stopping", "L2", "input dropout", "recurrent dropout", "output dropout")


@pytest.fixture
def mean(run):
    return {name: np.mean(errors) for name, errors in run.values["test"].items()}


def test_the_parts_share_no_points(run):
    data = run.execute("imports", "data")
    ends = [end for part in data["parts"].values() for end in part]
    width = data["width"]
    for stop, start in zip(ends[1:-1:2], ends[2::2], strict=True):
        assert start == stop + width  # the last target of a part is point stop - 1 + width
    for set_ in data["data"]:
        for x, y in set_.values():
            assert np.array_equal(x[1:, -1, 0], y[:-1].astype("float32"))  # a target is the next window's last point
        assert [len(y) for _, y in set_.values()] == [100, 300, 1000]


def test_baselines(run):
    data = run.execute("imports", "data", "baselines")
    for seed, set_ in enumerate(data["data"]):
        (x, y), (x_test, y_test) = set_["training"], set_["test"]
        assert run.values["baselines"]["persistence"][seed] == pytest.approx(np.mean((x_test[:, -1, 0] - y_test) ** 2))
        a = x[..., 0].astype(float)
        weights = np.linalg.solve(a.T @ a, a.T @ y)
        mse = np.mean((x_test[..., 0] @ weights - y_test) ** 2)
        assert run.values["baselines"]["linear"][seed] == pytest.approx(mse, rel=1e-3)


def test_the_plain_network_overfits_with_every_seed(run):
    for seed in range(3):
        training, validation = (run.values[part]["plain"][seed] for part in ("training", "validation"))
        assert training[-1] < 0.09 < validation[-1]  # below the noise: it knows the noise by heart
        assert run.values["test"]["plain"][seed] > 2 * training[-1]
        assert validation[-1] > 1.05 * min(validation)


def test_three_cures_help_with_every_seed(run, mean):
    assert set(mean) == set(CURES)
    for name in ("early stopping", "L2", "recurrent dropout"):
        assert mean[name] < 0.9 * mean["plain"], name
        for cured, plain in zip(run.values["test"][name], run.values["test"]["plain"], strict=True):
            assert cured < plain


def test_output_dropout_helps_less_than_recurrent_dropout(run, mean):
    assert 1.05 * mean["recurrent dropout"] < mean["output dropout"] < mean["plain"]
    assert run.values["test"]["output dropout"][0] > 0.9 * run.values["test"]["plain"][0]  # "by little"


def test_input_dropout_does_not_help_on_average_and_does_harm_on_the_first_series(run, mean):
    assert mean["input dropout"] > 0.98 * mean["plain"]
    assert run.values["test"]["input dropout"][0] > 1.05 * run.values["test"]["plain"][0]


def test_the_training_error_of_input_dropout_stays_high(run):
    for training, validation in zip(*(run.values[part]["input dropout"] for part in ("training", "validation")), strict=True):
        assert np.mean(training) > np.mean(validation)


def test_the_linear_model_is_ahead_of_all_of_them(run, mean):
    test, linear = run.values["test"], run.values["baselines"]["linear"]
    beaten = [(seed, name) for name in CURES for seed in range(3) if test[name][seed] < linear[seed]]
    assert beaten == [(1, "recurrent dropout")]
    assert np.mean(run.values["baselines"]["linear"]) < min(mean.values())
    assert np.mean(run.values["baselines"]["persistence"]) > max(mean.values())


def test_early_stopping_is_the_plain_run_cut_short(run):
    for seed in range(3):
        stopped, plain = (run.values["validation"][name][seed] for name in ("early stopping", "plain"))
        assert len(stopped) < len(plain)
        assert stopped == pytest.approx(plain[: len(stopped)], rel=1e-3)
        assert len(stopped) == np.argmin(stopped) + 1 + 2  # the patience
    epochs = [len(curve) for curve in run.values["validation"]["early stopping"]]
    assert run.values["stopped"] == epochs
