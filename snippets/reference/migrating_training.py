"""Old targets, optimizers and loops, what Keras says, and how they look now."""

# %% imports
import logging
import re
import textwrap
from contextlib import contextmanager

import keras
import numpy as np
from keras.layers import LSTM, Dense


@contextmanager
def old():
    """Run old code, and print the error that it meets."""
    try:
        yield
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        print(textwrap.fill(said.partition(" Received: [")[0], 76))


x = np.random.default_rng(0).normal(size=(4, 5, 1)).astype("float32")
labels = np.array([0, 1, 2, 0])  # (batch,)
one_hot = keras.utils.to_categorical(labels)  # (batch, 3)


def classifier(loss, sequences=False):
    model = keras.Sequential([
        keras.Input((5, 1)),
        LSTM(3, return_sequences=sequences),
        Dense(3, activation="softmax"),
    ])
    model.compile("adam", loss, run_eagerly=True)
    return model


# %% targets
with old():
    classifier("categorical_crossentropy").fit(x, labels, verbose=0)
with old():
    classifier("sparse_categorical_crossentropy").fit(x, one_hot, verbose=0)
with old():
    model = classifier("sparse_categorical_crossentropy", sequences=True)
    model.fit(x, labels, verbose=0)
with old():
    classifier("categorical_crossentropy").fit(x, labels[:, None], verbose=0)

# %% right
keras.utils.set_random_seed(0)
a = classifier("sparse_categorical_crossentropy")
b = classifier("categorical_crossentropy")
b.set_weights(a.get_weights())
loss_a = a.test_on_batch(x, labels)
loss_b = b.test_on_batch(x, one_hot)
print(f"{loss_a:.4f} {loss_b:.4f}")

# %% decay
schedule = keras.optimizers.schedules.InverseTimeDecay(
    0.01, decay_steps=1, decay_rate=1e-3
)
optimizer = keras.optimizers.Adam(schedule)
rates = [float(schedule(step)) for step in (0, 1000, 9000)]
print(*(f"{rate:.3f}" for rate in rates))

# %% classes
probabilities = a.predict(x, verbose=0)  # (batch, 3)
classes = probabilities.argmax(axis=-1)  # for one sigmoid: probabilities > 0.5

# %% generator
def batches(kind):
    while True:
        yield kind((x, labels))


with old():
    a.fit_generator(batches(list), steps_per_epoch=1)
with old():
    a.fit(batches(list), steps_per_epoch=1, shuffle=False, verbose=0)
a.fit(batches(tuple), steps_per_epoch=1, shuffle=False, verbose=0)

# %% monitor
from keras.callbacks import EarlyStopping  # noqa: E402

a.compile("adam", a.loss, metrics=["accuracy"], run_eagerly=True)
data = {"x": x, "y": labels, "validation_data": (x, labels), "verbose": 0}
with old():
    a.fit(**data, callbacks=[EarlyStopping(monitor="val_acc")])

a.fit(**data, callbacks=[EarlyStopping(monitor="val_accuracy")])

# %% loop
warned = []
logger, handler = logging.getLogger("tensorflow"), logging.Handler()
handler.emit = lambda record: warned.append(record.getMessage())
kept, logger.handlers, logger.propagate = logger.handlers, [handler], False
for _ in range(5):  # a new model in each round
    model = keras.Sequential([keras.Input((5,)), Dense(1)])
    model.predict(x[..., 0], verbose=0)
logger.handlers = kept
retracing = re.sub(r" at 0x\w+", "", warned[0]).partition(" Tracing is")[0]
print(textwrap.fill(retracing, 76))
