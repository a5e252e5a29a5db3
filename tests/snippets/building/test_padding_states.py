"""What must be true of the final states of padded sequences."""

import numpy as np
import pytest

LAYERS = ("SimpleRNN", "LSTM", "GRU")


@pytest.mark.parametrize("layer", LAYERS)
def test_with_a_mask_the_side_does_not_matter(run, layer):
    for weights in ("fresh", "biases moved"):
        row = run.values["distance"][layer][weights]
        assert max(row["pre, mask"], row["post, mask"]) < 1e-6


@pytest.mark.parametrize("layer", LAYERS)
def test_without_a_mask_post_padding_changes_the_state_a_lot(run, layer):
    for weights in ("fresh", "biases moved"):
        row = run.values["distance"][layer][weights]
        assert row["post"] > 0.1 and row["post"] > 2 * row["pre"]


@pytest.mark.parametrize("layer", LAYERS)
def test_pre_padding_is_harmless_until_the_biases_move(run, layer):
    assert run.values["distance"][layer]["fresh"]["pre"] < 1e-6
    assert run.values["distance"][layer]["biases moved"]["pre"] > 0.01


def test_the_sequence_has_no_steps_that_look_like_padding(run):
    cells = run.execute("imports", "sequence")
    assert (cells["alone"] != 0).all()
    assert np.array_equal(cells["padded"]["pre"][:, 7:], cells["alone"])
    assert np.array_equal(cells["padded"]["post"][:, :5], cells["alone"])


def test_the_mask_copies_the_old_state(run):
    keras = run.execute("imports")["keras"]
    x, mask = np.ones((1, 6, 2), "float32"), np.array([[True, True, False, True, False, False]])
    hs = np.asarray(keras.layers.SimpleRNN(3, return_sequences=True)(x, mask=mask))[0]
    assert np.array_equal(hs[2], hs[1]) and np.array_equal(hs[5], hs[3]) and not np.array_equal(hs[3], hs[1])
