"""What must be true of forecasts 1 and 24 hours ahead."""

import numpy as np
import pytest

DATA = ("imports", "read", "clean", "features", "windows")


@pytest.fixture
def data(run):
    return run.execute(*DATA)


def test_gaps_are_filled_from_the_past_only(data):
    stamps, rows, table = data["stamps"], data["rows"], data["table"]
    hours = (stamps - stamps[0]).astype(int)
    last = None
    for hour, row in zip(hours, rows):
        if row["time_hour"] == "2013-05-09T02:00:00Z":
            assert not data["known"][hour]
            continue
        if row["pressure"] != "NA":
            last = float(row["pressure"])
        assert table[hour, 2] == last and data["known"][hour]
    assert data["known"].sum() == len(rows) - 1


def test_windows_have_no_holes_and_end_at_the_hour_of_the_forecast(data):
    for part, hours in (("x_train", "train"), ("x_val", "val"), ("x_test", "test")):
        x, now = data[part], data[hours]
        assert len(x) == len(now) and not np.isnan(x).any()
        for i in range(0, len(now), 50):
            whole = np.arange(now[i] - 23, now[i] + 1)
            assert np.array_equal(x[i], data["scaled"][whole]) and data["known"][whole].all()
        assert data["known"][now + 1].all() and data["known"][now + 24].all()


def test_windows_that_are_dropped_have_a_hole(data):
    kept = set(np.concatenate([data["train"], data["val"], data["test"]]).tolist())
    bounds = (0, data["august"], data["october"], len(data["x"]))
    for begin, end in zip(bounds, bounds[1:]):
        for now in range(begin + 23, end - 24):
            needed = [*range(now - 23, now + 1), now + 1, now + 24]
            assert (now in kept) == bool(data["known"][needed].all())


def test_parts_share_no_hour(data):
    assert data["train"].max() + 24 < data["august"] <= data["val"].min() - 23
    assert data["val"].max() + 24 < data["october"] <= data["test"].min() - 23
    start = data["stamps"][0]
    assert str(start + data["august"])[:10] == "2013-08-01" and str(start + data["october"])[:10] == "2013-10-01"


def test_the_scaler_knows_the_training_part_only_and_features_are_right(data):
    x, past = data["x"], data["x"][: data["august"]]
    assert np.allclose(data["scaled"], (x - np.nanmean(past, 0)) / np.nanstd(past, 0), atol=1e-4, equal_nan=True)
    assert x[0, 0] == pytest.approx((float(data["rows"][0]["temp"]) - 32) * 5 / 9)
    hour = int(data["rows"][0]["time_hour"][11:13])
    assert data["clock"][0] == hour and np.arctan2(x[0, 5], x[0, 6]) == pytest.approx(2 * np.pi * hour / 24)
    speed = np.hypot(x[:, 3], x[:, 4])
    assert np.nanmax(speed) == pytest.approx(42.57886 * 0.44704)


def errors(run, name):
    return {int(ahead): found for ahead, found in run.values["errors"][name].items()}


def test_baselines_recomputed(run, data):
    temp, test, train = data["temp"], data["test"], data["train"]
    for ahead in (1, 24):
        truth = temp[test + ahead]
        assert errors(run, "persistence")[ahead][0] == pytest.approx(np.sqrt(np.mean((temp[test] - truth) ** 2)))
        design = [
            np.c_[data[x][:, :, :5].reshape(len(data[x]), -1), data[x][:, -1, 5:], np.ones(len(data[x]))].astype(float)
            for x in ("x_train", "x_test")
        ]
        change, *_ = np.linalg.lstsq(design[0], temp[train + ahead] - temp[train])
        rmse = np.sqrt(np.mean((temp[test] + design[1] @ change - truth) ** 2))
        assert errors(run, "linear")[ahead][0] == pytest.approx(rmse, rel=1e-4)  # the change or the level: the same


def test_windows_without_a_missing_pressure_are_easier_a_day_ahead_only(run, data):
    missing = {row["time_hour"][:13] for row in data["rows"] if row["pressure"] == "NA"}
    complete = [
        not any(str(data["stamps"][0] + int(hour)) in missing for hour in range(now - 23, now + 1)) for now in data["test"]
    ]
    assert 0.4 * len(complete) < sum(complete) < 0.7 * len(complete)
    easy = {name: {int(ahead): error for ahead, error in found.items()} for name, found in run.values["easy"].items()}
    now, temp = data["test"][complete], data["temp"]
    for ahead in (1, 24):
        assert easy["persistence"][ahead] == pytest.approx(np.sqrt(np.mean((temp[now] - temp[now + ahead]) ** 2)))
    for name in ("persistence", "linear"):
        assert easy[name][24] < 0.95 * errors(run, name)[24][0]
        assert easy[name][1] > 0.99 * errors(run, name)[1][0]


def test_one_hour_ahead_the_change_wins_and_the_level_loses(run):
    linear, persistence = errors(run, "linear")[1][0], errors(run, "persistence")[1][0]
    cycle = errors(run, "daily cycle")[1][0]
    assert linear < 0.99 * cycle and cycle < 0.95 * persistence
    assert len(errors(run, "LSTM, change")[1]) == len(errors(run, "LSTM, level")[1]) == 3
    assert max(errors(run, "LSTM, change")[1]) < 0.985 * linear
    assert min(errors(run, "LSTM, level")[1]) > persistence
    faster = errors(run, "LSTM, level, faster")[1]
    assert len(faster) == 3 and linear < min(faster) and np.mean(faster) < min(errors(run, "LSTM, level")[1])


def test_one_day_ahead_the_seeds_lie_around_the_linear_model(run):
    linear, change = errors(run, "linear")[24][0], errors(run, "LSTM, change")[24]
    assert linear < 0.92 * errors(run, "persistence")[24][0]
    assert 0.9 * linear < min(change) < linear < max(change) < 1.1 * linear
    level = errors(run, "LSTM, level")[24]  # overlaps the change
    assert min(level) < max(change) and min(change) < max(level) < errors(run, "persistence")[24][0]
