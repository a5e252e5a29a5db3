"""What must be true of stacked layers: shapes, the error, the counts, and the equations for any stack."""

import keras
import numpy as np
import pytest
from cells import thorough
from hypothesis import given
from hypothesis import strategies as st


def test_without_sequences_the_second_layer_refuses_and_says_why(run):
    assert "expected ndim=3, found ndim=2" in run.values["message"]
    assert "(None, 16)" in run.values["message"]
    assert "expected ndim=3" in run.output["error"] and "LSTM(16) returns (None, 16)" in run.output["error"]


def test_shapes_and_counts_of_the_stack(run):
    assert [list(shape) for shape in run.values["shapes"]] == [[None, 20, 16], [None, 16], [None, 1]]
    assert run.values["counts"] == [4 * 16 * (1 + 16 + 1), 4 * 16 * (2 * 16 + 1), 17]
    assert 1.7 < run.values["counts"][1] / run.values["counts"][0] < 2  # "nearly twice as many"


def test_the_loop_equals_keras(run):
    assert run.values["difference"] < 1e-6


@given(st.data())
@thorough
def test_the_loop_equals_keras_for_any_stack(run, data):
    stack = test_the_loop_equals_keras_for_any_stack.cells = getattr(
        test_the_loop_equals_keras_for_any_stack, "cells", None
    ) or run.execute("imports", "step")
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    widths = data.draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    shape = [data.draw(st.integers(1, most)) for most in (4, 12, 4)]
    x = rng.normal(size=shape).astype("float32")
    layers = [keras.layers.SimpleRNN(u, return_sequences=True) for u in widths]
    y, weights = x, []
    for layer in layers:
        layer.build(y.shape)
        layer.set_weights([rng.normal(0, 0.3, w.shape).astype("float32") for w in layer.get_weights()])
        weights.append(layer.get_weights())
        y = np.asarray(layer(y))
    assert stack["stack"](x, weights) == pytest.approx(y, abs=2e-6)


def test_each_layer_needs_its_own_weights(run):
    cells = run.execute("imports", "step")
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2, 9, 3))
    a, b = [(rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)) for _ in range(2)]
    assert np.abs(cells["stack"](x, [a, b]) - cells["stack"](x, [a, a])).max() > 0.1
    assert np.abs(cells["stack"](x, [a, b]) - cells["stack"](x, [b, a])).max() > 0.1
