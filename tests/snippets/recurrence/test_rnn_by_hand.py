"""What must be true of three units whose weights were chosen by hand."""

import numpy as np
import pytest


@pytest.fixture
def states(run):
    return np.array(run.values["hs"])


def test_echo_forgets_at_once(run, states):
    assert np.allclose(states[:, 0], np.tanh(np.array(run.values["x"])[:, 0]))


def test_trace_grows_while_the_input_lasts_and_fades_after_it(states):
    trace = states[:, 1]
    assert (np.diff(trace[2:9]) > 0).all() and (np.diff(trace[8:14]) < 0).all() and (np.diff(trace[14:]) < 0).all()
    assert trace[13] > 0.3 and trace[-1] > 0.15


def test_change_answers_steps_up_and_down_with_opposite_signs_and_is_nearly_silent_in_between(states):
    change = states[:, 2]
    assert (change[[3, 14]] > 0.4).all() and (change[[9, 15]] < -0.4).all()
    quiet = np.delete(change, [3, 9, 14, 15])
    assert abs(quiet).max() < 0.05


def test_rerun_agrees_with_the_equation_unit_by_unit(run, states):
    x = np.array(run.values["x"])[:, 0]
    echo, trace, change = np.zeros((3, len(x) + 1))
    for t, value in enumerate(x):
        echo[t + 1] = np.tanh(value)
        trace[t + 1] = np.tanh(value + 0.9 * trace[t])
        change[t + 1] = np.tanh(value - echo[t])
    assert np.allclose(states, np.stack([echo, trace, change], axis=1)[1:])
    assert "by-hand" in run.figures
