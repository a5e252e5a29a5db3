"""Check an installation: print the versions, and run one recurrent layer."""

# %% versions
import platform

import keras
import matplotlib
import numpy
import tensorflow

versions = {"Python": platform.python_version()}
for package in (tensorflow, keras, numpy, matplotlib):
    versions[package.__name__] = package.__version__
for name, version in versions.items():
    print(f"{name:10} {version}")

# %% run
keras.utils.set_random_seed(0)
x = keras.random.normal((2, 5, 1))  # (batch, time, features)
state = keras.layers.LSTM(4)(x)
print("an LSTM gave a state of shape", tuple(state.shape))
