"""What must be true of old files and of new ones."""

import json

import h5py
import keras
import numpy as np
import pytest
from keras.layers import LSTM, Bidirectional, Dense, Embedding


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


def as_old(path, *layers, first=False, modern=False, flat=False):
    """Write a model of ``layers`` as Keras 2 did: with ``first``, before TensorFlow 2.2; ``modern``, as Keras 2.21 does; ``flat``, a list."""
    model = keras.Sequential([keras.Input((10,) if isinstance(layers[0], Embedding) else (10, 1)), *layers, Dense(1)])
    model.save(path)
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        source, *rest = config["config"]["layers"]
        source["config"]["batch_input_shape"] = source["config"].pop("batch_shape")
        rest[0]["config"]["batch_input_shape"] = source["config"]["batch_input_shape"]
        for layer in rest:
            inner = layer["config"].get("layer", layer)
            if "recurrent_activation" in inner["config"]:
                inner["config"] |= {"time_major": False, "recurrent_activation": "hard_sigmoid"}
            layer["config"].pop("backward_layer", None)
            if not modern:
                inner.pop("module", None), inner.pop("registered_name", None)
        config["config"]["layers"] = rest if first else [source, *rest]
        file.attrs["model_config"] = json.dumps(config | {"config": rest} if flat else config)
    return model


def the_class(run, registered=True):
    source = next(cell["source"] for cell in run.cells if cell["name"] == "time-major")
    cells = {"keras": keras, "LSTM": LSTM, "__name__": __name__}
    exec(source[source.index("@keras" if registered else "class ") : source.index("loaded =")], cells)
    return cells["OldLSTM"]


def load(path, cls):
    return keras.models.load_model(path, custom_objects={"LSTM": cls}, compile=False)


def anew(cls, model):
    """The predictions of the old model: its weights, in layers that were built by hand."""
    make = Bidirectional(cls(3, recurrent_activation="hard_sigmoid"))
    layers = [make if isinstance(layer, Bidirectional) else make.forward_layer for layer in model.layers[:1]]
    new = keras.Sequential([keras.Input((10, 1)), *layers, Dense(1)])
    new.set_weights(model.get_weights())
    return np.asarray(new(np.load("x.npy")))


@pytest.mark.parametrize("both", (False, True))
@pytest.mark.parametrize("first", (False, True))
def test_the_class_loads_old_files(run, tmp_path, monkeypatch, both, first):
    monkeypatch.chdir(tmp_path)
    np.save("x.npy", x := np.random.default_rng(0).normal(size=(4, 10, 1)).astype("float32"))
    cls = the_class(run)
    model = as_old("old.h5", Bidirectional(LSTM(3)) if both else LSTM(3), first=first)
    if both and first:  # the shape is then an argument of Bidirectional
        with pytest.raises(ValueError, match="expected ndim=3, found ndim=4"):
            load("old.h5", cls)
    else:
        loaded = load("old.h5", cls)
        assert np.allclose(np.asarray(loaded(x)), anew(cls, model), atol=1e-6)
        assert not np.allclose(np.asarray(loaded(x)), np.asarray(model(x)), atol=1e-5)
    if both and not first:
        gates = [layer.cell.recurrent_activation for layer in (loaded.layers[0].forward_layer, loaded.layers[0].backward_layer)]
        assert [float(gate(np.float32(1))) for gate in gates] == pytest.approx([0.7, 0.7])


@pytest.mark.parametrize(
    "layers, options, message",
    (
        ([Embedding(9, 2), LSTM(3)], {"first": True}, "expected ndim=3, found ndim=4"),
        ([LSTM(3)], {"first": True, "flat": True}, "pop expected at most 1 argument, got 2"),
        ([Bidirectional(LSTM(3))], {"modern": True}, "Unrecognized keyword arguments passed to LSTM: {'time_major': False}"),
    ),
)
def test_what_does_not_load_gives_its_weights(run, tmp_path, monkeypatch, layers, options, message):
    monkeypatch.chdir(tmp_path)
    model = as_old("old.h5", *layers, **options)
    with pytest.raises((ValueError, TypeError)) as error:
        load("old.h5", the_class(run))
    assert message in str(error.value)
    new = keras.Sequential([keras.Input(model.input_shape[1:]), *(type(x).from_config(x.get_config()) for x in model.layers)])
    new.load_weights("old.h5")
    assert all(np.array_equal(a, b) for a, b in zip(new.get_weights(), model.get_weights()))


def test_without_its_registration_the_class_is_not_found(run, tmp_path):
    as_old(tmp_path / "old.h5", Bidirectional(LSTM(3)))
    keras.saving.get_custom_objects().clear()
    with pytest.raises(TypeError, match="Could not locate class 'OldLSTM'"):
        load(tmp_path / "old.h5", the_class(run, registered=False))


def test_weights_travel_in_an_npz_file(run, tmp_path):
    layers = [keras.layers.Dense(1) for _ in range(12)]
    models = [keras.models.clone_model(keras.Sequential([keras.Input((1,)), *layers])) for _ in range(2)]
    np.savez(tmp_path / "w.npz", *models[0].get_weights())
    models[1].set_weights(list(np.load(tmp_path / "w.npz").values()))
    assert all(np.array_equal(a, b) for a, b in zip(models[0].get_weights(), models[1].get_weights()))
