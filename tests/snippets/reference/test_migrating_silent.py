"""What must be true of old lines that raise nothing."""

import keras
import numpy as np
import pytest


def test_the_old_seeds_do_not_seed_the_weights(run):
    assert run.values["before"][0] != run.values["before"][1]
    assert run.values["now"][0] == run.values["now"][1]


def test_hard_sigmoid_is_another_function(run):
    a = np.linspace(-4, 4, 81)
    new = np.asarray(keras.ops.hard_sigmoid(a))
    assert np.allclose(new, np.clip(a / 6 + 0.5, 0, 1), atol=1e-6)
    old = run.execute("imports", "gates")["hard_sigmoid_of_keras_2"]
    assert np.allclose(np.asarray(old(a)), np.clip(0.2 * a + 0.5, 0, 1))
    assert run.values["apart"][0] == 0 and min(run.values["apart"][1:]) > 0.01
    assert np.allclose(list(run.values["gate_at_1"].values()), [0.7, 2 / 3, 1 / (1 + np.exp(-1))])


def test_clipnorm_is_per_variable_and_global_clipnorm_is_not(run):
    steps = run.values["steps"]
    assert np.allclose(steps["clipnorm"], [1, 1])
    assert np.allclose(steps["global_clipnorm"], [5 / 13, 12 / 13])


def test_a_target_for_each_sequence_is_compared_with_every_step(run):
    cells = run.execute("imports", "targets")
    model, y = cells["model"], np.arange(4.0)
    x = np.random.default_rng(0).normal(size=(4, 5, 2))
    out = np.asarray(model(x))  # (batch, time, 1)
    own, all_of_them = (float(np.mean((out - targets) ** 2)) for targets in (y[:, None, None], y))
    assert out.shape == (4, 5, 1) and abs(own - all_of_them) > 1e-4
    assert model.test_on_batch(x, y[:, None])[0] == pytest.approx(own, rel=1e-5)
    assert model.test_on_batch(x, y)[0] == pytest.approx(all_of_them, rel=1e-5)


def test_a_callback_with_a_mode_and_a_wrong_key_only_warns():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.SGD(0.0), "binary_crossentropy", metrics=["accuracy"], run_eagerly=True)
    x, y = np.zeros((4, 1)), np.zeros((4, 1))
    data = {"x": x, "y": y, "validation_data": (x, y), "epochs": 4, "verbose": 0}
    with pytest.warns(UserWarning, match="Early stopping conditioned on metric"):
        ran = model.fit(**data, callbacks=[keras.callbacks.EarlyStopping(monitor="val_acc", mode="max")]).epoch
    assert len(ran) == 4 and len(model.fit(**data, callbacks=[keras.callbacks.EarlyStopping("val_accuracy")]).epoch) == 2


def test_names_dtypes_and_defaults(run):
    assert run.values["names"] == ["loss", "compile_metrics"] and list(run.values["named"]) == ["loss", "mae"]
    assert run.values["dtype"] == "float64" and run.values["adadelta"] == pytest.approx(0.001)


def test_other_lines_of_the_table():
    assert not hasattr(keras.layers.LSTM(3, implementation=1), "implementation")
    assert keras.layers.GRU(3).reset_after and keras.layers.LSTM(3).recurrent_activation is keras.activations.sigmoid
    assert keras.utils.pad_sequences([[1, 2, 3]], maxlen=2).tolist() == [[2, 3]]
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.0), "mse", run_eagerly=True)
    losses = [model.train_on_batch(np.ones((2, 1)), np.full((2, 1), y)) for y in (1.0, 2.0, 3.0)]
    assert np.allclose(losses, [1, 4, 9])  # of the batch, no running mean


def test_what_the_page_says_still_works():
    layer = keras.layers.LSTM(3, stateful=True)
    layer.build((2, 4, 1))
    layer.reset_states()
    assert keras.layers.LSTM(3).unit_forget_bias and np.allclose(np.asarray(layer.cell.bias)[3:6], 1)
    assert [tuple(w.shape) for w in layer.weights] == [(1, 12), (3, 12), (12,)]
    keras.layers.TimeDistributed(keras.layers.Dense(2))(np.zeros((2, 4, 3), "float32"))
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["acc"], run_eagerly=True)
    x, y = np.zeros((4, 1)), np.zeros((4, 1))
    assert "val_acc" in model.fit(x, y, validation_data=[x, y], verbose=0).history
