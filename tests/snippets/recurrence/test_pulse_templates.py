"""What must be true of two templates that slide along a sequence."""

import numpy as np


def test_templates_are_right_nearly_always_at_every_place(run):
    assert np.mean(run.values["by_place"]) > 0.995
    assert min(run.values["by_place"]) > 0.98


def test_the_task_is_that_of_the_chapter(run, bakery):
    task = run.execute("imports", "task")
    assert task["x"].shape == (17 * 200, 28) and task["y"].mean() == 0.5
    chapter = bakery.load(bakery.find("shifted_pulse")).values
    assert chapter["time"] == task["time"] == 28
    assert all(np.allclose(chapter[name], task[name]) for name in ("pulse", "places"))
