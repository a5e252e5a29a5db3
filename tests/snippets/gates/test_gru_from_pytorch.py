"""Weights as PyTorch stores them give the same layer in Keras once they are converted."""

import numpy as np
import pytest


def test_conversion_is_exact_and_the_order_matters(run):
    assert run.values["difference"] < 1e-12
    assert run.values["wrong_order"] > 0.1


@pytest.mark.parametrize("d, u", [(1, 1), (3, 4), (5, 2)])
def test_any_shape(run, d, u):
    ours = run.execute("pytorch", "convert")
    rng = np.random.default_rng(d)
    weights = [rng.normal(size=shape) for shape in ((3 * u, d), (3 * u, u), (3 * u,), (3 * u,))]
    x = rng.normal(size=(2, 7, d))
    layer = ours["keras"].layers.GRU(u, return_sequences=True, dtype="float64")
    layer.build(x.shape)
    layer.set_weights(ours["to_keras"](*weights))
    assert np.asarray(layer(x)) == pytest.approx(ours["torch_gru"](x, *weights), abs=1e-12)


def test_the_function_computes_the_documented_equations_one_number_at_a_time(run):
    """A second writing of the equations, with columns, as the documentation has them."""
    ours, rng, d, u = run.execute("pytorch"), np.random.default_rng(6), 2, 3
    w_ih, w_hh, b_ih, b_hh = (rng.normal(size=shape) for shape in ((3 * u, d), (3 * u, u), (3 * u,), (3 * u,)))
    W_ir, W_iz, W_in, W_hr, W_hz, W_hn = *np.split(w_ih, 3), *np.split(w_hh, 3)
    b_ir, b_iz, b_in, b_hr, b_hz, b_hn = *np.split(b_ih, 3), *np.split(b_hh, 3)
    x, h, sigma = rng.normal(size=(1, 5, d)), np.zeros(u), ours["sigma"]
    hs = ours["torch_gru"](x, w_ih, w_hh, b_ih, b_hh)
    for t in range(5):
        r = sigma(W_ir @ x[0, t] + b_ir + W_hr @ h + b_hr)
        z = sigma(W_iz @ x[0, t] + b_iz + W_hz @ h + b_hz)
        n = np.tanh(W_in @ x[0, t] + b_in + r * (W_hn @ h + b_hn))
        h = (1 - z) * n + z * h
        assert hs[0, t] == pytest.approx(h)
