"""What must be true of dropout in recurrent layers: what a mask covers, and how long it holds."""

import keras
import numpy as np
import pytest


def test_the_dropout_layer_draws_anew_at_each_step(run):
    mask = np.array(run.values["masks"]["Dropout before the layer"])
    assert set(mask.ravel()) == {0.0, 2.0}
    assert len({tuple(row) for row in mask}) > 1


def test_dropout_of_the_layer_draws_once_for_all_steps(run):
    mask = np.array(run.values["masks"]["dropout= of the layer"])
    assert set(mask.ravel()) == {0.0, 2.0}
    assert len({tuple(row) for row in mask}) == 1


def test_recurrent_dropout_draws_once_for_all_steps_and_its_factors_multiply(run):
    mask = np.array(run.values["masks"]["recurrent_dropout="])
    first = mask[0]
    assert 0 < np.count_nonzero(first) < len(first)
    for t, row in enumerate(mask):
        assert row == pytest.approx(np.where(first > 0, 2.0 ** (t + 1), 0))


def test_few_features_lose_whole_sequences(run):
    for d, share in run.values["erased"].items():
        p = 0.3 ** int(d)
        assert share == pytest.approx(p, abs=5 * (p * (1 - p) / 10_000) ** 0.5 + 1e-9)
    assert 0.27 < run.values["erased"]["1"] < 0.33


def test_an_lstm_draws_a_mask_for_each_of_its_blocks_and_each_sequence_of_a_batch(run):
    assert run.values["masks_in_lstm"] == 4
    keras.utils.set_random_seed(0)
    cell = keras.layers.LSTMCell(50, recurrent_dropout=0.5)
    masks = [np.asarray(mask) for mask in cell.get_recurrent_dropout_mask(np.zeros((3, 50), "float32"))]
    assert len(masks) == 4 and all(mask.shape == (3, 50) for mask in masks)
    rows = {tuple(row) for mask in masks for row in mask}
    assert len(rows) == 12  # 4 blocks, 3 sequences: all differ


def test_nothing_is_dropped_outside_of_training():
    layer = keras.layers.LSTM(5, dropout=0.5, recurrent_dropout=0.5)
    x = np.ones((2, 6, 3), "float32")
    assert np.array_equal(layer(x), layer(x, training=False))
