"""What the notation page claims of the cells must be true of its snippet and of Keras."""

import numpy as np
import pytest


@pytest.fixture
def cell(run):
    return run.execute("imports", "simplernn", "sigma", "lstm", "gru", "unroll")


def layer_and_input(cell, name, u=7, d=3, **options):
    """A Keras layer with random weights, an input and what the layer makes of it."""
    rng = np.random.default_rng(3)
    layer = getattr(cell["keras"].layers, name)(u, return_sequences=True, **options)
    layer.build((2, 9, d))
    fresh = layer.get_weights()
    layer.set_weights([rng.normal(0, 0.5, w.shape) for w in fresh])
    x = rng.normal(size=(2, 9, d)).astype("float32")
    return fresh, layer.get_weights(), x, cell["keras"].ops.convert_to_numpy(layer(x))


def apart(cell, step, states, x, weights, theirs, **options):
    ours = cell["unroll"](cell[step], x, [np.zeros((2, 7), "float32")] * states, weights, **options)
    return np.abs(ours - theirs).max()


def reorder(weights, order):
    """The same weights with their blocks of columns in another order."""
    return [np.concatenate([np.split(w, len(order), axis=-1)[k] for k in order], axis=-1) for w in weights]


def test_every_cell_equals_its_layer(run):
    assert set(run.values["differences"]) == {"SimpleRNN", "LSTM", "GRU, reset after", "GRU, reset before"}
    for differences in run.values["differences"].values():
        assert len(differences) == 4
        assert max(differences) < 1e-6
    assert run.values["largest_difference"] < 1e-6
    assert len(run.output["compare"].splitlines()) == 4


def test_lstm_blocks_are_i_f_c_o_and_the_forget_bias_starts_at_one(cell):
    fresh, weights, x, theirs = layer_and_input(cell, "LSTM")
    assert [w.shape for w in fresh] == [(3, 28), (7, 28), (28,)]
    assert np.array_equal(fresh[2], np.repeat([0, 1, 0, 0], 7))
    assert apart(cell, "lstm_step", 2, x, weights, theirs) < 1e-6
    for order in ((1, 0, 2, 3), (0, 1, 3, 2), (0, 2, 1, 3)):
        assert apart(cell, "lstm_step", 2, x, reorder(weights, order), theirs) > 0.05


def test_gru_blocks_are_z_r_h(cell):
    fresh, weights, x, theirs = layer_and_input(cell, "GRU")
    assert [w.shape for w in fresh] == [(3, 21), (7, 21), (2, 21)]
    assert not fresh[2].any()
    assert apart(cell, "gru_step", 1, x, weights, theirs) < 1e-6
    assert apart(cell, "gru_step", 1, x, reorder(weights, (1, 0, 2)), theirs) > 0.05


def test_the_two_reset_forms_differ(cell):
    fresh, weights, x, theirs = layer_and_input(cell, "GRU", reset_after=False)
    assert [w.shape for w in fresh] == [(3, 21), (7, 21), (21,)]
    assert apart(cell, "gru_step", 1, x, weights, theirs, reset_after=False) < 1e-6
    W, U, b = weights
    assert apart(cell, "gru_step", 1, x, [W, U, np.stack([b, 0 * b])], theirs) > 0.01


def test_only_the_candidate_needs_both_biases(cell):
    _, (W, U, b), x, theirs = layer_and_input(cell, "GRU")
    gates = b.copy()
    gates[0, :14] += gates[1, :14]
    gates[1, :14] = 0
    assert apart(cell, "gru_step", 1, x, [W, U, gates], theirs) < 1e-6
    merged = np.stack([b.sum(0), 0 * b[0]])
    assert apart(cell, "gru_step", 1, x, [W, U, merged], theirs) > 0.01


def test_swapping_z_is_a_change_of_sign(cell):
    rng = np.random.default_rng(5)
    x_t, h_prev = rng.normal(size=3), rng.normal(size=7)
    weights = W, U, b = rng.normal(size=(3, 21)), rng.normal(size=(7, 21)), rng.normal(size=(2, 21))
    z_t = cell["sigma"](x_t @ W[:, :7] + b[0, :7] + h_prev @ U[:, :7] + b[1, :7])
    h_tilde = (cell["gru_step"](x_t, h_prev, *weights) - z_t * h_prev) / (1 - z_t)
    signs = np.repeat([-1, 1, 1], 7)  # of the blocks z, r, h
    flipped = cell["gru_step"](x_t, h_prev, *(w * signs for w in weights))
    assert flipped == pytest.approx((1 - z_t) * h_prev + z_t * h_tilde)


def test_columns_and_concatenation_say_the_same(cell):
    rng = np.random.default_rng(4)
    x_t, h_prev, b = rng.normal(size=3), rng.normal(size=7), rng.normal(size=7)
    W, U = rng.normal(size=(3, 7)), rng.normal(size=(7, 7))
    h_t = cell["simple_rnn_step"](x_t, h_prev, W, U, b)
    W_x, W_h = W.T, U.T
    assert h_t == pytest.approx(np.tanh(W_h @ h_prev + W_x @ x_t + b))
    joined = np.concatenate([W_h, W_x], axis=1)  # (u, u + d)
    assert h_t == pytest.approx(np.tanh(joined @ np.concatenate([h_prev, x_t]) + b))
    assert h_t == pytest.approx(np.tanh(np.concatenate([h_prev, x_t]) @ np.concatenate([U, W]) + b))
