"""What must be true of old files and of new ones."""

import keras
import numpy as np


def test_the_messages_are_those_of_the_page(run):
    said = {name: " ".join(text.split()) for name, text in run.output.items()}
    assert "You are saving your model as an HDF5 file" in said["save"]
    assert "Invalid filepath extension for saving." in said["save"]
    assert "The filename must end in `.weights.h5`." in said["save"]
    assert "The filepath provided must end in `.keras` (Keras model format)." in said["save"]
    assert "Could not deserialize 'keras.metrics.mse'" in said["load"]
    assert "the legacy SavedModel format is not supported by `load_model()` in Keras 3" in said["saved-model"]
    assert "Unrecognized keyword arguments passed to LSTM: {'time_major': False}" in said["time-major"]


def test_what_loads_predicts_the_same(run):
    truth = np.array(run.values["truth"])
    assert np.array_equal(truth, run.values["again"]) and np.allclose(truth, run.values["from_h5"], atol=1e-7)


def test_h5_before_keras_loses_the_optimizer_and_keras_alone_does_not(run, tmp_path):
    assert run.values["optimizers"] == ["Adam", "RMSprop"]
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("adam", "mse", run_eagerly=True)
    model.train_on_batch(np.ones((1, 2)), np.ones((1, 1)))
    model.save(tmp_path / "m.keras")
    assert type(keras.models.load_model(tmp_path / "m.keras").optimizer).__name__ == "Adam"


def test_the_shim_computes_with_the_old_hard_sigmoid(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = run.execute("imports", "save", "load", "saved-model", "keras-2", "time-major")
    (W, U, b), (V, b_V), x = cells["model"].layers[0].get_weights(), cells["model"].layers[1].get_weights(), cells["x"]

    def hard(a):
        return np.clip(0.2 * a + 0.5, 0, 1)

    h = c = np.zeros((4, 3))
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=-1)
        c = hard(f) * c + hard(i) * np.tanh(g)
        h = hard(o) * np.tanh(c)
    assert np.allclose(cells["as_in_keras_2"], h @ V + b_V, atol=1e-5)
