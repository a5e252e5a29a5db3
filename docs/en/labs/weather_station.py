# %% [markdown]
# # Your own weather station
#
# You have a CSV file with one line a day: the temperature, the rain, the wind. Can a small network forecast tomorrow from it, and is it better than anybody's guess? In this lab you read such a file, look at it before you trust it, cut it into windows, and compare a network with forecasts that cost nothing.
#
# You need the chapter [Several variables, a real signal](../../forecasting/weather/), and Python with `tensorflow`, `keras` and `matplotlib`. You need no GPU. Download the tasks as a notebook and work in it, or open the solutions here, one at a time.
#
# ## What you start from
#
# The file is four years of daily weather in Seattle, 2012 to 2015. It comes with the package `vega-datasets` (MIT license), whose makers took it from public-domain records of the US weather service, NOAA. The units are millimeters, degrees Celsius and meters per second.
#
# To use a file of your own, change `path`, the names of the columns, and the years of the three parts. The rest works with any file that has one row for each day and at least three or four years: one year teaches a model nothing about the seasons.

# %% imports
import csv
from importlib.metadata import distribution

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% read
# The data: pip install --no-deps vega-datasets==0.9.0
path = distribution("vega-datasets").locate_file(
    "vega_datasets/_data/seattle-weather.csv"
)
columns = ["temp_max", "temp_min", "wind", "precipitation"]
with open(path, newline="") as file:
    rows = list(csv.DictReader(file))
days = np.array([row["date"].replace("/", "-") for row in rows], "datetime64[D]")
# An empty field becomes NaN.
table = np.array([
    [float(row[name] or "nan") for name in columns] for row in rows
])  # (days, variables)
year = days.astype("datetime64[Y]").astype(int) + 1970
print(f"{len(days)} days, {days[0]} to {days[-1]}")

# %% [markdown]
# Look before you model. Is each day there once? Is anything missing or impossible? Does each column mean the same in every year?

# %% look
steps = np.diff(days).astype(int)
missing = int(np.isnan(table).sum())
print("every day once:", bool(np.all(steps == 1)), "  missing values:", missing)
for name, values in zip(columns, table.T):
    print(f"{name:14}{values.min():6.1f} to {values.max():5.1f}")
wet = table[:, 3] > 0  # any precipitation
label = np.array([row["weather"] in ("rain", "drizzle", "snow") for row in rows])
wet_share = {int(y): float(wet[year == y].mean()) for y in np.unique(year)}
label_share = {int(y): float(label[year == y].mean()) for y in np.unique(year)}
print("year   precipitation   called rain, drizzle or snow")
for y in wet_share:
    print(f"{y}   {wet_share[y]:10.0%}{label_share[y]:16.0%}")

# %% [markdown]
# The numbers look sound. The last column of the file, a word for the day's weather, does not: it calls two days in three wet in 2012, and hardly one in a hundred in 2014, when it rained as often as ever. Whoever filled that column changed the rule. A network trained on it would learn the old rule and be tested on the new one. We leave it alone, and count a day as wet if there was precipitation.
#
# ## Windows and parts
#
# We forecast the highest temperature of the next day from the last 14 days. Training has 2012 and 2013, validation 2014, and the test 2015. A window belongs to a part only if all of it does, its target too. So the gap at each cut is as long as a window.

# %% windows
width = 14
turn = 2 * np.pi * (days - days.astype("datetime64[Y]")).astype(int) / 365.25
season = np.column_stack([np.sin(turn), np.cos(turn)])  # the day as an angle
temp, rain = table[:, 0], np.log1p(table[:, 3])  # a downpour is no outlier now
x = np.column_stack([table[:, :3], rain, season])  # (days, features)
past = x[year <= 2013]
scaled = ((x - past.mean(axis=0)) / past.std(axis=0)).astype("float32")


def ends(ahead):
    """The last days of the windows of each part."""
    last = np.arange(width - 1, len(days) - ahead)
    first, target = year[last - width + 1], year[last + ahead]
    return {
        "train": last[target <= 2013],
        "validation": last[(first == 2014) & (target == 2014)],
        "test": last[(first == 2015) & (target == 2015)],
    }


def windows(last):
    """Windows (n, time, features) that end on these days."""
    return scaled[last[:, None] + np.arange(1 - width, 1)]


parts = ends(ahead=1)
for part, last in parts.items():
    print(f"{part:11}{windows(last).shape}")

# %% [markdown]
# The shapes are windows, time and features.
#
# ## Forecasts that cost nothing
#
# **Persistence** says that tomorrow is as today. The **climatology** says that tomorrow is as that day of the year usually is: a smooth curve, fitted to the training years. The linear model sees what the network will see.

# %% baselines
def curve(turn):  # a year as a sum of a constant and two waves
    waves = [np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn)]
    return np.column_stack([np.ones(len(turn)), *waves])


usual, *_ = np.linalg.lstsq(curve(turn[year <= 2013]), temp[year <= 2013])
climatology = curve(turn) @ usual  # for every day of the file


def design(last, ahead):
    inputs = windows(last)[:, :, :4].reshape(len(last), -1)
    return np.column_stack([inputs, season[last + ahead], np.ones(len(last))])


def rmse(forecast, last, ahead):
    return float(np.sqrt(np.mean((forecast - temp[last + ahead]) ** 2)))


def baselines(ahead):
    parts = ends(ahead)
    train, test = parts["train"], parts["test"]
    weights, *_ = np.linalg.lstsq(design(train, ahead), temp[train + ahead])
    return {
        "persistence": rmse(temp[test], test, ahead),
        "climatology": rmse(climatology[test + ahead], test, ahead),
        "linear": rmse(design(test, ahead) @ weights, test, ahead),
    }


free = baselines(1)
for name, error in free.items():
    print(f"{name:12}{error:6.2f} °C")

# %% [markdown]
# Remember these three numbers. They are what a network has to beat.
#
# ## A program that is too good
#
# For task 5: somebody shows you this linear forecast of tomorrow's highest temperature. Each variable is smoothed over five days, to remove noise. Its test error is far below that of our linear model.

# %% suspect
means = [np.convolve(v, np.ones(5) / 5, mode="same") for v in table.T]
smooth = np.array(means).T
inputs = np.column_stack([smooth, season, np.ones(len(days))])
train_days, test_days = parts["train"], parts["test"]
weights, *_ = np.linalg.lstsq(inputs[train_days], temp[train_days + 1])
too_good = rmse(inputs[test_days] @ weights, test_days, 1)
print(f"suspect     {too_good:6.2f} °C")

# %% [markdown]
# ## Tasks

# %% [markdown]
# ### Task 1: A network that beats persistence
#
# Train an LSTM with 8 units to forecast the *change* from today to tomorrow. Scale the change with its own mean and standard deviation in the training part. Stop early by the validation part. Use three seeds, and report the root mean square error on the test part beside the three baselines. Which of them does the network beat?

# %% [markdown]
# ### Task 2: Add variables, or take them away
#
# How much of the result comes from the variables beside the temperature? Train again with the temperature of the day and the season only. To keep one compiled network, set the other columns to zero, which is their mean.

# %% [markdown]
# ### Task 3: A week ahead
#
# Forecast the temperature 7 days ahead, once as a change from today and once as a departure from the climatology of the target's day. Which of the two should the network predict, and why is it another one than in task 1? Compare with the baselines.

# %% [markdown]
# ### Task 4: Will it rain?
#
# Forecast the probability that tomorrow is wet. Measure it by the **Brier score**, the mean of $(p - y)^2$ with the probability $p$ and the outcome $y$, 0 or 1. Lower is better. The baselines are the base rate, which is the share of wet days in the training part, said every day; and the share of wet days that followed a wet day or a dry day. How good is saying “as today” with certainty?

# %% [markdown]
# ### Task 5: Find the leak
#
# The program before the tasks has a leak. Find it, say why nothing fails, and mend it. Then write a check that would have found it, and that works for any program.

# %% [markdown]
# ## Solutions

# %% [markdown]
# ### Solution 1: A network that beats persistence

# %% network
network = keras.Sequential([
    keras.Input((width, 6)), keras.layers.LSTM(8), keras.layers.Dense(1)
])
adam = keras.optimizers.Adam(0.01, clipnorm=1)
network.compile(adam, "mse", steps_per_execution=23)
adam.build(network.trainable_variables)
fresh = {}  # the optimizer before any training
adam.save_own_variables(fresh)
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)


def train(ahead, base, mask=1):
    """Test errors, one a seed, of base plus what the network puts out.

    base(last) is a forecast; the network learns what has to be added to it.
    """
    parts, found = ends(ahead), []
    x = {part: windows(last) * mask for part, last in parts.items()}
    y = {part: temp[last + ahead] - base(last) for part, last in parts.items()}
    mean, std = y["train"].mean(), y["train"].std()
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        network.set_weights(keras.models.clone_model(network).get_weights())
        adam.load_own_variables(fresh)
        network.fit(
            x["train"], (y["train"] - mean) / std, epochs=7, verbose=0,
            validation_data=(x["validation"], (y["validation"] - mean) / std),
            validation_batch_size=512, callbacks=[stop],
        )
        output = network.predict(x["test"], batch_size=512, verbose=0)[:, 0]
        test = parts["test"]
        found.append(rmse(base(test) + mean + std * output, test, ahead))
    return found


def show(errors):
    for name, found in errors.items():
        numbers = "".join(f"{error:7.2f}" for error in np.atleast_1d(found))
        print(f"{name:26}{numbers}")


next_day = free | {"LSTM, change": train(1, lambda last: temp[last])}
show(next_day)

# %% [markdown]
# Every run of the network beats persistence and the climatology. It is about as good as the linear model, which takes a fraction of a second. With about seven hundred examples that is what you should expect. If you keep one of the two, keep the linear model.

# %% [markdown]
# ### Solution 2: Add variables, or take them away

# %% fewer
only = np.float32([1, 0, 0, 0, 1, 1])  # highest temperature and season
next_day["LSTM, temperature only"] = train(1, lambda last: temp[last], only)
show(next_day)

# %% [markdown]
# The other variables help by a few hundredths of a degree at most. Yesterday's highest temperature and the season say nearly all that this file knows about tomorrow's.

# %% [markdown]
# ### Solution 3: A week ahead

# %% week
week = baselines(7)
week["LSTM, change"] = train(7, lambda last: temp[last])
week["LSTM, departure"] = train(7, lambda last: climatology[last + 7])
show(week)

# %% plotweek alt="Root mean square errors one day and seven days ahead. One day ahead persistence is better than the climatology, seven days ahead it is worse. The dots of the LSTM lie near the linear model in both panels; a week ahead those that predict the change mostly lie higher." caption="The best cheap forecast changes with the horizon, and with it what the network should predict."
fig, axes = plt.subplots(
    1, 2, num="station-errors", sharey=True, figsize=(6, 3), layout="constrained"
)
styles = {"persistence": "C3:", "climatology": "C5-", "linear": "C2--"}
for ax, errors, title in zip(axes, (next_day, week), ("1 day", "7 days")):
    for name, style in styles.items():
        ax.axhline(errors[name], color=style[:2], linestyle=style[2:], label=name)
    networks = {name: errors[name] for name in errors if name not in styles}
    for i, found in enumerate(networks.values()):
        ax.plot([i] * len(found), found, "C1o", markersize=4)
    ticks = [name.removeprefix("LSTM, ").replace(" ", "\n") for name in networks]
    ax.set_xticks(range(len(networks)), ticks)
    ax.set(title=title + " ahead", xlim=(-0.6, len(networks) - 0.4))
axes[0].set_ylabel("test error (RMSE, °C)")
handles = axes[0].get_legend_handles_labels()
fig.legend(*handles, loc="outside upper center", ncols=3)
plt.show()

# %% [markdown]
# A week ahead, today is a poor forecast, and the climatology is a better one. A network that predicts the change from today has to undo today first, and then it has to find the season. One that predicts the departure from the climatology may put out zero when it knows nothing. Here it is better on average, but its worst seed and the other's best are close, so run more than one. The rule: let a network correct the best forecast that you have for nothing.
#
# Even so, no run of either network is as good as the linear model, and what the better one gains on the climatology, if anything, is a few hundredths of a degree. A week ahead, there is little to be had from the weather at one place.

# %% [markdown]
# ### Solution 4: Will it rain?

# %% rain
y = wet.astype(float)
known = y[train_days + 1]


def brier(p):
    return float(np.mean((p - y[test_days + 1]) ** 2))


base_rate = float(known.mean())
after = np.array([known[y[train_days] == state].mean() for state in (0, 1)])
scores = {
    "as today, for certain": brier(y[test_days]),
    "base rate": brier(base_rate),
    "rate after dry or wet": brier(after[wet[test_days].astype(int)]),
}
chance = keras.Sequential([
    keras.Input((width, 6)), keras.layers.LSTM(8),
    keras.layers.Dense(1, activation="sigmoid"),
])
chance.compile(keras.optimizers.Adam(0.01), "mse", steps_per_execution=23)
chance.optimizer.build(chance.trainable_variables)
chance.optimizer.save_own_variables(start := {})
val_days, scores["LSTM"] = parts["validation"], []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    chance.set_weights(keras.models.clone_model(chance).get_weights())
    chance.optimizer.load_own_variables(start)
    chance.fit(
        windows(train_days), known, epochs=7, verbose=0, callbacks=[stop],
        validation_data=(windows(val_days), y[val_days + 1]),
        validation_batch_size=512,
    )
    p = chance.predict(windows(test_days), batch_size=512, verbose=0)[:, 0]
    scores["LSTM"].append(brier(p))
for name, found in scores.items():
    print(f"{name:24}" + "".join(f"{s:8.3f}" for s in np.atleast_1d(found)))

# %% [markdown]
# The Brier score is a mean squared error, so we can train on it. “As today, for certain” is worse than the base rate, though it is right more often: whoever says 0 or 1 pays in full for each mistake. Two numbers, the shares after a dry day and after a wet day, are far better than one. The network has to beat these two numbers, not the base rate, to be worth its trouble. Ours does, with each of three seeds.

# %% [markdown]
# ### Solution 5: Find the leak

# %% leak
# np.convolve pads at both ends; cut at the end, its means end today.
past = np.array([np.convolve(v, np.ones(5) / 5)[:len(days)] for v in table.T]).T
inputs = np.column_stack([past, season, np.ones(len(days))])
weights, *_ = np.linalg.lstsq(inputs[train_days], temp[train_days + 1])
mended = rmse(inputs[test_days] @ weights, test_days, 1)
print(f"as shown  {too_good:6.2f} °C")
print(f"mended    {mended:6.2f} °C")

changed = table[:, 0].copy()
changed[800:] += 100  # change nothing but the future of day 799
moved = {}
for mode, until in (("same", None), ("full", len(days))):
    before, after = (np.convolve(v, np.ones(5) / 5, mode=mode)[:until][:800]
                     for v in (table[:, 0], changed))
    moved[mode] = int(np.sum(before != after))
print("inputs up to day 799 that move with later days:", moved)

# %% [markdown]
# `mode="same"` centers the mean: the value of today holds tomorrow and the day after. The split is by time and the shapes fit, so nothing complains. Mended, with a mean that ends today, the program is worse than persistence. The last lines are a check that you can run on any program: change the future, and see whether the inputs of the past move. With `mode="same"` two of them do.
#
# Centered means, interpolation over gaps and scalers fitted to the whole file all look harmless, and all of them read the future.

# %% [markdown]
# ## In short
#
# A CSV file becomes a forecast in five steps: read it, look at it, cut windows inside of the parts, measure what costs nothing, and only then train. On four years of one station, the network beats persistence and is about as good as a linear model.
#
# Let a network correct the best cheap forecast: today for tomorrow, the climatology for next week. Give probabilities a score that punishes false certainty. And test for leaks by changing the future.
#
# If you want to go on: bring your own file, and a second station upwind of yours. Does the other station's weather tell you what comes?
