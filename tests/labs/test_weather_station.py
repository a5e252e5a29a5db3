"""What the lab "Your own weather station" claims must be true of its run."""

import numpy as np
import pytest


def test_the_data_are_whole_and_the_label_changes_its_meaning(run):
    assert "every day once: True   missing values: 0" in run.output["look"]
    wet = {int(year): share for year, share in run.values["wet_share"].items()}
    label = {int(year): share for year, share in run.values["label_share"].items()}
    assert max(wet.values()) - min(wet.values()) < 0.15
    assert 0.6 < label[2012] < 0.7 and label[2014] < 0.015 and wet[2014] > 0.4


def test_windows_stay_inside_of_their_years(run):
    made = run.execute("imports", "read", "windows")
    days = made["days"]
    for ahead in (1, 7):
        for part, years in (("train", (2012, 2013)), ("validation", (2014,)), ("test", (2015,))):
            last = made["ends"](ahead)[part]
            used = {str(days[i])[:4] for i in (last.min() - 13, last.max() + ahead)}
            assert used <= {str(year) for year in years}
    x = made["windows"](made["ends"](1)["test"])
    last = made["ends"](1)["test"][5]
    assert np.array_equal(x[5], made["scaled"][last - 13 : last + 1])


def test_every_seed_beats_persistence_and_is_about_as_good_as_the_linear_model(run):
    found = run.values["next_day"]
    assert len(found["LSTM, change"]) == 3
    assert max(found["LSTM, change"]) < 0.97 * found["persistence"] < found["climatology"]
    assert max(abs(error / found["linear"] - 1) for error in found["LSTM, change"]) < 0.06


def test_other_variables_help_by_a_few_hundredths_at_most(run):
    found = run.values["next_day"]
    assert abs(np.mean(found["LSTM, temperature only"]) - np.mean(found["LSTM, change"])) < 0.07


def test_a_week_ahead_the_departure_is_the_better_target_and_the_linear_model_the_best(run):
    week = run.values["week"]
    assert week["climatology"] < 0.9 * week["persistence"]
    assert np.mean(week["LSTM, departure"]) < np.mean(week["LSTM, change"])
    assert max(week["LSTM, departure"] + week["LSTM, change"]) < week["persistence"]
    assert sum(e > max(week["LSTM, departure"]) for e in week["LSTM, change"]) >= 2  # "mostly lie higher"
    assert min(week["LSTM, departure"] + week["LSTM, change"]) > week["linear"]
    assert min(week["LSTM, departure"]) > week["climatology"] - 0.1


def test_rain(run):
    scores = run.values["scores"]
    assert scores["as today, for certain"] > scores["base rate"] > scores["rate after dry or wet"] + 0.02
    assert len(scores["LSTM"]) == 3 and max(scores["LSTM"]) < scores["rate after dry or wet"]
    rate = run.values["base_rate"]
    assert 0.4 < rate < 0.5


def test_as_today_is_right_more_often_than_the_base_rate(run):
    made = run.execute("imports", "read", "look", "windows")
    test, wet = made["ends"](1)["test"], made["wet"]
    assert np.mean(wet[test] == wet[test + 1]) > max(np.mean(wet[test + 1]), 1 - np.mean(wet[test + 1]))


def test_the_leak_flatters(run):
    next_day = run.values["next_day"]
    assert run.values["too_good"] < 0.85 * min(next_day["LSTM, change"])
    assert run.values["too_good"] < 0.85 * next_day["linear"]
    assert run.values["mended"] > next_day["persistence"] > max(next_day["LSTM, change"])
    assert run.values["moved"] == {"same": 2, "full": 0}


def test_persistence_recomputed(run):
    made = run.execute("imports", "read", "windows")
    test, temp = made["ends"](1)["test"], made["temp"]
    assert run.values["next_day"]["persistence"] == pytest.approx(np.sqrt(np.mean((temp[test] - temp[test + 1]) ** 2)))


def test_figure(run):
    assert "station-errors" in run.figures
