"""What saves and loads, what does not, and how an old LSTM model is read."""

# %% imports
import json
import logging
import os
import textwrap
import warnings
from contextlib import contextmanager

import h5py
import keras
import numpy as np
from keras.layers import LSTM, Dense


@contextmanager
def old():
    """Run old code, and print the error or the warning that it meets."""
    said, handler, logger = [], logging.Handler(), logging.getLogger("absl")
    handler.emit = lambda record: said.append(f"WARNING: {record.getMessage()}")
    logger.addHandler(handler)
    logger.propagate = False
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            yield
        except Exception as error:
            said.append(f"{type(error).__name__}: {error}")
    said += [f"UserWarning: {warning.message}" for warning in told]
    logger.removeHandler(handler)
    print(textwrap.fill(" ".join(said).partition(". In order")[0], 76))


model = keras.Sequential([keras.Input((10, 1)), LSTM(3), Dense(1)])
model.compile("adam", "mse")
x = np.random.default_rng(0).normal(size=(4, 10, 1)).astype("float32")
truth = np.asarray(model(x))

# %% save
with old():
    model.save("lstm.h5")
with old():
    model.save("lstm")
with old():
    model.save_weights("lstm.h5")
with old():
    keras.callbacks.ModelCheckpoint("best.hdf5", save_best_only=True)

model.save("lstm.keras")
model.save_weights("lstm.weights.h5")
keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
again = np.asarray(keras.models.load_model("lstm.keras", compile=False)(x))

# %% optimizer
with old():
    loaded = keras.models.load_model("lstm.keras")
optimizers = [type(each.optimizer).__name__ for each in (model, loaded)]
print("\nsaved:", optimizers[0], "loaded:", optimizers[1])

# %% load
with old():
    keras.models.load_model("lstm.h5")

loaded = keras.models.load_model("lstm.h5", compile=False)
loaded.compile("adam", "mse")
from_h5 = np.asarray(loaded(x))

# %% saved-model
os.makedirs("saved_model")
with old():
    keras.models.load_model("saved_model")

# %% keras-2
with h5py.File("lstm.h5", "r+") as file:  # what Keras 2 wrote into such a file
    config = json.loads(file.attrs["model_config"])
    lstm = config["config"]["layers"][1]["config"]
    lstm["time_major"], lstm["recurrent_activation"] = False, "hard_sigmoid"
    file.attrs["model_config"] = json.dumps(config)

# %% time-major
with old():
    keras.models.load_model("lstm.h5", compile=False)


@keras.saving.register_keras_serializable()
class OldLSTM(LSTM):
    def __init__(self, *args, time_major=False, **kwargs):
        if kwargs.get("recurrent_activation") == "hard_sigmoid":
            kwargs["recurrent_activation"] = self.hard_sigmoid
        if "input_shape" in kwargs:  # with the batch, before TensorFlow 2.2
            kwargs["input_shape"] = kwargs["input_shape"][1:]  # not reached here
        super().__init__(*args, **kwargs)

    @staticmethod
    def hard_sigmoid(a):  # that of Keras 2
        return keras.ops.clip(0.2 * a + 0.5, 0, 1)


loaded = keras.models.load_model(
    "lstm.h5", custom_objects={"LSTM": OldLSTM}, compile=False
)
as_in_keras_2 = np.asarray(loaded(x))
