"""What the chapter claims of the bidirectional layer must be true of NumPy and of Keras."""

import numpy as np
import pytest
from cells import cases, differences, thorough
from hypothesis import given


@pytest.fixture
def cells(run):
    return run.execute("imports", "step", "layer", "bidirectional")


def test_numpy_equals_keras_in_the_run(run):
    assert run.values["difference"] < 1e-6


def test_the_lstm_equals_its_layer(cells):
    @thorough
    @given(cases())
    def check(case):
        layer = cells["keras"].layers.LSTM(case.units, return_sequences=True, return_state=True, dtype=case.x.dtype)
        assert max(differences(case, layer, cells["lstm"])) < (1e-6 if case.x.dtype == "float32" else 1e-9)

    check()


def test_the_bidirectional_layer_equals_keras_in_random_shapes(cells):
    layers = cells["keras"].layers
    rng = np.random.default_rng(1)
    for batch, time, d, u in rng.integers(1, 9, (12, 4)).tolist():
        layer = layers.Bidirectional(layers.LSTM(u, return_sequences=True))
        layer.build((batch, time, d))
        layer.set_weights([rng.normal(0, 0.3, w.shape) for w in layer.get_weights()])
        weights, x = layer.get_weights(), rng.normal(size=(batch, time, d)).astype("float32")
        ours = cells["bidirectional"](x, weights[:3], weights[3:])
        assert ours.shape == (batch, time, 2 * u)
        assert np.abs(ours - np.asarray(layer(x))).max() < 1e-6


def test_an_output_has_read_what_its_comment_says(cells):
    rng = np.random.default_rng(2)
    weights = [[rng.normal(size=s) for s in ((3, 20), (5, 20), (20,))] for _ in range(2)]
    x = rng.normal(size=(1, 8, 3))
    other = x.copy()
    other[:, 4] += 1
    changed = (cells["bidirectional"](x, *weights) != cells["bidirectional"](other, *weights))[0]
    assert not changed[:4, :5].any() and changed[4:, :5].all()
    assert changed[:5, 5:].all() and not changed[5:, 5:].any()


def test_mistakes_show_in_the_numbers_only(run):
    assert run.values["forgotten"] > 0.1 and run.values["swapped"] > 0.1


def test_merge_modes_have_the_shapes_that_the_page_tells(run):
    batch, time, u = (run.values[name] for name in ("batch", "time", "u"))
    one = [batch, time, u]
    shapes = {"concat": [batch, time, 2 * u], "sum": one, "ave": one, "mul": one, "None": [2, *one]}
    assert {mode: list(shape) for mode, (shape, _) in run.values["merged"].items()} == shapes
    assert max(difference for _, difference in run.values["merged"].values()) < 1e-6


def test_the_single_output_joins_the_two_final_states(run):
    assert run.values["fully_read"] < 1e-6 < 0.1 < run.values["half_read"]
