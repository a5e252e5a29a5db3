"""What must be true of choosing on validation windows: the choice makes their error too low, more so if they are few."""

import numpy as np
import pytest


def test_training_and_new_windows_share_no_points(run):
    data = run.execute("imports")
    source = next(cell["source"] for cell in run.cells if cell["name"] == "candidates")
    exec(source.partition("def network")[0], data)  # the data alone
    assert len(data["x_train"]) == 160 and len(data["x_new"]) == len(data["y_new"]) == 1000
    last_target = 160 - 1 + data["width"]
    first_new = len(data["windows"]) - 1000
    assert first_new > last_target
    assert data["x_new"][0, 0, 0] == data["series"][first_new].astype("float32")
    assert run.values["candidates"] == run.values["seeds"] * run.values["epochs"]


def test_the_chosen_one_is_flattered_more_the_fewer_the_windows(run):
    optimism = [run.values["optimism"][str(size)] for size in run.values["sizes"]]
    assert optimism[0] > 0.15 and all(value > -0.02 for value in optimism)
    assert all(a > b for a, b in zip(optimism[:3], optimism[1:4], strict=True))
    assert optimism[-1] < 0.1
    for size in run.values["sizes"]:
        validation, test = run.values["chosen"][str(size)]
        assert run.values["optimism"][str(size)] == pytest.approx(test / validation - 1)


def test_without_a_choice_validation_is_fair(run):
    for size in run.values["sizes"]:
        validation, test = run.values["fixed"][str(size)]
        assert validation == pytest.approx(test, rel=0.04)


def test_choosing_pays_unless_windows_are_few(run):
    assert run.values["chosen"]["10"][1] > run.values["fixed"]["10"][1]
    for size in run.values["sizes"][2:]:
        assert run.values["chosen"][str(size)][1] < run.values["fixed"][str(size)][1]


def test_no_chosen_one_beats_the_best_there_is(run):
    for size in run.values["sizes"]:
        assert run.values["chosen"][str(size)][1] > 0.99 * run.values["lowest"]
    assert run.values["lowest"] > 0.3**2 * 0.9  # the noise
    assert np.isfinite(run.values["lowest"])
