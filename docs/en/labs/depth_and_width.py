# %% [markdown]
# # Depth and width
#
# A recurrent network can grow in two directions. *Width* is the number of units of a layer. *Depth* is the number of layers, one reading the hidden states of the other. In this lab you vary both on the sine of [A first forecast](../../forecasting/sine/), and then on a signal that is harder than a sine.
#
# You need that chapter, and Python with `tensorflow`, `keras` and `matplotlib`. You need no GPU: the networks are small. The page has three parts: what you start from, the tasks, and the solutions. Download the tasks as a notebook and work in it, or open the solutions here, one at a time.
#
# ## What you start from
#
# The sine is sampled at half the rate of the chapter. A window of 25 points therefore spans the same stretch of time as 50 points there, in half as many steps. The split is by time, and the two parts are so far apart that no test window contains a training target.

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
step, width, sigma = 0.2, 25, 0.1
seeds, styles = [0, 1, 2], ["C1o", "C1s", "C1^"]  # a marker for each seed
t = step * np.arange(1000)


def split(series):
    """series (time,) -> x_train (600, 25, 1), y_train (600,), x_test, y_test"""
    x = sliding_window_view(series[:-1], width)[:, :, None]  # (windows, time, 1)
    y = series[width:]  # y[i] comes right after x[i]
    return x[:600], y[:600], x[800:950], y[800:950]


sine = split(np.sin(t))
print([part.shape for part in sine])

# %% [markdown]
# Two baselines need no network. *Persistence* forecasts the last value of the window. The *two-coefficient linear model* forecasts $a\,x_T + b\,x_{T-1}$, with $a$ and $b$ from least squares on the training windows.

# %% baselines
def mse(forecast, truth):
    return float(np.mean((forecast - truth) ** 2))


def persistence(data):
    x_train, y_train, x_test, y_test = data
    return mse(x_test[:, -1, 0], y_test)


def linear(data, points):
    """Least squares on the last points of each window."""
    x_train, y_train, x_test, y_test = data
    coefficients, *_ = np.linalg.lstsq(x_train[:, -points:, 0], y_train)
    return mse(x_test[:, -points:, 0] @ coefficients, y_test)


sine_persistence, sine_two = persistence(sine), linear(sine, 2)
print(f"persistence       {sine_persistence:.1e}")
print(f"two coefficients  {sine_two:.1e}")

# %% [markdown]
# `build` makes a network of any depth and width. Every layer but the last returns its hidden states of all time steps, because the next layer reads a sequence. `train` starts the same network again from the weights of another seed. That way each network is compiled once and not once a seed.

# %% network
epochs, batch = 8, 30  # 30 divides 600: one shape of batch, one compilation
updates = epochs * 600 // batch


def build(layers, units):
    model = keras.Sequential([keras.Input((width, 1))])
    for layer in range(layers):
        below = layer < layers - 1  # another layer reads this one
        model.add(keras.layers.LSTM(units, return_sequences=below))
    model.add(keras.layers.Dense(1))
    rate = keras.optimizers.schedules.CosineDecay(2e-2, updates)
    model.compile(
        keras.optimizers.Adam(rate), "mse",
        jit_compile=True, steps_per_execution=600 // batch,  # one call an epoch
    )
    return model


def train(model, data, seed):
    """Train from the seed's own start; return the training and the test error."""
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:  # step count and Adam's averages
        variable.assign(keras.ops.zeros_like(variable))
    x_train, y_train, x_test, y_test = data
    model.fit(x_train, y_train, epochs=epochs, batch_size=batch, verbose=0)
    forecast = model(np.concatenate([x_train, x_test]))  # (750, 1)
    forecast = keras.ops.convert_to_numpy(forecast)[:, 0]
    return mse(forecast[:600], y_train), mse(forecast[600:], y_test)


# %% [markdown]
# ## Tasks

# %% [markdown]
# ### Task 1: Count before you train
#
# Write a function `count(layers, units)` that gives the number of parameters of `build(layers, units)` without building it. Check it against `count_params` for several depths and widths. Then find, for two and for three layers, the width whose count is closest to that of one layer of 32 units.

# %% [markdown]
# ### Task 2: Vary the width
#
# Train one layer of 4, 12 and 32 units on the sine, with each of the three seeds. Print the parameters, the training error and the test errors. Draw the test error against the number of parameters, every seed as its own point, with persistence for comparison. Which differences are larger than those between seeds? Does any network reach the two-coefficient linear model?

# %% [markdown]
# ### Task 3: Vary the depth
#
# Train one, two and three layers at about equal parameter counts, using the widths of task 1. Before you run it, write down what you expect. Is a deeper network better, worse, or neither?

# %% [markdown]
# ### Task 4: Make it harder
#
# Repeat task 3 on a sum of two sines with noise,
#
# $$ y_t = \sin t + \tfrac12 \sin(2.7\,t) + \varepsilon_t, \qquad \varepsilon_t \sim \mathcal{N}(0,\, 0.1^2). $$
#
# Add two numbers to compare with: a linear model on all 25 points of the window, and the error of a forecaster that knows the signal and lacks only the noise. No forecaster can be expected to do better than the second one. What changes?

# %% [markdown]
# ## Solutions

# %% [markdown]
# ### Solution 1: Count before you train
#
# An LSTM layer has four blocks: three gates and the candidate. With $d$ inputs and $u$ units, each has a kernel of $d \times u$, a recurrent kernel of $u \times u$ and $u$ biases. The first layer reads $d = 1$ feature, every further layer reads the $u$ hidden states below it, and the dense layer adds $u + 1$:
#
# $$ P(L, u) = 4u(u + 2) + (L - 1)\,4u(2u + 1) + u + 1. $$
#
# A further layer costs about twice as much as the first. So at equal parameters the width must shrink, roughly by the factor $\sqrt{2L - 1}$.

# %% count
def count(layers, units):
    first, further = 4 * units * (units + 2), 4 * units * (2 * units + 1)
    return first + (layers - 1) * further + units + 1


for layers, units in [(1, 1), (1, 50), (2, 7), (3, 20)]:
    assert count(layers, units) == build(layers, units).count_params()

budget = count(1, 32)
widths = {}
for n in (1, 2, 3):
    widths[n] = min(range(1, 33), key=lambda u: abs(count(n, u) - budget))
counts = {n: count(n, units) for n, units in widths.items()}
for n, units in widths.items():
    off = counts[n] / budget - 1
    print(f"{n} × {units} units: {counts[n]:,d} parameters ({off:+.0%})")

# %% [markdown]
# The counts cannot be equal, because units are whole numbers. They are close enough that a difference in error is not a difference in parameters.

# %% [markdown]
# ### Solution 2: Vary the width

# %% width
# (layers, units) -> network, and [(training error, test error) of each seed]
networks, results = {}, {}
for units in (4, 12, 32):
    networks[1, units] = model = build(1, units)
    results[1, units] = [train(model, sine, seed) for seed in seeds]


def report(name, parameters, errors):
    """One line: the median training error, then the test error of each seed."""
    training, test = np.transpose(errors)
    columns = "".join(f"   {error:.1e}" for error in test)
    print(f"{name:15}{parameters:>11,d}   {np.median(training):.1e}  {columns}")


print("units           parameters   training   test, one column a seed")
for (layers, units), errors in results.items():
    report(str(units), count(layers, units), errors)
print(f"\npersistence       {sine_persistence:.1e}")
print(f"two coefficients  {sine_two:.1e}")
width_train, width_test = {}, {}  # units -> one error a seed
for (_, units), errors in results.items():
    width_train[units], width_test[units] = np.transpose(errors)

# %% plotwidth alt="Log-log plot of test error against number of parameters, three points for each of three widths: the error falls as the width grows, and all points lie below the line of persistence." caption="Wider is better: from 4 to 32 units the test error falls by far more than the seeds differ."
fig, ax = plt.subplots(num="width-errors", figsize=(6, 3))
parameters = [count(1, units) for units in width_test]
for seed in seeds:
    test = [errors[seed] for errors in width_test.values()]
    ax.loglog(parameters, test, styles[seed], mfc="none", label=f"seed {seed}")
ax.axhline(sine_persistence, color="C3", linestyle=":", label="persistence")
ax.set(xlabel="parameters of one LSTM layer and its output", ylabel="test MSE")
ax.legend(loc="lower left")
plt.show()

# %% [markdown]
# From 4 to 32 units the error falls by far more than the seeds differ: every run of the widest network is better than every run of the narrowest. Training and test errors are alike, so nothing overfits. The test part is the same sine, a little later.
#
# Every network beats persistence. None comes near the two-coefficient linear model. A sine obeys $x_{T+1} = 2\cos(\Delta)\,x_T - x_{T-1}$ exactly, with $\Delta$ the step between two points, and two coefficients are all that takes. What limits the networks is probably how far the optimizer gets in its updates, not what they could represent.

# %% [markdown]
# ### Solution 3: Vary the depth

# %% depth
for layers in (2, 3):
    units = widths[layers]
    networks[layers, units] = model = build(layers, units)
    results[layers, units] = [train(model, sine, seed) for seed in seeds]

print("layers × units  parameters   training   test, one column a seed")
for layers, units in widths.items():
    report(f"{layers} × {units}", counts[layers], results[layers, units])
depth_train, depth_test = {}, {}  # layers -> one error a seed
for layers, units in widths.items():
    depth_train[layers], depth_test[layers] = np.transpose(results[layers, units])

# %% [markdown]
# Depth does not help here. Every run of three layers has a larger error than every run of one layer with about as many parameters. For two layers we claim less: their best run beats all runs of three layers, but three seeds are too few to rank them against one.
#
# The training errors differ in the same direction as the test errors. So the deep networks do not overfit. The likely reason: with this learning rate, they need more updates.

# %% [markdown]
# ### Solution 4: Make it harder

# %% harder
noise = np.random.default_rng(0).normal(0, sigma, t.size)
noisy = split(np.sin(t) + np.sin(2.7 * t) / 2 + noise)
noisy_persistence = persistence(noisy)
noisy_two, noisy_window = linear(noisy, 2), linear(noisy, width)
_, train_noise, _, test_noise = split(noise)  # nobody can forecast it
noise_train, noise_test = mse(train_noise, 0), mse(test_noise, 0)

noisy_results = {}
for layers, units in widths.items():
    model = networks[layers, units]
    noisy_results[layers] = [train(model, noisy, seed) for seed in seeds]

print("layers × units  parameters   training   test, one column a seed")
for layers, units in widths.items():
    report(f"{layers} × {units}", counts[layers], noisy_results[layers])
print(f"\npersistence       {noisy_persistence:.1e}")
print(f"two coefficients  {noisy_two:.1e}")
print(f"25 coefficients   {noisy_window:.1e}")
print(f"noise alone       {noise_test:.1e} (training part: {noise_train:.1e})")
noisy_train, noisy_test = {}, {}  # layers -> one error a seed
for layers, errors in noisy_results.items():
    noisy_train[layers], noisy_test[layers] = np.transpose(errors)

# %% plotdepth alt="Two log plots of test error against one, two and three layers, three points each. Left, the sine: three layers lie above one. Right, the noisy sum of sines: one layer lies near the line of the linear model on the window, three layers lie higher." caption="Depth at about equal parameters, each seed a point. All runs of three layers lie above all runs of one."
fig, axes = plt.subplots(1, 2, num="depth-errors", figsize=(6, 3.2))
signals = {"sine": depth_test, "two sines and noise": noisy_test}
for ax, (title, by_depth) in zip(axes, signals.items()):
    for seed in seeds:
        test = [errors[seed] for errors in by_depth.values()]
        label = f"seed {seed}"
        ax.semilogy([1, 2, 3], test, styles[seed], mfc="none", label=label)
    ax.set(title=title, xlabel="layers", xticks=[1, 2, 3], xlim=(0.5, 3.5))
lines = {
    "2 coefficients": axes[1].axhline(noisy_two, color="C2", linestyle=":"),
    "25 coefficients": axes[1].axhline(noisy_window, color="C2", linestyle="--"),
}
axes[0].set(ylabel="test MSE", ylim=(1e-6, 1e-3))
axes[1].set(ylim=(5e-3, 3))
axes[0].legend(loc="upper left")
axes[1].legend(lines.values(), lines, loc="upper left")
plt.show()

# %% [markdown]
# The order stays the same. All runs of one layer beat the linear model on two points, which cannot follow two sines. All runs of three layers are worse than all runs of one, and again in training too.
#
# The strongest forecaster of this page is still a linear one. No network reaches the linear model on the whole window, and that model in turn stays above the noise. The noise differs between the two parts, as the last line shows. Compare training errors with the noise of the training part and test errors with that of the test part.

# %% [markdown]
# ## In short
#
# On these two signals, with these updates and this learning rate, width paid and depth did not. All networks share one rate, and no network got the rate that suits it best. With another rate or more updates the order may change. Other tasks can come out differently too, and to find out you would do the same again: equal parameters, several seeds, and baselines on every plot.
#
# If you want to go on: give three layers four times the epochs, or try a smaller learning rate for them. Change one of the two at a time, and give one layer the same.
