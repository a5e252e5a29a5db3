"""Compare a second recurrent layer with a dense layer in its place."""

# %% imports
import keras
import numpy as np

# %% task
T, epochs, steps = 12, 6, 30
random = np.random.default_rng(0)
x = random.uniform(-1, 1, (4000, T))


def chain(x, stages):
    y = x
    for _ in range(stages):
        m, out = np.zeros(len(x)), []
        for t in range(T):
            m = 0.6 * m + y[:, t]
            out.append(np.sin(2 * m))
        y = np.stack(out, axis=1)
    return y


targets = {stages: chain(x, stages) for stages in (1, 3)}

# %% network
widths = {"SimpleRNN": 31, "Dense": 38}


def network(name):
    """A SimpleRNN layer, and above it another one, or a dense layer"""
    u = widths[name]
    upper = {
        "SimpleRNN": keras.layers.SimpleRNN(u, return_sequences=True),
        "Dense": keras.layers.Dense(u, "tanh"),  # at each time step
    }[name]
    lower = keras.layers.SimpleRNN(u, return_sequences=True)
    inputs = keras.Input((T, 1))
    return keras.Sequential([inputs, lower, upper, keras.layers.Dense(1)])


# %% train
parameters = {}
results = {stages: {} for stages in targets}  # stages -> upper layer -> test MSE
for name in widths:
    model = network(name)  # compiled once, and set back before each training
    parameters[name] = model.count_params()
    rate = keras.optimizers.schedules.CosineDecay(5e-3, epochs * steps)
    adam = keras.optimizers.Adam(rate, global_clipnorm=1.0)
    model.compile(adam, "mse", jit_compile=True, steps_per_execution=steps)
    adam.build(model.trainable_variables)
    fresh = {}
    adam.save_own_variables(fresh)
    for stages, y in targets.items():
        results[stages][name] = found = []
        for seed in range(3):
            keras.utils.set_random_seed(seed)
            model.set_weights(network(name).get_weights())
            adam.load_own_variables(fresh)
            model.fit(x[:3000, :, None], y[:3000, :, None],
                      epochs=epochs, batch_size=100, verbose=0)
            answer = keras.ops.convert_to_numpy(model(x[3000:, :, None]))[..., 0]
            found.append(float(np.mean((answer - y[3000:]) ** 2)))

# %% compare
print("second layer  parameters        one stage     three stages")
for name, count in parameters.items():
    spread = [results[stages][name] for stages in results]
    columns = "".join(f"{min(mse):9.3f} – {max(mse):.3f}" for mse in spread)
    print(f"{name:12}{count:12,d}{columns}")
