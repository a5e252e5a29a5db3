"""Forecast a sine with an LSTM, and compare it with models without a network."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

keras.utils.set_random_seed(41)

# %% data
step = 0.1  # radians between two points: one period is about 63 points
series = np.sin(step * np.arange(1000))  # (time,)

# %% windows
width = 50
windows = sliding_window_view(series[:-1], width)  # (windows, time)
targets = series[width:]  # (windows,): targets[i] comes right after windows[i]

# %% plot-window
fig, ax = plt.subplots(num="window", figsize=(6, 2.4), layout="constrained")
ax.plot(series[:120], color="C5", label="series")
for i, color in [(0, "C0"), (60, "C1")]:
    time = np.arange(i, i + width)
    ax.plot(time, windows[i], color=color, linewidth=3, label=f"windows[{i}]")
    ax.plot(i + width, targets[i], "o", color=color, label=f"targets[{i}]")
ax.set(xlabel="time (steps)", ylabel="value")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% split
# Between two parts, `width` windows are left out, so that no window contains
# a target of an earlier part.
train, validation, test = slice(0, 600), slice(650, 750), slice(800, 950)
x_train, y_train = windows[train, :, None], targets[train]  # (600, 50, 1), (600,)
x_validation, y_validation = windows[validation, :, None], targets[validation]
x_test, y_test = windows[test, :, None], targets[test]
print(f"x_train {x_train.shape}   y_train {y_train.shape}")
print(f"x_test  {x_test.shape}   y_test  {y_test.shape}")

# %% baselines
persistence = x_test[:, -1, 0]  # the next point equals the last one
persistence_mse = np.mean((persistence - y_test) ** 2)

# Least squares on the last two points of a window: y ≈ a · x[-1] + b · x[-2]
(a, b), *_ = np.linalg.lstsq(x_train[:, [-1, -2], 0], y_train)
two_term = a * x_test[:, -1, 0] + b * x_test[:, -2, 0]
two_term_mse = np.mean((two_term - y_test) ** 2)
print(f"fitted  a {a:.6f}   b {b:.6f}")
print(f"exact   a {2 * np.cos(step):.6f}   b {-1:.6f}")

# %% model
model = keras.Sequential([
    keras.Input((width, 1)),  # (time, features)
    keras.layers.LSTM(50),    # the last hidden state only: (batch, 50)
    keras.layers.Dense(1),    # linear: a forecast may take any value
])
model.compile("adam", "mse")
parameters = model.count_params()

# %% train
history = model.fit(
    x_train, y_train, epochs=20, batch_size=32, verbose=0,
    validation_data=(x_validation, y_validation),
).history

# %% evaluate
lstm = model.predict(x_test, verbose=0)[:, 0]  # (150,)
train_mse = model.evaluate(x_train, y_train, verbose=0)
test_mse = np.mean((lstm - y_test) ** 2)
print("model        parameters  test MSE")
print(f"persistence  {0:10d}  {persistence_mse:8.1e}")
print(f"LSTM         {parameters:10,d}  {test_mse:8.1e}")
print(f"two-term     {2:10d}  {two_term_mse:8.1e}")

# %% plot-loss
fig, ax = plt.subplots(num="loss", layout="constrained")
ax.semilogy(range(1, 21), history["loss"], label="training")
ax.semilogy(range(1, 21), history["val_loss"], "--", label="validation")
ax.axhline(persistence_mse, color="C3", linestyle=":", label="persistence")
ax.set(xlabel="epoch", ylabel="mean squared error", xticks=range(0, 21, 5))
fig.legend(loc="outside upper center", ncols=3)
plt.show()

# %% plot-forecast
fig, (top, bottom) = plt.subplots(
    2, sharex=True, num="forecast", figsize=(6, 4.6), layout="constrained"
)
top.plot(y_test, label="truth")
forecasts = {
    "LSTM": (lstm, "C1--"),
    "persistence": (persistence, "C3:"),
    "two-term": (two_term, "C2-."),
}
for name, (forecast, style) in forecasts.items():
    top.plot(forecast, style, label=name)
    error = abs(forecast - y_test) + 1e-17  # a zero has no logarithm
    bottom.semilogy(error, style)
top.set(ylabel="value")
fig.legend(loc="outside upper center", ncols=4)
bottom.set(xlabel="time (steps into the test part)", ylabel="|error|")
plt.show()
