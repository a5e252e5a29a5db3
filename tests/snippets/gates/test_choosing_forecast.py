"""What must be true of one forecast, timed."""

import numpy as np


def test_the_layers_have_about_equal_parameters(run):
    counts = run.values["parameters"]
    assert max(counts.values()) / min(counts.values()) < 1.02
    assert all(abs(count - 10_000) < 250 for count in counts.values())


def test_the_units_are_those_nearest_to_the_budget(run, bakery):
    budget = bakery.load(bakery.find("choosing_parameters")).values
    column = budget["budgets"].index(10_000)
    assert {name: units[column] for name, units in budget["equal_units"].items()} == run.values["units"]


def test_the_call_matters_more_than_the_layer(run):
    assert min(run.values["slower"].values()) > 4
    assert max(run.values["to_simple"].values()) < 3
    assert min(run.values["slower"].values()) > 1.5 * max(run.values["to_simple"].values())


def test_both_ways_forecast_the_same(run):
    x = np.random.default_rng(5).normal(size=(1, 60, 2)).astype("float32")
    for model in run.execute("imports", "models")["models"].values():
        assert np.abs(model.predict(x, verbose=0) - model.predict_on_batch(x)).max() < 1e-5
