"""What must be true of the tables and recipes of the cheat-sheet."""

import re
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.layers import GRU, LSTM, Bidirectional, Dense, SimpleRNN

PAGE = (Path(__file__).resolve().parents[3] / "docs/en/reference/cheat-sheet.md").read_text(encoding="utf-8")
FORMULAS = {  # the columns of the page: parameters and shapes of the weights
    "[SimpleRNN]": (SimpleRNN, {}),
    "[LSTM]": (LSTM, {}),
    "[GRU]": (GRU, {}),
    "GRU, `reset_after=False`": (GRU, {"reset_after": False}),
}


def formula(text, d, u):
    return eval(re.sub(r"(\d|u)(?=[u(])", r"\1*", text.strip("$ ")), {"d": d, "u": u})


@pytest.mark.parametrize("start", FORMULAS)
def test_the_formulas_of_the_page_hold_for_many_sizes(start):
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {start}") and "u(u + d" in line)
    count, *shapes = [cell.strip() for cell in row.split("|")[2:6]]
    make, options = FORMULAS[start]
    for d, u in ((1, 1), (1, 50), (3, 5), (17, 8), (8, 17), (64, 32)):
        layer = make(u, **options)
        layer.build((None, None, d))
        assert layer.count_params() == formula(count, d, u)
        sizes = [formula(re.sub(r"\((\d?u)\)", r"(\1,)", shape), d, u) for shape in shapes]
        assert [tuple(w.shape) for w in layer.weights] == sizes
        both = Bidirectional(make(u, **options))
        both.build((None, None, d))
        assert both.count_params() == 2 * layer.count_params()
        dense = Dense(7)
        dense.build((None, u))
        assert dense.count_params() == 7 * (u + 1)


def test_the_shapes_are_those_that_are_printed(run):
    shapes = run.values["shapes"]
    assert shapes["LSTM"] == "(B, u)" and shapes["LSTM sequences"] == "(B, T, u)"
    assert shapes["GRU state"] == shapes["SimpleRNN state"] == "(B, u), (B, u)"
    assert shapes["LSTM sequences state"] == "(B, T, u), (B, u), (B, u)"
    assert shapes["Bidirectional"] == "(B, 2u)" and shapes["Bidirectional state"].count("(B, u)") == 4
    assert len(re.findall(r'cheat_sheet\.shapes\["(.*?)"\]', PAGE)) >= 9


def test_the_defaults_are_those_of_the_page():
    config = LSTM(3).get_config()
    rows = re.findall(r"(?m)^\| `(\w+)` \| `?([^`|]+?)`? \|", PAGE)
    assert len(rows) >= 9
    for name, default in rows:
        assert str(config[name]) == default.strip('"') or float(config[name]) == float(default), name


def test_arguments_do_what_the_page_says(run):
    cells = run.execute("imports")
    x, T = cells["x"], cells["T"]
    backward, forward = LSTM(3, go_backwards=True, return_sequences=True), LSTM(3, return_sequences=True)
    out = np.asarray(backward(x))
    forward.build(x.shape)
    forward.set_weights(backward.get_weights())
    assert np.allclose(out, np.asarray(forward(x[:, ::-1])), atol=1e-6)
    mask = np.arange(T) < [[2]] * len(x)
    masked = np.asarray(forward(x, mask=mask))
    assert np.allclose(masked[:, :2], np.asarray(forward(x[:, :2])), atol=1e-6)
    assert np.array_equal(masked[:, 2:], np.repeat(masked[:, 1:2], T - 2, axis=1))
    assert not np.any(np.asarray(Bidirectional(LSTM(3, return_sequences=True))(x, mask=mask))[:, 2:])
    assert "recurrent_activation" not in SimpleRNN(3).get_config()
    with pytest.raises(ValueError, match="the batch size must be static"):
        keras.Sequential([keras.Input((4, 1)), LSTM(3, stateful=True)])


def test_a_mask_reaches_the_loss_through_sequences_and_ends_without(run):
    embedded = keras.layers.Embedding(9, 2, mask_zero=True)(keras.Input((4,)))
    last, every = LSTM(3)(embedded), LSTM(3, return_sequences=True)(embedded)
    assert getattr(last, "_keras_mask", None) is None and every._keras_mask is not None
    tokens, y = np.array([[1, 2, 0, 0], [1, 2, 3, 0]]), np.arange(8.0).reshape(2, 4, 1)
    model = keras.Sequential([
        keras.Input((4,)), keras.layers.Embedding(9, 2, mask_zero=True), LSTM(3, return_sequences=True), Dense(1),
    ])  # fmt: skip
    model.compile("sgd", "mse", run_eagerly=True)
    error = (np.asarray(model(tokens)) - y) ** 2
    assert np.isclose(model.test_on_batch(tokens, y), error[tokens != 0].mean(), rtol=1e-5)


def test_initial_states_are_those_of_the_page(run):
    x = run.execute("imports")["x"]
    h = np.full((len(x), 3), 0.5, "float32")
    for make in (GRU, SimpleRNN):
        layer = make(3)
        assert not np.allclose(np.asarray(layer(x, initial_state=h)), np.asarray(layer(x)), atol=1e-4)
    layer = LSTM(3)
    zeros = layer(x, initial_state=[0 * h, 0 * h])
    assert np.array_equal(np.asarray(layer(x)), np.asarray(zeros))
    with pytest.raises(IndexError, match="list index out of range"):
        LSTM(3)(x, initial_state=h)
    assert Bidirectional(LSTM(3))(x, initial_state=[h, h, h, h]).shape == (len(x), 6)


def test_directions_are_merged_as_the_page_says(run):
    x, both = run.execute("imports")["x"], Bidirectional(LSTM(3))
    both(x)
    weights = both.get_weights()
    assert all(
        np.array_equal(a, b) for a, b in zip(weights, both.forward_layer.get_weights() + both.backward_layer.get_weights())
    )
    a, b = np.split(np.asarray(both(x)), 2, axis=-1)
    for mode, merged in {"sum": a + b, "mul": a * b, "ave": (a + b) / 2}.items():
        layer = Bidirectional(LSTM(3), merge_mode=mode)
        layer.build(x.shape)
        layer.set_weights(weights)
        assert np.allclose(np.asarray(layer(x)), merged, atol=1e-6)


def test_the_losses_take_the_targets_of_the_page(run):
    cells = run.execute("imports", "many-to-one", "many-to-many")
    x, B, T, k = cells["x"], cells["B"], cells["T"], cells["k"]
    for model, y in ((cells["classify"], np.zeros(B)), (cells["tag"], np.zeros((B, T)))):
        model.run_eagerly = True
        assert np.isfinite(model.train_on_batch(x, y))
    for units, activation, loss, y in (
        (1, None, "mse", np.zeros((B, 1))), (4, None, "mse", np.zeros((B, 4))),
        (1, "sigmoid", "binary_crossentropy", np.zeros((B, 1))), (k, "softmax", "categorical_crossentropy", np.eye(k)[:B]),
    ):  # fmt: skip
        out = Dense(units, activation=activation)(x[:, 0])
        assert out.shape == y.shape and np.all(np.isfinite(np.asarray(keras.losses.get(loss)(y, out))))


def test_the_stateful_recipe_goes_on_and_the_masked_one_skips(run):
    cells = run.execute("imports", "stateful", "masked")
    layer = LSTM(cells["u"])
    layer.build(cells["x"].shape)
    layer.set_weights(cells["stream"].get_weights())
    assert np.allclose(cells["second"], np.asarray(layer(cells["x"])), atol=1e-6)
    words, numbers = cells["words"], cells["numbers"]
    assert np.allclose(np.asarray(words(numbers)), np.asarray(words(numbers[:, :3])), atol=1e-6)
    assert not np.any(np.asarray(cells["stream"].layers[0].states[0]))


def test_the_decoder_starts_from_the_states_of_the_encoder(run):
    cells = run.execute("imports", "encoder-decoder")
    y = np.eye(cells["k"], dtype="float32")[np.zeros((cells["B"], 4), int)]
    one, other = (np.asarray(cells["translate"]([x, y])) for x in (cells["x"], 2 * cells["x"]))
    assert one.shape == (cells["B"], 4, cells["k"]) and not np.allclose(one, other, atol=1e-4)


def test_the_free_run_reads_the_sequence_and_then_its_own_forecasts(run):
    cells = run.execute("imports", "free-running")
    x, T, forecast, cell, head = (cells[name] for name in ("x", "T", "forecast", "cell", "head"))
    assert len(forecast) == T + 8
    whole = np.concatenate([x, np.stack([np.asarray(f) for f in forecast[T - 1 : -1]], axis=1)], axis=1)
    layer = keras.layers.RNN(cell, return_sequences=True)
    assert np.allclose(np.asarray(head(layer(whole)))[:, -1], np.asarray(forecast[-1]), atol=1e-5)
