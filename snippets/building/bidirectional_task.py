"""Teach a forward and a bidirectional LSTM a task that needs past and future."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
time = 20


def examples(n, seed):
    """-> x (n, time, 1), y (n, time, 1): is the past's sum above the future's?"""
    x = np.random.default_rng(seed).normal(size=(n, time)).astype("float32")
    past = np.cumsum(x, axis=1) - x  # without the step itself
    future = x.sum(axis=1, keepdims=True) - past - x
    return x[..., None], (past > future).astype("float32")[..., None]


x_test, y_test = examples(2000, seed=100)

# %% baselines
known = np.arange(time)  # how many of the numbers that matter lie before the step
bound = 0.5 + np.arcsin(np.sqrt(known / (time - 1))) / np.pi  # (time,)
past = np.cumsum(x_test, axis=1) - x_test
sign_of_past = np.mean((past > 0) == y_test, axis=(0, 2))  # measured, (time,)
majority = max(y_test.mean(), 1 - y_test.mean())
print(f"majority {majority:.3f}, sign of the past {sign_of_past.mean():.3f},",
      f"bound for it {bound.mean():.3f}")

# %% networks
def forward():
    return keras.layers.LSTM(24, return_sequences=True)


def both():
    lstm = keras.layers.LSTM(16, return_sequences=True)
    return keras.layers.Bidirectional(lstm)


def network(layer):
    dense = keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((time, 1)), layer, dense])

# %% train
accuracy = {"forward": [], "bidirectional": []}  # a list of (time,), one a seed
parameters = {}
for name, layer in {"forward": forward, "bidirectional": both}.items():
    model = network(layer())  # compiled once, and set back before each training
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    model.optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    model.optimizer.save_own_variables(fresh)
    parameters[name] = model.count_params()
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(layer()).get_weights())
        model.optimizer.load_own_variables(fresh)
        x, y = examples(3500, seed)
        model.fit(x, y, epochs=5, batch_size=64, verbose=0)
        says = model.predict_on_batch(x_test) > 0.5
        accuracy[name].append(np.mean(says == y_test, axis=(0, 2)))

# %% compare
means = {
    name: [float(a.mean()) for a in found] for name, found in accuracy.items()
}
print("test accuracy   parameters   seed 0   seed 1   seed 2")
for name, found in means.items():
    row = "".join(f"{a:9.3f}" for a in found)
    print(f"{name:14}{parameters[name]:12,}{row}")

# %% plot
fig, ax = plt.subplots(num="by-step")
step = np.arange(1, time + 1)
for name, color in {"bidirectional": "C0", "forward": "C1"}.items():
    for seed, found in enumerate(accuracy[name]):
        ax.plot(step, found, color=color, label=None if seed else name)
ax.plot(step, bound, "--", color="C5", label="most that the past allows")
ax.set(xlabel="step", ylabel="test accuracy", xticks=[1, 5, 10, 15, 20])
ax.legend(loc="lower right")
plt.show()
