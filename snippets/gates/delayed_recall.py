"""Recall a symbol after fifty blank steps: which layer can, and why."""

# %% imports
import keras
import numpy as np

# %% data
time, symbols, u = 50, 4, 16

def examples(n, seed):
    """One of four symbols, then blanks; the target is the symbol."""
    y = np.random.default_rng(seed).integers(0, symbols, n)
    x = np.zeros((n, time, symbols), "float32")
    x[np.arange(n), 0, y] = 1  # everything after the first step is 0
    return x, y

x_train, y_train = examples(1024, seed=0)
x_test, y_test = examples(500, seed=1)
chance = float(np.bincount(y_test).max() / len(y_test))  # always one symbol

# %% layers
def open_update_gate(shape, dtype=None):
    """A GRU's bias (2, 3u) that starts with 4 in the block z, and 0 elsewhere."""
    bias = np.zeros(shape)
    bias[0, :u] = 4
    return keras.ops.convert_to_tensor(bias, dtype)

layers = {
    "SimpleRNN": lambda: keras.layers.SimpleRNN(u),
    "GRU": lambda: keras.layers.GRU(u),
    "GRU, bias 4": lambda: keras.layers.GRU(u, bias_initializer=open_update_gate),
}

# %% left
left = {}  # how much of the first state is left at the end, before any training
for name, layer in layers.items():
    keras.utils.set_random_seed(0)
    fresh = layer()
    first, last = (np.linalg.norm(fresh(x)) for x in (x_test[:, :1], x_test))
    left[name] = float(last / first)
    print(f"{name:12} {left[name]:.0e}")

# %% train
def network(layer):
    output = keras.layers.Dense(symbols, activation="softmax")
    return keras.Sequential([keras.Input((time, symbols)), layer(), output])

loss = "sparse_categorical_crossentropy"
accuracy, compiled = {}, {}
for name, layer in layers.items():
    kind = name.partition(",")[0]  # both GRUs share what was compiled
    if kind not in compiled:
        model = network(layer)
        optimizer = keras.optimizers.Adam(0.005, global_clipnorm=1)
        model.compile(optimizer, loss, jit_compile=True, steps_per_execution=32)
        optimizer.build(model.trainable_variables)
        fresh = {}  # the optimizer as it is before any training
        optimizer.save_own_variables(fresh)
        compiled[kind] = model, optimizer, fresh
    model, optimizer, fresh = compiled[kind]
    accuracy[name] = []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(layer).get_weights())
        optimizer.load_own_variables(fresh)
        model.fit(x_train, y_train, batch_size=32, epochs=6, verbose=0)
        guess = keras.ops.convert_to_numpy(model(x_test)).argmax(axis=1)
        accuracy[name].append(float(np.mean(guess == y_test)))
    print(f"{name:12}", *(f"{a:.0%}".rjust(5) for a in accuracy[name]))
print(f"{'one symbol':12} {chance:5.0%}")
