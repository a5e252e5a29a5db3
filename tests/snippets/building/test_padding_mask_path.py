"""What must be true of a mask on its way through a model."""

import warnings

import keras
import numpy as np
import pytest


def test_each_layer_does_what_the_page_says(run):
    groups = {}
    for name, fate in run.values["fate"].items():
        groups.setdefault(fate, []).append(name)
    assert groups == {
        "passed on": ["Dense", "Dropout", "LayerNormalization", "LSTM, return_sequences", "Bidirectional, the same"],
        "used up": ["LSTM", "GlobalAveragePooling1D"],
        "dropped, with a warning": ["GlobalMaxPooling1D", "Conv1D", "Flatten", "Reshape"],
        "dropped without a word": ["hidden * 2"],
    }


def test_the_warning_is_the_one_that_the_page_quotes(run):
    assert "does not support masking and will therefore destroy the mask information" in " ".join(run.output["warning"].split())


def test_average_pooling_takes_the_mean_of_real_steps(run):
    cells = run.execute("imports", "sequences", "masking")
    pooled = np.asarray(cells["keras"].layers.GlobalAveragePooling1D()(cells["hidden"]))
    assert pooled == pytest.approx(np.stack([s.mean(axis=0) for s in cells["sequences"]]), abs=1e-6)


def test_a_recurrent_layer_after_conv1d_reads_the_padding(run):
    keras = run.execute("imports")["keras"]
    layers = keras.layers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = keras.Sequential([keras.Input((None, 1)), layers.Masking(), layers.Conv1D(2, 1), layers.LSTM(2)])
        x = np.ones((1, 3, 1), "float32")
        padded = np.concatenate([x, 0 * x], axis=1)
        assert np.abs(np.asarray(model(x)) - np.asarray(model(padded))).max() > 1e-3


def test_loss_and_metric_are_means_over_real_steps(run):
    values = run.values
    assert values["result"]["loss"] == pytest.approx(values["real_mse"], rel=1e-5)
    assert values["result"]["mae"] == pytest.approx(values["real_mae"], rel=1e-5)
    assert abs(values["all_mse"] - values["real_mse"]) > 0.01 * values["real_mse"]


def test_masked_steps_repeat_the_output_or_are_zero(run):
    cells = run.execute("imports", "sequences", "masking")
    layers, hidden = cells["keras"].layers, cells["hidden"]
    y = np.asarray(layers.LSTM(2, return_sequences=True)(hidden))[1]
    assert np.array_equal(y[2:], np.repeat(y[1:2], 4, axis=0)) and y[1].all()
    y = np.asarray(layers.Bidirectional(layers.LSTM(2, return_sequences=True))(hidden))[1]
    assert y[:2].all() and not y[2:].any()


def test_a_mask_handed_on_is_used(run):
    names = run.execute("imports", "sequences", "by-hand")
    assert np.array_equal(names["mask"], (names["x"] != 0).any(axis=-1))
    cut = names["h"][1:, :2]  # the second sequence has two steps
    layer = keras.layers.LSTM(2)
    keras.utils.set_random_seed(0)
    whole, short = layer(names["h"], mask=names["mask"]), layer(cut)
    assert np.allclose(whole[1], short[0], atol=1e-6) and not np.allclose(layer(names["h"])[1], short[0], atol=1e-3)
