"""What must be true of the two second layers."""

import numpy as np


def test_parameters_are_about_equal(run):
    a, b = run.values["parameters"].values()
    assert 0.97 < a / b < 1.03
    assert run.values["parameters"] == {"SimpleRNN": 31 * 33 + 31 * 63 + 32, "Dense": 38 * 40 + 38 * 39 + 39}


def test_a_second_memory_helps_on_three_stages_only(run):
    one, three = run.values["results"]["1"], run.values["results"]["3"]
    assert np.mean(three["SimpleRNN"]) < 0.98 * np.mean(three["Dense"])
    assert np.mean(one["Dense"]) < 1.1 * np.mean(one["SimpleRNN"])
    assert max(one["Dense"] + one["SimpleRNN"]) < 0.05  # both far below one layer's error and the linear model's
