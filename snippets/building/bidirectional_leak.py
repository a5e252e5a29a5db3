"""Let a bidirectional network forecast pure noise, and see through it."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
time = 20


def examples(n, seed):
    """-> x (n, time, 1), y (n, time, 1): at each step, the next number"""
    noise = np.random.default_rng(seed).normal(size=(n, time + 1, 1))
    return noise[:, :-1], noise[:, 1:]


x_test, y_test = examples(1000, seed=100)
baseline = float(np.mean(y_test**2))  # always say zero, the mean of the noise

# %% networks
def forward():
    return keras.layers.SimpleRNN(16, return_sequences=True)


def both():
    return keras.layers.Bidirectional(
        keras.layers.SimpleRNN(8, return_sequences=True)
    )


def network(layer):
    # Any length of time, because we will feed it the first steps only.
    return keras.Sequential([
        keras.Input((None, 1)), layer, keras.layers.Dense(1)
    ])

# %% train
changed_step = 12  # counted from 1
x_other = x_test.copy()
x_other[:, changed_step - 1] += 1
recorded, live, revision = {}, {}, {}  # errors, errors, changes (time,)
for name, layer in {"forward": forward, "bidirectional": both}.items():
    recorded[name], live[name] = [], []
    model = network(layer())  # compiled once, and set back before each training
    model.compile(keras.optimizers.Adam(0.02), "mse")
    model.optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    model.optimizer.save_own_variables(fresh)
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(layer()).get_weights())
        model.optimizer.load_own_variables(fresh)
        x, y = examples(2000, seed)
        model.fit(x, y, epochs=8, batch_size=100, verbose=0)

        y_hat = model.predict_on_batch(x_test)  # the last step is left out
        recorded[name].append(float(np.mean((y_hat - y_test)[:, :-1] ** 2)))
        # Live, the network has only the steps up to now, and its last output.
        y_live = np.stack([
            model.predict_on_batch(x_test[:, :t + 1])[:, -1]
            for t in range(time - 1)
        ], axis=1)
        live[name].append(float(np.mean((y_live - y_test[:, :-1]) ** 2)))
    change = model.predict_on_batch(x_other) - y_hat
    revision[name] = np.sqrt(np.mean(change**2, axis=(0, 2)))  # of the last seed

# %% live
print(f"{'mean squared error':20}{'recorded':>13}{'live':>9}")
for name in recorded:
    for seed, (a, b) in enumerate(zip(recorded[name], live[name])):
        print(f"{name:13} seed {seed}{a:13.3f}{b:9.3f}")
print(f"{'always zero':20}{baseline:13.3f}{baseline:9.3f}")

# %% plot
fig, axes = plt.subplots(
    2, 1, num="revision", figsize=(6, 3.6), sharex=True, sharey=True
)
colors = {"forward": "C1", "bidirectional": "C0"}
for ax, (name, color) in zip(axes, colors.items()):
    ax.bar(np.arange(1, time + 1), revision[name], color=color, width=0.6)
    ax.axvline(changed_step, color="C5", linestyle=":")
    ax.set(title=name, ylabel="change")
axes[1].set(xlabel="step", xticks=[1, 5, 10, changed_step, 15, 20])
plt.show()
