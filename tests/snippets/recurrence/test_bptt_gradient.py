"""The gradient that was derived must be the one that others compute, in every case."""

import numpy as np
import pytest
from cells import cases, thorough
from hypothesis import given


@pytest.fixture(scope="module")
def code(bakery):
    """The two functions, without the run."""
    cells = {cell["name"]: cell["source"] for cell in bakery.load(bakery.find("bptt_gradient")).cells}
    namespace = {}
    for name in ("imports", "forward", "backward"):
        exec(cells[name], namespace)
    return namespace


def by_tape(code, x, h_0, weights, e):
    """The gradients of sum(e * states) by the layer's weights, the initial state and the input."""
    keras, tf = code["keras"], code["tf"]
    layer = keras.layers.SimpleRNN(len(weights[1]), return_sequences=True, dtype=x.dtype.name)
    layer.build(x.shape)
    layer.set_weights(weights)
    x, h_0 = tf.constant(x), tf.constant(h_0)
    with tf.GradientTape() as tape:
        tape.watch([x, h_0])
        value = tf.reduce_sum(layer(x, initial_state=h_0) * e)
    return [g.numpy() for g in tape.gradient(value, [*layer.trainable_variables, h_0])]


def relative(ours, theirs):
    return max(np.abs(a - b).max() / max(np.abs(b).max(), 1e-30) for a, b in zip(ours, theirs, strict=True))


def test_backward_equals_the_tape_for_any_shape_weights_and_initial_state(code):
    largest = {"float32": 0.0, "float64": 0.0}

    @thorough
    @given(cases())
    def check(case):
        batch, time, d = case.x.shape
        scale = min(case.scale, 1.0)  # large weights make the states chaotic: then any rounding grows without end

        def numbers(*shape):
            return case.rng.normal(0, scale, shape).astype(case.x.dtype)

        weights = numbers(d, case.units), numbers(case.units, case.units), numbers(case.units)
        h_0 = np.zeros((batch, case.units), case.x.dtype) if case.from_zero else numbers(batch, case.units)
        e = case.rng.normal(size=(batch, time, case.units)).astype(case.x.dtype)
        hs = code["forward"](case.x, h_0, *weights)
        ours = code["backward"](case.x, hs, e, weights[1])
        assert all(a.dtype == case.x.dtype for a in (hs, *ours))
        apart = relative(ours, by_tape(code, case.x, h_0, weights, e))
        assert apart < (1e-5 if case.x.dtype == "float32" else 1e-10)
        largest[case.x.dtype.name] = max(largest[case.x.dtype.name], apart)

    check()
    assert min(largest.values()) > 0  # both precisions were among the cases


def test_a_loss_at_the_last_step_only_still_blames_every_step(code):
    rng = np.random.default_rng(1)
    x, h_0 = rng.normal(size=(2, 9, 3)), rng.normal(size=(2, 4))
    weights = [rng.normal(0, 0.5, shape) for shape in [(3, 4), (4, 4), 4]]
    e = np.zeros((2, 9, 4))
    e[:, -1] = rng.normal(size=(2, 4))
    hs = code["forward"](x, h_0, *weights)
    ours = code["backward"](x, hs, e, weights[1])
    assert relative(ours, by_tape(code, x, h_0, weights, e)) < 1e-12
    delta_last = e[:, -1] * (1 - hs[:, -1] ** 2)
    assert relative([ours[1]], [hs[:, -2].T @ delta_last]) > 0.1


def test_the_run_agrees_with_both_witnesses(run):
    differences = run.values["differences"]
    assert max(differences["tape, float64"]) < 1e-12
    assert max(differences["tape, float32"]) < 1e-5
    assert max(differences["differences"]) < 1e-7
    # In the order of the prose: the double tape is closest, the single one farthest.
    assert max(differences["tape, float64"]) < max(differences["differences"]) < max(differences["tape, float32"])
    assert run.values["weights"] == 3 * 5 + 5 * 5 + 5


def test_a_gradient_is_linear_in_the_error(code):
    rng = np.random.default_rng(2)
    x, weights = rng.normal(size=(2, 9, 3)), [rng.normal(0, 0.5, shape) for shape in [(3, 4), (4, 4), 4]]
    hs, e = code["forward"](x, np.zeros((2, 4)), *weights), rng.normal(size=(2, 9, 4))
    once, twice = code["backward"](x, hs, e, weights[1]), code["backward"](x, hs, 2 * e, weights[1])
    assert relative([2 * g for g in once], twice) < 1e-12
