"""What the chapter reads from the norms must be true of them."""

import numpy as np
import pytest


@pytest.fixture
def at_100(run):
    return {case: {float(r): [n[-1] for n in runs] for r, runs in found.items()} for case, found in run.values["norms"].items()}


def test_the_product_is_the_derivative_of_the_last_state(run):
    code = run.execute("imports", "jacobians")
    rng = np.random.default_rng(4)
    x, W, U = rng.normal(size=(6, 2)), rng.normal(size=(2, 5)), rng.normal(0, 0.6, (5, 5))
    for activation in ("tanh", "linear"):

        def last(h, start, activation=activation):
            for x_t in x[start:]:
                h = x_t @ W + h @ U
                h = np.tanh(h) if activation == "tanh" else h
            return h

        norms, h = code["norms_by_lag"](x, W, U, activation), np.zeros(5)
        assert len(norms) == 7
        for t in range(7):  # h is the state after t steps
            measured = np.array([(last(h + d, t) - last(h - d, t)) / 2e-6 for d in 1e-6 * np.eye(5)])
            assert norms[6 - t] == pytest.approx(np.linalg.norm(measured, 2), rel=1e-6)
            if t < 6:
                h = x[t] @ W + h @ U
                h = np.tanh(h) if activation == "tanh" else h


def test_without_tanh_it_is_the_radius_to_the_power_of_the_lag(run):
    for radius, runs in run.values["norms"]["no tanh"].items():
        for norms in runs:
            assert np.allclose(norms, float(radius) ** np.arange(0, 101, 10), rtol=1e-9)


def test_small_inputs_are_nearly_linear_except_where_states_grow(at_100):
    small = at_100["small inputs"]
    assert 0.5 * 0.9**100 < min(small[0.9]) and max(small[0.9]) < 0.9**100
    assert 0.3 < min(small[1.0]) and max(small[1.0]) <= 1
    assert max(small[1.1]) < 0.02 * 1.1**100 and min(small[1.1]) > 1


def test_large_inputs_vanish_at_every_radius(at_100):
    large = at_100["inputs of size 1"]
    assert max(max(ends) for ends in large.values()) < 1e-15
    assert min(min(ends) for ends in large.values()) > 0
    # The radius matters little beside the inputs: nine orders in the linear case, and this is more than those.
    assert max(large[1.1]) < 1e-10 * min(at_100["small inputs"][0.9])


def test_more_than_half_of_the_slopes_are_below_one_half_with_large_inputs(run):
    rng, h, slopes = np.random.default_rng(0), np.zeros(64), []
    Q, W = np.linalg.qr(rng.normal(size=(64, 64)))[0], rng.normal(0, 1, (2, 64))
    for x_t in rng.normal(0, 1.0, (100, 2)):
        h = np.tanh(x_t @ W + h @ Q)
        slopes.append(1 - h**2)
    assert np.mean(np.array(slopes) < 0.5) > 0.5


def test_weights_are_the_same_in_all_panels(run):
    code = run.execute("imports", "jacobians", "measure")
    assert np.allclose(code["Q"] @ code["Q"].T, np.eye(64))
    assert max(abs(np.linalg.eigvals(1.1 * code["Q"]))) == pytest.approx(1.1)
