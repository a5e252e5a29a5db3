"""What must be true of the first forecast."""

import numpy as np
import pytest


@pytest.fixture
def arrays(run):
    return run.execute("imports", "data", "windows", "split")


def test_each_target_comes_right_after_its_window(arrays):
    series, windows, targets, width = (arrays[name] for name in ("series", "windows", "targets", "width"))
    assert windows.shape == (950, 50) and targets.shape == (950,)
    for i in range(950):
        for t in range(width):
            assert windows[i, t] == series[i + t]
        assert targets[i] == series[i + width]


def test_parts_are_cut_from_the_windows_in_time_order(arrays):
    for part in ("train", "validation", "test"):
        cut = arrays[part]
        x, y = arrays[f"x_{part}"], arrays[f"y_{part}"]
        assert x.shape == (cut.stop - cut.start, 50, 1) and y.shape == (len(x),)
        assert np.array_equal(x[:, :, 0], arrays["windows"][cut])
        assert np.array_equal(y, arrays["targets"][cut])
    assert arrays["test"].stop == len(arrays["windows"])


@pytest.mark.parametrize("earlier, later", [("train", "validation"), ("validation", "test")])
def test_no_window_contains_a_target_of_an_earlier_part(arrays, earlier, later):
    positions = np.arange(len(arrays["series"]))
    places = np.lib.stride_tricks.sliding_window_view(positions[:-1], arrays["width"])  # (windows, time)
    earlier_targets = positions[arrays["width"] :][arrays[earlier]]
    assert not set(earlier_targets) & set(places[arrays[later]].ravel())
    # The gap is no wider than needed: the later part starts right after the last earlier target.
    assert places[arrays[later]].min() == earlier_targets.max() + 1


def test_persistence_is_as_bad_as_the_formula_says(run):
    assert run.values["persistence_mse"] == pytest.approx(1 - np.cos(run.values["step"]), rel=0.1)


def test_least_squares_finds_the_exact_recurrence(run):
    assert run.values["a"] == pytest.approx(2 * np.cos(run.values["step"]), abs=1e-9)
    assert run.values["b"] == pytest.approx(-1, abs=1e-9)


def test_network_beats_persistence_by_a_factor_of_hundreds(run):
    assert run.values["test_mse"] < run.values["persistence_mse"] / 200
    assert run.values["test_mse"] > 1e-9  # were it smaller, the prose would be wrong about it


def test_linear_model_beats_the_network_by_many_orders_of_magnitude(run):
    assert run.values["two_term_mse"] < 1e-20
    assert run.values["two_term_mse"] < run.values["test_mse"] * 1e-12


def test_errors_are_as_small_as_the_drawing_of_the_forecast_is_said_to_show(run):
    two_term, truth = np.array(run.values["two_term"]), np.array(run.values["y_test"])
    assert np.abs(two_term - truth).max() < 1e-12
    assert 1e-4 < run.values["test_mse"] ** 0.5 < 1e-2
    assert 0.05 < np.abs(np.array(run.values["persistence"]) - truth).max() < 0.2


def test_no_sign_of_overfitting(run):
    assert 0.5 < run.values["test_mse"] / run.values["train_mse"] < 2
    loss, val_loss = run.values["history"]["loss"], run.values["history"]["val_loss"]
    assert len(loss) == len(val_loss) == 20
    assert loss[0] > 0.1 and val_loss[0] > 0.1
    assert loss[-1] < 1e-5 and val_loss[-1] < 1e-5
    assert 0.2 < val_loss[-1] / loss[-1] < 5


def test_network_passes_persistence_within_the_first_epochs(run):
    val_loss = run.values["history"]["val_loss"]
    assert val_loss[0] > run.values["persistence_mse"]
    assert val_loss[5] < run.values["persistence_mse"]


def test_parameter_count_is_the_one_derived_in_the_text(run):
    units = 50
    assert run.values["parameters"] == 4 * units * (units + 1 + 1) + (units + 1) == 10_451


def test_table_shows_the_three_models(run):
    for name in ("persistence", "LSTM", "two-term"):
        assert name in run.output["evaluate"]
    assert "1.990008" in run.output["baselines"]


def test_figures_are_there(run):
    assert {"window", "loss", "forecast"} <= set(run.figures)
