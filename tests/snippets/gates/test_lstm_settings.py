"""What a forget bias of 0 and no clipping do on the adding problem, beside the runs of lstm_adding."""

import numpy as np
import pytest


@pytest.fixture
def adding(bakery):
    return bakery.load(bakery.find("lstm_adding"))


def test_data_units_budget_and_seeds_are_those_of_lstm_adding(run, adding):
    source = next(cell["source"] for cell in run.cells if cell["name"] == "compare")
    ours = {"__name__": "__main__"}
    exec(source[: source.index("units, epochs")], ours)
    theirs = {"__name__": "__main__"}
    for cell in adding.cells:
        if cell["name"] in ("imports", "data"):
            exec(cell["source"], theirs)
    assert all(np.array_equal(ours[name], theirs[name]) for name in ("x", "y", "x_test", "y_test"))
    assert all(run.values[name] == adding.values[name] for name in ("T", "units", "epochs", "solved"))
    assert f"Adam({adding.values['rates']['LSTM'][0]}, clipnorm=clipnorm)" in source and "range(3)" in source


def test_only_the_forget_bias_is_changed(run):
    import keras

    units = run.values["units"]
    layer = keras.layers.LSTM(units)
    layer.build((None, None, 2))
    b = layer.get_weights()[2]
    assert b[units : 2 * units].tolist() == [1] * units and b.sum() == units


def test_a_half_shut_start_does_not_get_there_when_the_default_does(run, adding):
    solved, default = run.values["solved"], adding.values["mse"]["LSTM"]
    assert max(map(len, default)) <= run.values["epochs"] and all(curve[-1] < solved for curve in default)
    assert all(len(curve) == run.values["epochs"] and curve[-1] > solved for curve in run.values["mse"]["bias 0"])


def test_it_is_solved_without_clipping_too(run):
    assert all(curve[-1] < run.values["solved"] for curve in run.values["mse"]["bias 1, no clipping"])


def test_the_spread_is_shown(run):
    assert all(len(curves) == 3 for curves in run.values["mse"].values())
    assert len(run.output["compare"].splitlines()) - 1 == len(run.values["mse"]) == 2
