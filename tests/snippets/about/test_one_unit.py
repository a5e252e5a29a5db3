import numpy as np


def test_the_state_halves_when_the_run_says(run):
    h, half_life = np.array(run.values["h"]), run.values["half_life"]
    assert h[half_life] < h[0] / 2 <= h[half_life - 1]


def test_the_output_tells_the_same(run):
    assert f"after {run.values['half_life']} steps" in run.output["run"]


def test_the_state_follows_its_equation(run):
    h, x, u = np.array(run.values["h"]), np.array(run.values["x"]), run.values["u"]
    assert np.allclose(h[1:], np.tanh(x[1:] + u * h[:-1]))
