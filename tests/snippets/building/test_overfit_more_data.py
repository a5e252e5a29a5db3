"""What must be true of more data: with the same network and as many updates, the test error falls."""

import numpy as np


def test_more_windows_help(run):
    test = run.values["test"]
    assert list(test) == ["75", "300", "1200"]
    assert np.mean(test["75"]) > 1.2 * np.mean(test["300"]) and np.mean(test["300"]) > np.mean(test["1200"])
    assert max(test["1200"]) < min(test["75"])
    assert min(test["1200"]) > 0.9 * 0.3**2  # the noise


def test_training_and_test_windows_share_no_points_and_updates_are_equal(run):
    data = run.execute("imports", "data")
    x, y = data["make"](0)
    assert len(x) - 1000 > 1200 + data["width"]
    for size in (75, 300, 1200):
        assert data["updates"] * data["batch"] % size == 0 and size % data["batch"] == 0
    assert np.array_equal(x[1, :-1], x[0, 1:]) and abs(y[0] - x[1, -1, 0]) < 1e-6


def test_more_windows_are_worth_more_than_any_cure(run, bakery):
    cures = bakery.load(bakery.find("overfit_cures")).values["test"]
    assert np.mean(run.values["test"]["1200"]) < min(np.mean(errors) for errors in cures.values())
    assert np.mean(run.values["test"]["1200"]) > 1.2 * 0.3**2  # "still well above the noise"


def test_the_best_linear_rule_is_near_and_above_the_noise(run):
    best, linear = run.values["best_linear"], run.values["linear"]
    assert 0.12 < best < 0.13 and best > 1.2 * 0.3**2
    assert np.mean(linear["75"]) > np.mean(linear["1200"])  # fitted on few windows it is worse
    # Sampled: a rule found from a very long noisy series is as good as the computed one.
    random = np.random.default_rng(0)
    phases = random.uniform(0, 2 * np.pi, (2, 200_000, 1))
    t = 0.4 * np.arange(13)
    points = np.sin(t + phases[0]) + 0.5 * np.sin(2.3 * t + phases[1]) + random.normal(0, 0.3, (200_000, 13))
    weights, *_ = np.linalg.lstsq(points[:, :12], points[:, 12])
    assert abs(np.mean((points[:, :12] @ weights - points[:, 12]) ** 2) - best) < 0.002
    # "With enough data the network comes to where the right model is"
    assert abs(np.mean(run.values["test"]["1200"]) - np.mean(linear["1200"])) < 0.02
