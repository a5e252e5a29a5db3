"""What must be true of the layer set by hand: it does one stage better than any trained network of the chapter."""

import numpy as np
import pytest


def test_the_task_is_one_stage_of_the_chapter(run, bakery):
    task = run.execute("imports", "task")
    m = np.zeros(4000)
    for t in range(12):
        m = 0.6 * m + task["x"][:, t, 0]
        assert task["y"][:, t, 0] == pytest.approx(np.sin(2 * m), abs=1e-5)
    assert task["train"].stop == task["test"].start


def test_one_unit_remembers(run):
    names = run.execute("imports", "task", "by-hand", "fit")
    m = np.zeros(4000)
    for t in range(12):
        m = 0.6 * m + names["x"][:, t, 0]
        assert names["h"][:, t, 0] == pytest.approx(names["small"] * m, abs=0.006)


def test_a_dozen_units_by_hand_beat_all_trained_networks(run, bakery):
    trained = bakery.load(bakery.find("depth_width")).values["results"]["1"]
    assert run.values["parameters"] == 181
    assert run.values["error"] < 1e-4 < min(min(found) for found in trained.values())
