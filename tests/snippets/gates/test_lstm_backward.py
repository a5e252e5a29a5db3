"""The derived gradients are the automatic ones, for any shape and weights."""

import numpy as np
import pytest
from cells import cases, thorough
from hypothesis import given


@pytest.fixture(scope="module")
def cell(bakery):
    namespace = {"__name__": "__main__"}
    for cell in bakery.load(bakery.find("lstm_backward")).cells:
        if cell["name"] == "gradients":
            exec(cell["source"], namespace)
    return namespace


def both(cell, case, change=lambda dhs: dhs):
    """The hand-made and the automatic gradients of sum(dhs * hs) with respect to x, W, U and b."""
    keras, tf = cell["keras"], cell["tf"]
    layer = keras.layers.LSTM(case.units, return_sequences=True, dtype=case.x.dtype.name)
    layer.build(case.x.shape)
    layer.set_weights([case.numbers(w.shape) for w in layer.get_weights()])
    dhs = case.rng.normal(size=(*case.x.shape[:2], case.units)).astype(case.x.dtype)
    x = tf.constant(case.x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(layer(x) * dhs)
    theirs = tape.gradient(loss, [x, *layer.trainable_variables])
    W, U, b = layer.get_weights()
    hs, saved = cell["lstm_forward"](case.x, W, U, b)
    ours = cell["lstm_backward"](change(dhs), case.x, W, U, saved)
    return ours, [g.numpy() for g in theirs], hs, np.asarray(layer(case.x))


@thorough
@given(case=cases())
def test_they_equal_the_gradients_of_the_tape(cell, case):
    ours, theirs, hs, hs_theirs = both(cell, case)
    assert np.abs(hs - hs_theirs).max() < 1e-6
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape and a.dtype == case.x.dtype
        assert np.abs(a - b).max() <= 1e-5 * max(1, np.abs(b).max())


@thorough
@given(case=cases())
def test_they_are_the_slope_of_the_loss(cell, case):
    """Without TensorFlow: a small step in a random direction, in double precision."""
    x, shapes, step = case.x.astype("float64"), ((case.x.shape[2], 4), (1, 4), (4,)), 1e-6
    W, U, b = weights = [case.numbers(shape).astype("float64") for shape in shapes]
    dhs = case.rng.normal(size=(*x.shape[:2], 1))
    grads = cell["lstm_backward"](dhs, x, W, U, cell["lstm_forward"](x, W, U, b)[1])
    direction = [case.rng.normal(size=a.shape) for a in (x, *weights)]

    def loss(sign):
        x_there, *weights_there = [a + sign * step * d for a, d in zip((x, *weights), direction, strict=True)]
        return (dhs * cell["lstm_forward"](x_there, *weights_there)[0]).sum()

    slope = sum((g * d).sum() for g, d in zip(grads, direction, strict=True))
    assert (loss(1) - loss(-1)) / (2 * step) == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_the_printed_differences_are_rounding(run):
    assert set(run.values["differences"]) == {"x", "W", "U", "b"}
    assert 0 < max(run.values["differences"].values()) < 1e-5
    assert all(np.abs(g).max() > 1e-3 for g in run.execute("gradients", "compare")["ours"])
    assert len(run.output["compare"].splitlines()) == 4
