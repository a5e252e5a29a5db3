"""What must be true when variables are taken away."""

import numpy as np
import pytest


def linear(run, name):
    return {int(ahead): found for ahead, found in run.values["errors"][name].items()}


def lstm(run):
    return {int(ahead): found for ahead, found in run.values["lstm"].items()}


def test_the_full_set_is_the_linear_model_of_the_chapter(run, bakery):
    chapter = bakery.load(bakery.find("weather_forecast")).values["errors"]["linear"]
    chapter = {int(ahead): found for ahead, found in chapter.items()}
    for ahead in (1, 24):
        assert linear(run, "+ wind")[ahead][1] == pytest.approx(chapter[ahead][0], rel=1e-6)


def test_columns_are_what_their_names_say(run):
    data = run.execute("imports", "read", "clean", "features", "windows")
    x, std = data["x"], np.nanstd(data["x"][: data["august"]], axis=0)
    temperature = x[data["test"], 0] - x[data["test"] - 1, 0]
    assert np.allclose((data["x_test"][:, -1, 0] - data["x_test"][:, -2, 0]) * std[0], temperature, atol=1e-4)
    assert np.array_equal(run.execute("imports", "read", "clean", "features", "windows", "linear")["sets"]["+ wind"], (5, 2, 0))


def test_other_variables_help_most_a_day_ahead(run):
    few, all_of_them = linear(run, "+ clock"), linear(run, "+ wind")
    assert all_of_them[24][1] < 0.95 * few[24][1] and all_of_them[1][1] < few[1][1]
    for name in ("+ dew point", "+ pressure"):
        assert linear(run, name)[24][1] < few[24][1] - 0.1
    for ahead in (1, 24):  # wind helps in validation and not on the test
        assert all_of_them[ahead][1] > linear(run, "+ pressure")[ahead][1]
    steps = [linear(run, name)[24][1] for name in ("+ clock", "+ dew point", "+ pressure", "+ wind")]
    assert steps[0] > steps[1] > steps[2]


def test_with_the_temperature_alone_the_lstm_is_no_better_an_hour_ahead(run, bakery):
    assert len(lstm(run)[1]) == 3
    assert min(lstm(run)[1]) > 0.98 * linear(run, "+ clock")[1][1]
    chapter = bakery.load(bakery.find("weather_forecast")).values["errors"]["LSTM, change"]
    chapter = {int(ahead): found for ahead, found in chapter.items()}
    assert max(chapter[1]) < min(lstm(run)[1]) and max(chapter[24]) < min(lstm(run)[24])


def test_the_season_looks_bad_in_validation_and_good_in_the_test(run):
    without, with_it = linear(run, "+ wind")[24], linear(run, "+ season")[24]
    assert with_it[0] > without[0] and with_it[1] < without[1]
