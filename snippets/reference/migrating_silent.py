"""Old lines that raise no error and have another meaning today, and the cure."""

# %% imports
import keras
import numpy as np
import tensorflow as tf


# %% seed
def first_weight():
    layer = keras.layers.Dense(1)
    layer.build((None, 1))
    return float(layer.kernel[0, 0])


keras.utils.set_random_seed(0)
before, now = [], []
for _ in range(2):
    np.random.seed(7)  # the two lines of many tutorials
    tf.random.set_seed(7)
    before.append(first_weight())
for _ in range(2):
    keras.utils.set_random_seed(7)
    now.append(first_weight())
print("np.random.seed and tf.random.set_seed", *(f"{w:7.3f}" for w in before))
print("keras.utils.set_random_seed          ", *(f"{w:7.3f}" for w in now))

# %% gates
def hard_sigmoid_of_keras_2(a):
    return keras.ops.clip(0.2 * a + 0.5, 0, 1)


keras.utils.set_random_seed(0)
x = keras.random.normal((16, 50, 4))
gates = {
    "hard_sigmoid, Keras 2": hard_sigmoid_of_keras_2,
    "hard_sigmoid, Keras 3": "hard_sigmoid",
    "sigmoid, the default": "sigmoid",
}
states, gate_at_1 = [], {}
weights = None
for name, gate in gates.items():
    layer = keras.layers.LSTM(8, recurrent_activation=gate)
    layer.build(x.shape)
    weights = weights or layer.get_weights()
    layer.set_weights(weights)  # the same for all three
    states.append(np.asarray(layer(x)))
    gate_at_1[name] = float(layer.cell.recurrent_activation(np.float32(1)))
    gap = np.abs(states[-1] - states[0]).max()
    print(f"{name:22} {gate_at_1[name]:.3f} at 1, states apart by {gap:.3f}")
apart = [float(np.abs(state - states[0]).max()) for state in states]

# %% clip
# Norms 5 and 12, in all 13.
gradients = [np.float32([3, 4]), np.float32([0, 12])]
steps = {}
for how in ("clipnorm", "global_clipnorm"):
    variables = [keras.Variable([0.0, 0.0]) for _ in gradients]
    keras.optimizers.SGD(1.0, **{how: 1.0}).apply(gradients, variables)
    steps[how] = [float(np.linalg.norm(v)) for v in variables]
    print(f"{how:15} norms {steps[how][0]:.3f} and {steps[how][1]:.3f},",
          f"in all {np.hypot(*steps[how]):.3f}")

# %% targets
x, y = np.zeros((4, 5, 2)), np.arange(4.0)[:, None]
loss_of = {}
for name, sequences, given in (
    ("one answer", False, y), ("one per step", True, y), ("flat y", True, y[:, 0])
):
    model = keras.Sequential([
        keras.Input((5, 2)),
        keras.layers.LSTM(3, return_sequences=sequences),
        keras.layers.Dense(1),
    ])
    model.compile("adam", "mse", metrics=["mae"], run_eagerly=True)
    loss_of[name] = model.test_on_batch(x, given)[0]
    print(f"{name:12} {model.output_shape!s:13} targets {given.shape}: no error")

# %% names
names, scores = model.metrics_names, model.evaluate(x, y, verbose=0)
scores = dict(zip(names, scores))
named = model.evaluate(x, y, verbose=0, return_dict=True)
print(list(scores))
print(list(named))

# %% one-hot
one_hot = keras.utils.to_categorical([0, 2, 1])
dtype = str(one_hot.dtype)
print(dtype, one_hot.nbytes, "bytes")
adadelta = float(keras.optimizers.Adadelta().learning_rate)
