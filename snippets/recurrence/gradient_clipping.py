"""Clip the same gradient in Keras's three ways, and read how Keras does it."""

# %% imports
import inspect

import keras
import numpy as np

# %% gradient
# Of two variables: a recurrent kernel, large, and a bias, small.
gradient = [np.array([[3.0, 0.0], [0.0, 4.0]]), np.array([0.6, 0.8])]
sizes = [float(np.linalg.norm(g)) for g in gradient]
whole = float(np.sqrt(sum(size**2 for size in sizes)))
print(f"norms: kernel {sizes[0]:.1f}, bias {sizes[1]:.1f}, both {whole:.2f}")

# %% clip
def clipped(gradient, **option):
    """A step of gradient descent at rate 1 from zero: minus what was clipped."""
    variables = [keras.Variable(np.zeros_like(g)) for g in gradient]
    keras.optimizers.SGD(1.0, **option).apply(gradient, variables)
    return [-keras.ops.convert_to_numpy(v) for v in variables]


def joined(arrays):
    return np.concatenate([a.ravel() for a in arrays])


found = {}  # option: norms of kernel, bias and both; cosine with the gradient
print("option            kernel   bias   both   cosine")
for name in ("none", "global_clipnorm", "clipnorm", "clipvalue"):
    arrays = clipped(gradient, **({} if name == "none" else {name: 1.0}))
    norms = [float(np.linalg.norm(a)) for a in [*arrays, joined(arrays)]]
    cosine = float(joined(arrays) @ joined(gradient) / (norms[2] * whole))
    found[name] = [*norms, cosine]
    print(f"{name:18}" + "".join(f"{n:6.3f} " for n in norms) + f"{cosine:8.3f}")

# %% formula
scale = min(1.0, 1.0 / whole)  # one factor for all variables
by_hand = [g * scale for g in gradient]
by_keras = clipped(gradient, global_clipnorm=1.0)
difference = float(max(abs(a - b).max() for a, b in zip(by_hand, by_keras)))
print(f"global_clipnorm and the formula differ by {difference:.0e}")

# %% overflow
huge = [g.astype("float32") for g in gradient]
huge[0][0, 0] = 1e20  # single precision holds it, but not its square
after = {}  # option: the entries of kernel and bias
for name in ("global_clipnorm", "clipnorm", "clipvalue"):
    kernel, bias = clipped(huge, **{name: 1.0})
    after[name] = [*map(float, kernel.ravel()), *map(float, bias)]
    print(f"{name:16} kernel {kernel.ravel() + 0.0}   bias {bias + 0.0}")

# %% source
clip_gradients = keras.optimizers.SGD._clip_gradients
print(inspect.getsource(clip_gradients))
print(inspect.getsource(keras.optimizers.SGD._clip_by_norm))
print(inspect.getsource(inspect.getmodule(clip_gradients).clip_by_global_norm))
