"""Train a tall stack of LSTM layers, plain and with residual connections."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
T, layers, units, epochs, seeds = 8, 8, 12, 6, 3
random = np.random.default_rng(0)
x = random.uniform(-1, 1, (3000, T)).astype("float32")
y, m1, m2 = [], np.zeros(3000), np.zeros(3000)
for t in range(T):  # two stages of the chain
    m1 = 0.6 * m1 + x[:, t]
    m2 = 0.6 * m2 + np.sin(2 * m1)
    y.append(np.sin(2 * m2))
x, y = x[..., None], np.stack(y, axis=1)[..., None].astype("float32")
x_train, y_train, x_test, y_test = x[:2500], y[:2500], x[2500:], y[2500:]
zero = float(np.mean(y_test**2))  # the error of answering zero always


# %% network
def build(residual):
    inputs = keras.Input((T, 1))
    s = keras.layers.LSTM(units, return_sequences=True)(inputs)
    signals = [s]
    for _ in range(layers - 1):
        h = keras.layers.LSTM(units, return_sequences=True)(s)
        s = keras.layers.Add()([s, h]) if residual else h
        signals.append(s)  # what the next layer reads: (batch, time, units)
    model = keras.Model(inputs, keras.layers.Dense(1)(s))
    return model, keras.Model(inputs, signals)


# %% train
steps = 2500 // 100  # in an epoch
size, curves, error = {}, {}, {}  # each: one entry a seed
for name in ("plain", "residual"):
    model, _ = build(name == "residual")
    adam = keras.optimizers.Adam(5e-3, global_clipnorm=1.0)
    model.compile(adam, "mse", jit_compile=True, steps_per_execution=steps)
    adam.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    adam.save_own_variables(fresh)
    size[name], curves[name], error[name] = [], [], []
    for seed in range(seeds):
        keras.utils.set_random_seed(seed)
        start, signals = build(name == "residual")
        size[name].append([float(np.std(s)) for s in signals(x_test[:200])])
        model.set_weights(start.get_weights())
        adam.load_own_variables(fresh)
        run = model.fit(
            x_train, y_train, epochs=epochs, batch_size=100, verbose=0
        )
        curves[name].append(run.history["loss"])
        answer = keras.ops.convert_to_numpy(model(x_test))
        error[name].append(float(np.mean((answer - y_test) ** 2)))

# %% compare
print(f"test MSE after {epochs} epochs, by seed; always zero: {zero:.3f}")
for name, errors in error.items():
    print(f"{name:10}" + "".join(f"{mse:9.4f}" for mse in errors))
print(f"standard deviation of layer 1 and of layer {layers}, before training")
for name, rows in size.items():
    pairs = "".join(f"{row[0]:12.1e}{row[-1]:9.1e}" for row in rows)
    print(f"{name:10}{pairs}")

# %% plot
fig, (left, right) = plt.subplots(
    1, 2, num="residual", figsize=(6, 3), layout="constrained"
)
right.axhline(zero, color="C5", linewidth=4, alpha=0.4, label="always zero")
for name, style in (("plain", "C1--"), ("residual", "C1-")):
    for seed in range(seeds):
        label = name if seed == 0 else None
        left.semilogy(range(1, layers + 1), size[name][seed], style)
        epoch = range(1, epochs + 1)
        right.semilogy(epoch, curves[name][seed], style, label=label)
    right.plot([epochs + 0.7] * seeds, error[name], "o", color="C1", mfc="none",
               label="test" if name == "residual" else None)
left.set(xlabel="layer", ylabel="size of its output", title="before training")
right.set(xlabel="epoch", ylabel="error (MSE)", title="training")
right.set(ylim=(0.01, 1))
fig.legend(loc="outside upper center", ncols=4)
plt.show()
