"""Time four ways to write a loop in which a network reads its own forecasts."""

# %% imports
import time

import keras
import numpy as np
from keras import ops

keras.utils.set_random_seed(0)

# %% model
width, steps = 20, 10
model = keras.Sequential([
    keras.Input((width, 1)), keras.layers.LSTM(32), keras.layers.Dense(1)
])
start = np.sin(0.1 * np.arange(width))[None, :, None].astype("float32")

# %% python-loops
def loop_of(function):
    window, found = start, []
    for _ in range(steps):
        forecast = ops.convert_to_numpy(function(window))  # (1, 1)
        window = np.concatenate([window[:, 1:], forecast[:, None]], axis=1)
        found.append(forecast[0, 0])
    return np.array(found)

# %% compiled-loop
class FreeRun(keras.Model):
    """The whole loop is part of the network, so that it is compiled as one."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def call(self, window):
        def one_step(window, _):
            forecast = self.model(window)[:, None]
            window = ops.concatenate([window[:, 1:], forecast], axis=1)
            return window, window  # TensorFlow's scan wants two of one shape

        _, windows = ops.scan(one_step, window, length=steps)
        return ops.transpose(windows[:, :, -1, 0])


free_run = FreeRun(model)
free_run.compile(jit_compile=True)


def compiled_loop():
    return free_run.predict_on_batch(start)[0]

# %% measure
loops = {
    "predict": lambda: loop_of(lambda x: model.predict(x, verbose=0)),
    "model(x)": lambda: loop_of(model),
    "predict_on_batch": lambda: loop_of(model.predict_on_batch),
    "one compiled loop": compiled_loop,
}
first, forecasts = {}, {}
for name, loop in loops.items():
    begin = time.process_time()
    forecasts[name] = loop()  # the first call builds or compiles
    first[name] = time.process_time() - begin
every = np.stack(list(forecasts.values()))  # (loops, steps)
difference = float(np.max(abs(every - every[0])))
assert difference < 1e-5  # all four give the same forecasts

seconds = {name: [] for name in loops}
for _ in range(3):  # by turns, so that a busy machine slows all of them
    for name, loop in loops.items():
        repeats = 20 if name == "one compiled loop" else 1
        begin = time.process_time()
        for _ in range(repeats):
            loop()
        seconds[name].append((time.process_time() - begin) / repeats)
time_of = {name: float(np.median(found)) for name, found in seconds.items()}
speed_up = {name: time_of["predict"] / found for name, found in time_of.items()}
# Forecasts after which compiling has paid, compared with a loop of predict
saved_per_step = (time_of["predict"] - time_of["one compiled loop"]) / steps
break_even = first["one compiled loop"] / saved_per_step
print(f"largest difference of two forecasts: {difference:.0e}")
print("loop of            speed-up over a loop of predict")
for name, ratio in speed_up.items():
    print(f"{name:18}{ratio:8.0f}×")
