"""What fresh layers do to the gradient, and that it is what the code computes."""

from statistics import mean

import numpy as np
import pytest


@pytest.fixture
def norms(run):
    return {name: {int(lag): n for lag, n in found.items()} for name, found in run.values["norms"].items()}


def test_the_plain_layer_keeps_more_than_the_gated_ones(norms):
    for lag in (50, 100):
        assert min(norms["SimpleRNN"][lag]) > max(norms["LSTM"][lag]) > min(norms["LSTM"][lag]) > max(norms["GRU"][lag])
    # "two orders of magnitude on average or more"
    assert np.exp(np.mean(np.log(norms["SimpleRNN"][100]))) > 100 * np.exp(np.mean(np.log(norms["LSTM"][100])))
    assert np.exp(np.mean(np.log(norms["SimpleRNN"][100]))) > 1e8 * np.exp(np.mean(np.log(norms["GRU"][100])))


def test_the_identity_keeps_it_and_half_the_kernel_loses_it(norms):
    for lag in (10, 50, 100):
        assert all(n == pytest.approx(1, abs=0.01) for n in norms["ReLU, identity"][lag])
    assert max(norms["small recurrent kernel"][100]) <= 0.5**100 * 1.01


def test_a_large_bias_on_the_gate_that_keeps_changes_both(norms):
    assert min(norms["forget bias 4"][100]) > 1e3 * max(norms["LSTM"][100])
    assert min(norms["update bias 4"][100]) > 1e10 * max(norms["GRU"][100])
    assert 0.1 < mean(norms["update bias 4"][100]) < 1


def test_initialization_decides_by_twenty_orders_of_magnitude(norms):
    at_100 = [n for found in norms.values() for n in found[100]]
    assert max(at_100) / min(at_100) > 1e20


def test_norms_are_those_of_a_measured_derivative(run):
    """For an LSTM, by h and c together; five steps, by finite differences."""
    code = run.execute("imports", "jacobian", "layers")
    keras = code["keras"]
    keras.utils.set_random_seed(0)
    code["T"], code["lags"] = 8, (5,)
    layer = keras.layers.LSTM(32, return_state=True, dtype="float64")
    x = np.random.default_rng(0).random((8, 2))
    (norm,) = code["norms_at_lags"](layer, x)

    # The code begins at the first cut: so does this.
    def last(state):
        h, c = np.split(state, 2, axis=1)
        steps = np.repeat(x[None, 3:], len(state), axis=0)
        return layer(steps, initial_state=[h, c])[0].numpy()

    d = 1e-6 * np.eye(64)
    measured = (last(d) - last(-d)) / 2e-6  # from the zero state: (2u, u)
    assert norm == pytest.approx(np.linalg.norm(measured, 2), rel=1e-5)


def test_the_biases_are_where_keras_has_them(run):
    code = run.execute("imports", "jacobian", "layers")
    forget = code["layers"]["  forget bias 4"]().get_weights()[-1]
    assert np.array_equal(forget, np.repeat([0, 4, 0, 0], 32))
    update = code["layers"]["  update bias 4"]().get_weights()[-1]
    assert np.array_equal(update.sum(0), np.repeat([4, 0, 0], 32))
