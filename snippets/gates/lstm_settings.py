"""Train LSTMs on the adding problem with a forget bias of 0, or no clipping."""

# %% compare
import keras
import numpy as np

T = 100

def adding(n, rng):
    """n sequences (n, T, 2) of numbers and marks -> x, sum of the two marked y"""
    numbers, marks = rng.random((n, T)), np.zeros((n, T))
    marks[np.arange(n), rng.integers(0, T // 2, n)] = 1
    marks[np.arange(n), rng.integers(T // 2, T, n)] = 1
    x = np.stack([numbers, marks], axis=-1).astype("float32")
    return x, (numbers * marks).sum(axis=1).astype("float32")

rng = np.random.default_rng(0)
x, y = adding(6_400, rng)
x_test, y_test = adding(1_000, rng)

units, epochs, solved = 16, 9, 0.01
settings = {  # the forget bias at the start, and clipnorm
    "bias 0": (0, 1), "bias 1, no clipping": (1, None)
}
network = keras.Sequential([
    keras.Input((T, 2)), keras.layers.LSTM(units), keras.layers.Dense(1)
])
mse = {}  # by setting, the curve of each seed
for name, (forget_bias, clipnorm) in settings.items():
    model = keras.models.clone_model(network)
    adam = keras.optimizers.Adam(0.02, clipnorm=clipnorm)
    model.compile(adam, "mse", jit_compile=True, steps_per_execution=100)
    adam.build(model.trainable_variables)
    fresh = {}  # compiled once, and set back before each training
    adam.save_own_variables(fresh)
    mse[name] = []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        weights = keras.models.clone_model(network).get_weights()
        weights[2][units:2 * units] = forget_bias  # the second block of b
        model.set_weights(weights)
        adam.load_own_variables(fresh)
        curve = []
        while len(curve) < epochs and (not curve or curve[-1] > solved):
            model.fit(x, y, batch_size=64, verbose=0)  # one epoch
            curve.append(model.evaluate(x_test, y_test, 1_000, verbose=0))
        mse[name].append(curve)
needed = {name: [len(curve) for curve in curves] for name, curves in mse.items()}
print("test MSE (and epochs) of each seed")
for name, curves in mse.items():
    print(f"{name:20}", *(f"  {c[-1]:.4f} ({len(c)})" for c in curves))
