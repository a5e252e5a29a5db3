# %% [markdown]
# # Swap the cell
#
# An LSTM, a GRU and a SimpleRNN read the same input and return the same output. So a program that was written for one cell should work with another. In this lab you swap the cell everywhere in a small program. You see what breaks and what goes wrong without a message, and you make a comparison that is fair.
#
# You need the chapters [LSTM](../../gates/lstm/) and [GRU](../../gates/gru/), and Python with `tensorflow`, `keras` and `matplotlib`. You need no GPU. The page has three parts: what you start from, the tasks, and the solutions. Download the tasks as a notebook and work in it, or open the solutions here, one at a time.
#
# ## What you start from
#
# Each sequence has 26 random numbers between −1 and 1. Two of them, somewhere in the first half, are marked. The question is whether the *last* marked number is positive. A network has to take in a number when the mark comes, replace it when another mark comes, and keep it through at least 13 steps of other numbers.

# %% imports
import time

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
T, half = 26, 13  # time steps


def sequences(n, seed):
    """x (n, time, 2): numbers, marks; y (n,): is the last marked positive?"""
    rng = np.random.default_rng(seed)
    numbers, marks = rng.uniform(-1, 1, (n, T)), np.zeros((n, T))
    places = np.sort(rng.random((n, half)).argsort(axis=1)[:, :2], axis=1)
    np.put_along_axis(marks, places, 1, axis=1)
    y = numbers[np.arange(n), places[:, 1]] > 0
    x = np.stack([numbers, marks], axis=-1)
    return x.astype("float32"), y.astype("float32")


# %% [markdown]
# Two linear models are the baselines. One reads the input as it is. The other is told what matters: it reads each number times its mark, so that only the marked numbers are left.

# %% baselines
def linear(inputs):
    """Share of right answers of least squares on inputs(x), on new sequences."""
    x, y = sequences(10_000, seed=100)
    x_new, y_new = sequences(5_000, seed=101)
    weights, *_ = np.linalg.lstsq(inputs(x), y - 0.5)
    return float(np.mean((inputs(x_new) @ weights > 0) == y_new))


plain = linear(lambda x: x.reshape(len(x), -1))
product = linear(lambda x: x.prod(axis=-1))
print(f"linear model of all inputs       {plain:.2f}")
print(f"linear model of number × mark    {product:.2f}")

# %% [markdown]
# `build` makes the network with any of the three cells. `train` starts it anew from the weights of a seed, so that each network is compiled once. The SimpleRNN gets a smaller learning rate than the others, as in [SimpleRNN, LSTM or GRU](../../gates/choosing/). No sequence is seen twice: every answer is given before the network learns from it. So the accuracy in training is an accuracy on new sequences, and needs no test set.

# %% network
batch, look, updates, seeds = 32, 25, 300, [0, 1, 2]
rates = {"LSTM": 0.01, "GRU": 0.01, "SimpleRNN": 0.003}
styles = {"LSTM": "C1-", "GRU": "C4--", "SimpleRNN": "C0-"}


def build(cell, units, jit=True):
    layer = getattr(keras.layers, cell)(units)
    output = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input((T, 2)), layer, output])
    optimizer = keras.optimizers.Adam(rates[cell], clipnorm=1)
    model.compile(
        optimizer, "binary_crossentropy", metrics=["accuracy"],
        jit_compile=jit, steps_per_execution=look,  # one call for 25 updates
    )
    optimizer.build(model.trainable_variables)
    return model


def train(model, seed, prepare=None):
    """Return the accuracy (updates / look,) over each 25 updates."""
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    if prepare:  # a function that changes the weights of the new layer
        prepare(model.layers[0])
    rate = float(model.optimizer.learning_rate)
    for variable in model.optimizer.variables:  # step count and Adam's averages
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = rate
    x, y = sequences(updates * batch, seed)
    history = model.fit(
        x, y, batch_size=batch, epochs=updates // look, steps_per_epoch=look,
        shuffle=False, verbose=0,
    )
    return history.history["accuracy"]


# %% [markdown]
# The last function was written for an LSTM. It reads the input in two pieces and hands the state from one piece to the next.

# %% pieces
def in_two(layer, x):
    """The last hidden state after x, read in two pieces; for an LSTM only."""
    first, second = np.split(x, 2, axis=1)
    _, h, c = layer(first)
    last, _, _ = layer(second, initial_state=[h, c])
    return last


x, y = sequences(batch, seed=0)
lstm = keras.layers.LSTM(16, return_state=True)
difference = float(np.abs(in_two(lstm, x) - lstm(x)[0]).max())
print("two pieces are equal to one:", difference < 1e-6)

# %% [markdown]
# ## Tasks

# %% [markdown]
# ### Task 1: Hand over the state
#
# Call `in_two` with a GRU layer and read the error. Rewrite the function so that it works with all three cells without asking which one it has. Then try three things, and say for each whether Keras warns you: start the GRU from the two states of the LSTM, start the LSTM from the one state of the GRU, and take `layer(x)[-1]` for the hidden state.

# %% [markdown]
# ### Task 2: Count, and try to copy
#
# Print the shapes of the weights of the three layers at 16 units. Which of them could you copy from the LSTM to another cell with `set_weights`? Then find the number of units of the GRU and of the SimpleRNN that gives the number of parameters closest to that of an LSTM with 16 units.

# %% [markdown]
# ### Task 3: Compare
#
# Train the three cells with 16 units, and then the GRU and the SimpleRNN with the units of task 2, each with the three seeds. Print the accuracy over the last 50 updates and draw the accuracy over time. Which cell do you choose? Which results differ by more than the seeds do?

# %% [markdown]
# ### Task 4: Time an update
#
# Measure the time of 25 updates for the three cells with 16 units, with and without `jit`. `build` makes 25 updates one call, so a callback with `on_train_batch_begin` and `on_train_batch_end` sees exactly these. Report the times relative to the SimpleRNN. Take the fastest of several calls, and measure the models in turn, so that a busy machine slows all of them. Does the order of the LSTM and the GRU depend on compilation?

# %% [markdown]
# ### Task 5: Start them alike
#
# A new LSTM has a forget bias of 1. A new GRU has an update bias of 0, although its update gate plays the same part: it says how much of the old state stays. Train both with this bias at 0, at 1 and at 3. Use `prepare` to set it, and the order of the blocks from the [notation page](../../reference/notation/). Does the answer of task 3 stand?

# %% [markdown]
# ## Solutions

# %% [markdown]
# ### Solution 1: Hand over the state

# %% handover
def in_two_any(layer, x):
    first, second = np.split(x, 2, axis=1)
    _, *state = layer(first)  # a list of one or two tensors
    last, *_ = layer(second, initial_state=state)
    return last


layers, states = {}, {}
for cell in styles:
    layers[cell] = layer = getattr(keras.layers, cell)(16, return_state=True)
    whole, *states[cell] = layer(x)
    same = bool(np.abs(in_two_any(layer, x) - whole).max() < 1e-6)
    shapes = [tuple(state.shape) for state in states[cell]]
    print(f"{cell:10} two pieces are equal to one: {same}   state {shapes}")


def attempt(what, function):
    """Say whether the call fails, and how."""
    try:
        function()
        message = "no error"
    except Exception as error:
        message = type(error).__name__
    print(f"{what:36}{message}")
    return message


gru, lstm = layers["GRU"], layers["LSTM"]
attempts = {
    "in_two": attempt("in_two with a GRU", lambda: in_two(gru, x)),
    "two": attempt("GRU from the LSTM's two states",
                   lambda: gru(x, initial_state=states["LSTM"])),
    "one": attempt("LSTM from the GRU's one state",
                   lambda: lstm(x, initial_state=states["GRU"])),
}
h, c = states["LSTM"]
from_two, from_h = gru(x, initial_state=[h, c])[0], gru(x, initial_state=h)[0]
ignored = bool(np.all(from_two == from_h))
last_is_c = {}
for cell, layer in layers.items():
    output, *_, last = layer(x)
    last_is_c[cell] = bool(np.any(last != output))
print("the GRU ignores the second of two states:", ignored)
found = [cell for cell in last_is_c if last_is_c[cell]]
print("layer(x)[-1] is not the hidden state:", found)

# %% [markdown]
# With `return_state=True` an LSTM returns three tensors: the output, $h_T$ and $c_T$. The other two cells return two. The star collects whatever states there are, and `initial_state` takes them as a list.
#
# The errors are the harmless part. Two of the three mistakes are silent. The GRU takes the two states of an LSTM without a word and ignores the second. And the last tensor is the hidden state for two cells, but the cell state for the LSTM. A saved state belongs to one cell, as its weights do: keep the name of the cell beside it.

# %% [markdown]
# ### Solution 2: Count, and try to copy
#
# With $d = 2$ inputs, the formulas of the notation page are $u(u + 3)$ for the SimpleRNN, $4u(u + 3)$ for the LSTM and $3u(u + 4)$ for the GRU, which has a second bias.

# %% count
counts = {
    "LSTM": lambda u: 4 * u * (u + 3),
    "GRU": lambda u: 3 * u * (u + 4),
    "SimpleRNN": lambda u: u * (u + 3),
}
budget, fitting, parameters, copied = counts["LSTM"](16), {}, {}, {}
for cell, count in counts.items():
    assert count(16) == layers[cell].count_params()
    fitting[cell] = u = min(range(1, 65), key=lambda u: abs(count(u) - budget))
    parameters[cell] = {16: count(16), u: count(u)}
    print(cell, *(weight.shape for weight in layers[cell].get_weights()))
    print(f"    16 units: {count(16):,d} parameters   {u} units: {count(u):,d}")
for cell in ("GRU", "SimpleRNN"):
    copy = layers[cell].set_weights
    copied[cell] = attempt(f"{cell} from the LSTM's weights",
                           lambda: copy(layers["LSTM"].get_weights()))

# %% [markdown]
# At equal units an LSTM has four times the parameters of a SimpleRNN. At equal parameters a SimpleRNN has about twice the units of an LSTM, and a GRU has two more. The blocks differ in number and in meaning, so no weights can be copied. After a swap you train from the start.

# %% [markdown]
# ### Solution 3: Compare

# %% compare
networks, curves = {}, {}  # (cell, units) -> network, one curve a seed
for cell, units in [*((cell, 16) for cell in fitting), *fitting.items()]:
    if (cell, units) not in networks:
        networks[cell, units] = model = build(cell, units)
        curves[cell, units] = [train(model, seed) for seed in seeds]


def final(runs):
    """Accuracy over the last 50 updates, one a seed."""
    return [float(np.mean(run[-2:])) for run in runs]


equal_units, equal_parameters = {}, {}
print("                parameters   last 50 updates, one column a seed")
for (cell, units), runs in curves.items():
    numbers = "".join(f"   {a:.2f}" for a in final(runs))
    print(f"{cell:10}{units:3}{parameters[cell][units]:12,d}  {numbers}")
    if units == 16:
        equal_units[cell] = final(runs)
    if units == fitting[cell]:
        equal_parameters[cell] = final(runs)

# %% plotcompare alt="Two plots of accuracy against updates, for equal units and equal parameters, one line a seed. In both, the LSTM rises to nearly one, past the linear model; the SimpleRNN rises little, and the GRU mostly stays near one half." caption="With the defaults of Keras, only the LSTM learns in every run. Each line is a seed."
def draw(ax, cell, runs):
    for seed, run in enumerate(runs):
        at = look * np.arange(1, len(run) + 1)
        ax.plot(at, run, styles[cell], linewidth=1, label="_" * seed + cell)


fig, axes = plt.subplots(
    1, 2, num="swap-curves", sharey=True, figsize=(6, 3.3), layout="constrained"
)
for (cell, units), runs in curves.items():
    for ax, chosen in zip(axes, (16, fitting[cell])):
        if units == chosen:
            draw(ax, cell, runs)
for ax, title in zip(axes, ("equal units", "equal parameters")):
    ax.axhline(product, color="C2", linestyle=":", label="linear, number × mark")
    ax.set(title=title, xlabel="updates", ylim=(0.4, 1.02))
axes[0].set_ylabel("accuracy")
fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# With these defaults you would choose the LSTM, at equal units as at equal parameters. Every run of it passes even the linear model that was told what matters. No run of the SimpleRNN does. Of the GRU most runs give the right answer about half of the time, as a coin does, and to have two units more does not change that.
#
# Is the LSTM the better cell? A cell that is hardly better than a coin has not begun to learn. So look at how it starts, which is task 5.

# %% [markdown]
# ### Solution 4: Time an update

# %% time
class Clock(keras.callbacks.Callback):
    """The processor time of each call, which makes 25 updates."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_train_batch_begin(self, batch, logs=None):
        self.start = time.process_time()

    def on_train_batch_end(self, batch, logs=None):
        self.seconds.append(time.process_time() - self.start)


timed = {(cell, True): networks[cell, 16] for cell in styles}
timed |= {(cell, False): build(cell, 16, jit=False) for cell in styles}
clocks = {key: Clock() for key in timed}
x, y = sequences(2 * look * batch, seed=0)
for turn in range(3):
    for key, model in timed.items():
        model.fit(x, y, batch_size=batch, callbacks=[clocks[key]], verbose=0)

# The first turn compiles, so its two calls do not count.
fastest = {key: min(clock.seconds[2:]) for key, clock in clocks.items()}
relative = {"without jit": {}, "with jit": {}}
print("             " + "".join(f"{cell:>11}" for cell in styles))
for jit, (name, ratios) in enumerate(relative.items()):
    for cell in styles:
        ratios[cell] = float(fastest[cell, jit] / fastest["SimpleRNN", jit])
    print(f"{name:13}" + "".join(f"{ratio:11.1f}" for ratio in ratios.values()))
gain = {c: float(fastest[c, False] / fastest[c, True]) for c in styles}
print("jit saves    " + "".join(f"{1 - 1 / g:11.0%}" for g in gain.values()))

# %% [markdown]
# Four times the parameters do not cost four times the time: at this size, an update of the LSTM takes less than two and a half times the processor time of one of the SimpleRNN. Compilation saves more than a third for each cell. Without it the GRU is slower than the LSTM, although it has fewer parameters. With it the GRU gains more than the LSTM does, and we do not rank the two. So say how you compiled when you say that one cell is faster.

# %% [markdown]
# ### Solution 5: Start them alike

# %% bias
def open_gate(bias):
    def prepare(layer):
        weights = layer.get_weights()
        u = layer.units
        if isinstance(layer, keras.layers.LSTM):
            weights[2][u : 2 * u] = bias  # blocks i, f, c, o
        else:
            weights[2][0, :u] = bias  # blocks z, r, h; the first of two biases
        layer.set_weights(weights)

    return prepare


biases, default = [0, 1, 3], {"LSTM": 1, "GRU": 0}
starts, until = {}, {}
for cell in default:
    starts[cell], until[cell] = {}, {}
    for bias in biases:
        if bias == default[cell]:  # these runs are there
            runs = curves[cell, 16]
        else:
            model, prepare = networks[cell, 16], open_gate(bias)
            runs = [train(model, seed, prepare) for seed in seeds]
        starts[cell][bias] = runs
        high = [[a > 0.9 for a in run] + [True] for run in runs]
        until[cell][bias] = [look * (1 + h.index(True)) for h in high]

print("updates until 90 % are right, one column a seed")
for bias in biases:
    for cell in default:
        found = [u if u <= updates else "never" for u in until[cell][bias]]
        print(f"bias {bias}  {cell:5}", *(f"{u:>7}" for u in found))

# %% plotbias alt="Three plots of accuracy against updates, for starting biases 0, 1 and 3. At 0 most lines stay near one half. At 1 and at 3 both rise to nearly one, the GRU first." caption="Started alike, the two cells change places: the default of the LSTM is in the middle, that of the GRU on the left."
fig, axes = plt.subplots(
    1, 3, num="swap-bias", sharey=True, figsize=(6, 2.8), layout="constrained"
)
for ax, bias in zip(axes, biases):
    for cell in default:
        draw(ax, cell, starts[cell][bias])
    ax.set(title=f"bias {bias}", xlabel="updates", ylim=(0.4, 1.02))
axes[0].set_ylabel("accuracy")
fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# At 0, which is the default of the GRU, the LSTM learns in no run, and the GRU in few. At 1, which is the default of the LSTM, both learn in every run, and the median GRU is there first. At 3 every run of the GRU is there before every run of the LSTM. So task 3 did not compare two cells. It compared two starting values.
#
# At 0 a gate begins near one half, and what a state holds is halved with every step. After the 13 steps that the task asks for, about one part in eight thousand is left, which gives training little to start from. At 1 a gate keeps nearly three quarters, which leaves more than one part in a hundred. The [LSTM](../../gates/lstm/) and [GRU](../../gates/gru/) chapters have more on this.

# %% [markdown]
# ## In short
#
# To swap a cell is a change of one word, if the program collects its states with a star. Two mistakes pass without a message: an LSTM's two states in a GRU, and the last tensor taken for the hidden state. Weights and saved states stay behind.
#
# A fair comparison sets the parameters alike, uses several seeds, keeps a baseline on the plot, and asks whether the two cells start alike. Here the last point mattered most: it turned the order around. This is one task, with one learning rate for each cell, so take the method from it rather than the ranking.
#
# If you want to go on: move the marks into the first quarter, or train the defaults three times as long. Which bias is best then, and do the late runs catch up?
