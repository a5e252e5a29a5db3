"""Train both forms of the GRU to add two marked numbers out of a hundred."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
time, u = 100, 16

def examples(n, seed):
    """Random numbers, two of them marked, and the sum of the marked ones."""
    rng = np.random.default_rng(seed)
    x = np.zeros((n, time, 2), "float32")  # (batch, time, number and mark)
    x[..., 0] = rng.random((n, time))
    for half in (0, time // 2):  # one mark in each half
        x[np.arange(n), rng.integers(half, half + time // 2, n), 1] = 1
    return x, (x[..., 0] * x[..., 1]).sum(axis=1, keepdims=True)

x_train, y_train = examples(6400, seed=0)
x_test, y_test = examples(1000, seed=1)
baseline = float(np.mean((y_test - y_train.mean()) ** 2))  # always the mean

# %% train
def network(form):
    layer = keras.layers.GRU(u, reset_after=form == "after")
    output = keras.layers.Dense(1)
    return keras.Sequential([keras.Input((time, 2)), layer, output])

readers = {form: network(form) for form in ("after", "before")}
for reader in readers.values():
    reader.compile(loss="mse")

def mse(form, weights):
    readers[form].set_weights(weights)
    return readers[form].evaluate(x_test, y_test, batch_size=1000, verbose=0)

test_mse, parameters, trained = {}, {}, []
for form in ("after", "before"):
    model = network(form)
    optimizer = keras.optimizers.Adam(0.02, global_clipnorm=1)
    model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=50)
    optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    optimizer.save_own_variables(fresh)
    parameters[form], test_mse[form] = model.layers[0].count_params(), []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(form).get_weights())
        optimizer.load_own_variables(fresh)
        model.fit(x_train, y_train, batch_size=64, epochs=3, verbose=0)
        test_mse[form].append(mse(form, model.get_weights()))
        if form == "after":
            trained.append(model.get_weights())
    print(f"reset {form:6}  {parameters[form]:5,} parameters  test MSE",
          *(f"{e:.4f}" for e in test_mse[form]))
print(f"always the mean {'':17}  test MSE {baseline:.4f}")

# %% mistakes
signs = np.repeat([-1, 1, 1], u)  # of the blocks z, r, h
wrong = {"all biases merged": [], "reset before": [], "z swapped": []}
for W, U, b, *dense in trained:
    merged = b.sum(axis=0)
    one_row = np.stack([merged, 0 * merged])
    wrong["all biases merged"].append(mse("after", [W, U, one_row, *dense]))
    wrong["reset before"].append(mse("before", [W, U, merged, *dense]))
    swapped = [W * signs, U * signs, b * signs]
    wrong["z swapped"].append(mse("after", swapped + dense))
for name, errors in wrong.items():
    print(f"{name:17}  test MSE", *(f"{e:.4f}" for e in errors))

# %% read-gates
layer = keras.layers.GRU(u, return_sequences=True)
layer.build(x_test.shape)
mark = x_test[..., 1] == 1  # (batch, time)
unmarked, marked = [], []  # for each seed the mean update gate of each unit
for W, U, b, *_ in trained:
    layer.set_weights([W, U, b])
    hs = keras.ops.convert_to_numpy(layer(x_test))
    before_each = np.pad(hs, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    a_z = (x_test @ W + before_each @ U + b.sum(axis=0))[..., :u]
    z = 1 / (1 + np.exp(-a_z))  # (batch, time, u)
    unmarked.append(z[~mark].mean(axis=0))
    marked.append(z[mark].mean(axis=0))
    middle = np.median(unmarked[-1]), np.median(marked[-1])
    print("median z: {:.2f} without a mark, {:.2f} at one".format(*middle))
medians = np.median(unmarked, axis=1), np.median(marked, axis=1)
longest = [float(-1 / np.log(z.max())) for z in unmarked]  # time constants

# %% plot
fig, ax = plt.subplots(num="gates", figsize=(6, 2.8))
order = np.argsort(unmarked[0])
ax.plot(unmarked[0][order], "C4o", label="without a mark")
ax.plot(marked[0][order], "C0x", label="at a mark")
ax.axhline(0.5, color="C5", linestyle=":", label="before training")
ax.set(xlabel="unit", ylabel="update gate", ylim=(0, 1.05))
ax.legend(ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.25))
plt.show()
