"""Old calls and arguments, what Keras says to each, and what replaces them."""

# %% imports
import re
import warnings

import keras
import numpy as np
from keras.layers import LSTM, Dense, Embedding, InputLayer, LSTMCell  # noqa

x, y = np.zeros((4, 2, 1), "float32"), np.zeros((4, 1), "float32")
inputs, layer = keras.Input((None, 1)), LSTM(3)
outputs = Dense(1, activation="sigmoid")(layer(inputs))
model = keras.Sequential([inputs, layer, Dense(1, activation="sigmoid")])
# Eagerly, since nothing here is worth compiling.
model.compile("adam", "bce", metrics=["accuracy"], run_eagerly=True)
history, metric = model.fit(x, y, verbose=0), keras.metrics.Mean()
self = keras.layers.Layer()

# %% lines
# Old lines, and below them the new one.
lines = """
LSTM(50, input_shape=(10, 1))
LSTM(50, input_dim=1, input_length=10)
    keras.Input((10, 1)); LSTM(50)
Embedding(1000, 8, input_length=10)
    Embedding(1000, 8)
LSTM(50, batch_input_shape=(4, 10, 1), stateful=True)
    keras.Input(batch_shape=(4, 10, 1)); LSTM(50, stateful=True)
LSTM(50, batch_size=4)
    keras.Input(batch_shape=(4, 10, 1)); LSTM(50)
keras.Input(shape=(10))
    keras.Input(shape=(10, 1))
InputLayer(input_shape=(10, 1))
    InputLayer(shape=(10, 1))
LSTM(50, time_major=True)
    LSTM(50); keras.ops.swapaxes(x, 0, 1)
LSTM(50, weights=[])
    layer.set_weights(layer.get_weights())
LSTM(50, dropout_W=0.2, dropout_U=0.2)
    LSTM(50, dropout=0.2, recurrent_dropout=0.2)
LSTM(output_dim=50)
LSTM(50, consume_less='gpu')
    LSTM(50)
LSTM(50, inner_activation='hard_sigmoid')
    LSTM(50, recurrent_activation='hard_sigmoid')
keras.Model(input=inputs, output=outputs)
    keras.Model(inputs=inputs, outputs=outputs)
keras.optimizers.Adam(lr=0.01)
    keras.optimizers.Adam(learning_rate=0.01)
keras.optimizers.Adam(decay=1e-6)
    keras.optimizers.schedules.InverseTimeDecay(0.001, 1, 1e-6)
model.optimizer.lr
    model.optimizer.learning_rate
keras.losses.mse
    keras.losses.mean_squared_error
model.fit(x.tolist(), y)
    model.fit(np.array(x.tolist()), y, verbose=0)
model.fit(x, y, nb_epoch=1)
    model.fit(x, y, epochs=1, verbose=0)
model.fit(x, y, workers=2)
model.fit_generator([])
    model.fit(x, y, verbose=0)
model.predict_classes(x)
    model.predict(x, verbose=0) > 0.5
model.predict_generator([])
model.predict_proba(x)
    model.predict(x, verbose=0)
model.train_on_batch(x, y, reset_metrics=False)
    model.train_on_batch(x, y)
model.evaluate_generator([])
    model.evaluate(x, y, verbose=0)
keras.callbacks.ModelCheckpoint('ckpt_{epoch}', save_weights_only=True)
    keras.callbacks.ModelCheckpoint('{epoch}.weights.h5', save_weights_only=True)
keras.callbacks.ModelCheckpoint('m.keras', period=1)
    keras.callbacks.ModelCheckpoint('m.keras', save_freq='epoch')
model.load_weights('ckpt_10')
    model.save_weights('10.weights.h5'); model.load_weights('10.weights.h5')
history.history['acc']
    history.history['accuracy']
metric.reset_states()
    metric.reset_state()
model.reset_states()
    layer.reset_state()
layer.kernel
    layer.cell.kernel
layer.input_shape
    layer.input.shape
layer.output_shape
    layer.output.shape
self.add_weight('w', shape=(3, 1))
    self.add_weight(name='w', shape=(3, 1))
LSTMCell(3).get_initial_state(inputs=x)
    LSTMCell(3).get_initial_state(batch_size=4)
"""
pairs = re.findall(r"^(\S.*)(?=(?:\n\S.*)*\n    (.*)$)", lines, re.MULTILINE)

# %% run
said = {}
for old, new in pairs:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            exec(old, dict(globals()))
        except Exception as error:
            text = re.sub(r"<K.*>|\[{3}.*]", "…", str(error).splitlines()[0])
            said[old] = f"{type(error).__name__}: {text.rstrip('.')}"
        else:
            said[old] = str(told[0].message).rstrip(".") if told else "nothing"
    exec(new, dict(globals()))
