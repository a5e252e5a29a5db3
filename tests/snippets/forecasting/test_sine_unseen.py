"""What must be true of forecasters that meet a sine they were not fitted to."""

from statistics import mean

import numpy as np


def test_series_are_what_their_names_say(run):
    data = run.execute("imports", "data")
    (x, y), unseen = data["unseen"]["as trained"], data["unseen"]
    for i in range(len(y)):
        assert np.allclose(x[i], np.sin(0.1 * np.arange(i, i + 50))) and np.isclose(y[i], np.sin(0.1 * (i + 50)))
    assert np.allclose(unseen["half as loud"][0], 0.5 * x) and np.allclose(unseen["half as loud"][1], 0.5 * y)
    assert np.allclose(unseen["twice as loud"][0], 2 * x) and np.allclose(unseen["twice as loud"][1], 2 * y)
    assert np.allclose(unseen["twice as fast"][1][:450], y[50:][::2], atol=1e-9)


def test_network_is_good_where_it_was_trained(run):
    relative = run.values["relative"]
    assert max(relative["LSTM"]["as trained"]) < relative["persistence"]["as trained"] / 200


def test_another_amplitude_costs_the_network_a_factor_of_tens_at_least(run):
    relative = run.values["relative"]["LSTM"]
    assert min(relative["half as loud"]) > 30 * max(relative["as trained"])
    assert min(relative["twice as loud"]) > 30 * max(relative["as trained"])


def test_twice_as_loud_the_network_is_on_average_worse_than_persistence(run):
    relative = run.values["relative"]
    assert mean(relative["LSTM"]["twice as loud"]) > 1.2 * relative["persistence"]["twice as loud"]


def test_twice_as_fast_the_network_is_about_as_bad_as_forecasting_zero(run):
    assert all(0.4 < error < 2.5 for error in run.values["relative"]["LSTM"]["twice as fast"])


def test_linear_model_ignores_amplitude_but_not_frequency(run):
    two_term = run.values["relative"]["two-term"]
    assert max(two_term[name] for name in ("as trained", "half as loud", "twice as loud")) < 1e-20
    # The fitted rule is off by (2 cos 0.1 - 2 cos 0.2) times the last point.
    assert np.isclose(two_term["twice as fast"], (2 * np.cos(0.1) - 2 * np.cos(0.2)) ** 2, rtol=0.1)


def test_persistence_ignores_amplitude_too(run):
    persistence = run.values["relative"]["persistence"]
    assert np.isclose(persistence["as trained"], persistence["twice as loud"])
    assert np.isclose(persistence["as trained"], persistence["half as loud"])
