"""The peephole cell is what its equations say, and each peephole sees the state that it should."""

import numpy as np
import pytest
from cells import cases, differences, thorough
from hypothesis import given


@pytest.fixture(scope="module")
def cell(bakery):
    path = bakery.find("peephole")
    sources = {cell["name"]: cell["source"] for cell in bakery.load(path).cells}
    namespace = {"__name__": "__main__"}
    for name in ("imports", "step", "layer", "cell"):
        exec(sources[name], namespace)
    return namespace


def layer(cell, units, dtype="float32"):
    peephole = cell["PeepholeCell"](units, dtype=dtype)
    return cell["keras"].layers.RNN(peephole, return_sequences=True, return_state=True, dtype=dtype)


@thorough
@given(case=cases())
def test_keras_cell_equals_numpy_for_any_shape_mask_and_state(cell, case):
    assert max(differences(case, layer(cell, case.units, case.x.dtype.name), cell["peephole_lstm"])) < 1e-6


@thorough
@given(case=cases())
def test_without_peepholes_it_is_the_lstm_of_keras(cell, case):
    lstm = cell["keras"].layers.LSTM(case.units, return_sequences=True, return_state=True, dtype=case.x.dtype.name)
    closed = differences(case, lstm, cell["peephole_lstm"], lambda w: [*w, np.zeros((3, case.units), case.x.dtype)])
    assert max(closed) < 1e-6


def weights_of(u, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((2, 4 * u), (u, 4 * u), (4 * u,), (3, u))]


def test_input_and_forget_gate_see_the_old_state_and_the_output_gate_the_new(cell):
    """With one peephole at a time, the gate is worked out again from the states before and after."""
    u, rng = 5, np.random.default_rng(1)
    W, U, b, p = weights_of(u)
    x_t, h_prev, c_prev = rng.normal(size=2), rng.normal(size=u), rng.normal(size=u)
    a_i, a_f, a_c, a_o = np.split(x_t @ W + h_prev @ U + b, 4)
    sigma, step, row = cell["sigma"], cell["peephole_step"], np.eye(3)[:, :, None]
    _, c_t = step(x_t, h_prev, c_prev, W, U, b, p * row[0])
    assert c_t == pytest.approx(sigma(a_f) * c_prev + sigma(a_i + p[0] * c_prev) * np.tanh(a_c))
    _, c_t = step(x_t, h_prev, c_prev, W, U, b, p * row[1])
    assert c_t == pytest.approx(sigma(a_f + p[1] * c_prev) * c_prev + sigma(a_i) * np.tanh(a_c))
    h_t, c_t = step(x_t, h_prev, c_prev, W, U, b, p * row[2])
    assert c_t == pytest.approx(sigma(a_f) * c_prev + sigma(a_i) * np.tanh(a_c))
    assert h_t / np.tanh(c_t) == pytest.approx(sigma(a_o + p[2] * c_t))
    assert np.abs(h_t / np.tanh(c_t) - sigma(a_o + p[2] * c_prev)).max() > 0.01


def test_a_fresh_cell_is_a_fresh_lstm(cell):
    fresh = layer(cell, 6)
    fresh.build((None, None, 2))
    W, U, b, p = fresh.get_weights()
    lstm = cell["keras"].layers.LSTM(6)
    lstm.build((None, None, 2))
    assert [w.shape for w in (W, U, b)] == [w.shape for w in lstm.get_weights()]
    assert np.array_equal(b, lstm.get_weights()[2]) and not p.any()
    assert U @ U.T == pytest.approx(np.eye(6), abs=1e-5)
    assert fresh.count_params() == lstm.count_params() + 3 * 6


def test_the_run_found_it_equal_and_the_wrong_state_far_off(run):
    assert run.values["difference"] < 1e-6
    assert run.values["closed_difference"] < 1e-6
    assert run.values["late_difference"] > 0.02
    assert len("".join(run.output.values()).splitlines()) == 3
