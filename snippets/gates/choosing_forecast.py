"""Time one forecast of each layer at equal parameters, called in two ways."""

# %% imports
import time

import keras
import numpy as np

# %% models
units = {"SimpleRNN": 99, "LSTM": 49, "GRU": 56}
models, parameters = {}, {}
for name, u in units.items():
    layer = getattr(keras.layers, name)(u)
    models[name] = keras.Sequential(
        [keras.Input((60, 2)), layer, keras.layers.Dense(1)]
    )
    models[name].compile("adam", "mse")
    parameters[name] = layer.count_params()

# %% time
x = np.random.default_rng(0).normal(size=(1, 60, 2)).astype("float32")
ways = {
    "predict": lambda model: model.predict(x, verbose=0),
    "predict_on_batch": lambda model: model.predict_on_batch(x),
}
for model in models.values():
    for call in ways.values():
        for _ in range(4):  # the first call builds the model
            call(model)
seconds = {way: {name: [] for name in units} for way in ways}
for _ in range(12):  # by turns
    for way, call in ways.items():
        for name, model in models.items():
            start = time.process_time()
            call(model)
            seconds[way][name].append(time.process_time() - start)

# %% compare
slower, to_simple = {}, {}
print(f"{'':10}  parameters  predict ÷ predict_on_batch  time ÷ SimpleRNN's")
fast, slow = seconds["predict_on_batch"], seconds["predict"]
for name in units:
    slower[name] = float(np.median(slow[name]) / np.median(fast[name]))
    to_simple[name] = float(np.median(fast[name]) / np.median(fast["SimpleRNN"]))
    print(f"{name:10}  {parameters[name]:10,d}", end="")
    print(f"  {slower[name]:26.1f}  {to_simple[name]:19.2f}")
