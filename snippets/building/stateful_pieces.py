"""Feed a long sequence in pieces, and carry the state from piece to piece."""

# %% imports
import keras
import numpy as np

# %% model
keras.utils.set_random_seed(0)
batch, time, d, u = 3, 40, 2, 8
x = np.random.default_rng(0).normal(size=(batch, time, d)).astype("float32")
pieces = np.split(x, 4, axis=1)  # four of (batch, 10, d)


def network(stateful):
    return keras.Sequential([
        # A layer that keeps its state has to know how many sequences there are.
        keras.Input(batch_shape=(batch if stateful else None, None, d)),
        keras.layers.LSTM(u, return_sequences=True, stateful=stateful),
    ])


whole, keeps = network(stateful=False), network(stateful=True)
keeps.set_weights(whole.get_weights())

# %% pieces
def in_pieces(model):
    return np.concatenate(
        [model.predict(piece, verbose=0) for piece in pieces], axis=1
    )


truth = whole.predict(x, verbose=0)  # one long call
carried = in_pieces(keeps)
started_anew = in_pieces(whole)
for name, y in {"stateful": carried, "not stateful": started_anew}.items():
    by_piece = np.abs(y - truth).reshape(batch, 4, -1).max(axis=(0, 2))
    print(f"{name:13}" + "".join(f"{a:9.0e}" for a in by_piece))

# %% reset
again = float(np.abs(in_pieces(keeps) - truth).max())  # the state is still there
keeps.layers[0].reset_state()
after_reset = float(np.abs(in_pieces(keeps) - truth).max())
print(f"second time, without a reset  {again:.0e}")
print(f"after layer.reset_state()     {after_reset:.0e}")

# %% rows
keeps.layers[0].reset_state()
mixed = []
for k, piece in enumerate(pieces):  # each time, the rows stand one place further
    y = keeps.predict(np.roll(piece, k, axis=0), verbose=0)
    mixed.append(np.roll(y, -k, axis=0))
wrong_rows = float(np.abs(np.concatenate(mixed, axis=1) - truth).max())
print(f"rows in another order         {wrong_rows:.0e}")

# %% complaints
complaints = []
for attempt in (
    lambda: keeps.reset_states(),
    lambda: network(True)(x[:2]),
    lambda: keras.Sequential(
        [keras.Input((None, d)), keras.layers.LSTM(u, stateful=True)]
    ),
):
    try:
        attempt()
    except (AttributeError, ValueError) as error:
        told = str(error).splitlines()
        told = next(line for line in told if "batch size" in line or "'" in line)
        told = told.replace("\033[1m", "")  # Keras prints it in bold
        complaints.append(f"{type(error).__name__}: {told}")
        print(complaints[-1][:80])

# %% fit
def start_anew(*_):
    keeps.layers[0].reset_state()


reset = keras.callbacks.LambdaCallback(
    on_epoch_begin=start_anew, on_test_begin=start_anew
)
rows = np.concatenate(pieces), np.concatenate(np.split(truth, 4, axis=1))
keeps.compile(keras.optimizers.SGD(0.0), "mse")  # it learns nothing
losses = keeps.fit(
    *rows, epochs=2, batch_size=batch, shuffle=False, callbacks=[reset],
    validation_data=rows, validation_batch_size=batch, verbose=0,
).history

# %% by-hand
layer = keras.layers.LSTM(u, return_sequences=True, return_state=True)
layer.build(x.shape)
layer.set_weights(whole.get_weights())
state, outputs = None, []
for piece in pieces:
    y, *state = layer(piece, initial_state=state)  # state: h, c, each (batch, u)
    outputs.append(keras.ops.convert_to_numpy(y))
by_hand = float(np.abs(np.concatenate(outputs, axis=1) - truth).max())
print(f"with return_state             {by_hand:.0e}")
