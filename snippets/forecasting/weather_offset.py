"""Derive where the targets begin, and check it with data that count."""

# %% imports
import keras
import numpy as np


# %% offset
def offset(length, rate, ahead):
    """Place of the target that belongs to the window that begins at place 0."""
    return (length - 1) * rate + ahead  # from the last reading, `ahead` further


# %% check
places = np.arange(3000)  # every value is its own place


def steps_ahead(begin, length, rate):
    """How far behind the last reading the targets lie that begin there."""
    dataset = keras.utils.timeseries_dataset_from_array(
        places[:-begin], places[begin:], length, sampling_rate=rate)
    window, target = next(iter(dataset))
    distances = np.unique(target.numpy() - window.numpy()[:, -1])
    assert len(distances) == 1  # the same for every window
    return int(distances[0])


for length, rate, ahead in ((24, 1, 1), (24, 1, 24), (120, 6, 72), (10, 3, 7)):
    begin = offset(length, rate, ahead)
    assert steps_ahead(begin, length, rate) == ahead
    print(f"length {length}, rate {rate}, {ahead} ahead: begin at {begin}")

# %% published
past, future, rate = 720, 72, 6  # ten-minute readings, one an hour is used
published = past + future
found = steps_ahead(published, past // rate, rate)
correct = offset(past // rate, rate, future)
print(f"targets begin at {published}: {found / 6:.0f} hours ahead")
right = steps_ahead(correct, past // rate, rate)
print(f"targets begin at {correct}: {right / 6:.0f} hours ahead")
