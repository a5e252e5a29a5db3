"""Teach a network to spell "hello world", which takes a memory."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
text = "hello world"
vocabulary = sorted(set(text))
V = len(vocabulary)
index = {char: k for k, char in enumerate(vocabulary)}
codes = np.array([index[char] for char in text])
x = codes[None, :-1]  # (batch, time): the characters of "hello worl"
y = codes[None, 1:]  # (batch, time): each one's successor, "ello world"
T = x.shape[1]
print(vocabulary)
print("x", x[0])
print("y", y[0])

# %% bigram
pairs = np.zeros((V, V))
np.add.at(pairs, (x[0], y[0]), 1)  # how often y follows x
share = pairs[x[0], y[0]] / pairs.sum(axis=1)[x[0]]  # (time,)
bigram_bits = -np.log2(share)  # (time,)
floor = float(bigram_bits.mean())
print(f"one character of context: {floor:.4f} bits a character")

# %% model
keras.utils.set_random_seed(0)
u = 8
one_hot = keras.layers.Embedding(V, V, "identity", trainable=False)
model = keras.Sequential([
    keras.Input((None,), dtype="int32"),  # (batch, time)
    one_hot,  # (batch, time, V)
    keras.layers.SimpleRNN(u, return_sequences=True),  # (batch, time, u)
    keras.layers.Dense(V),  # logits (batch, time, V)
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
parameters = sum(int(np.prod(w.shape)) for w in model.trainable_weights)

# %% train
repeats, epochs = 5, 20  # an epoch is five updates
model.compile(keras.optimizers.Adam(0.03), loss, steps_per_execution=repeats)
model.optimizer.build(model.trainable_variables)
model.optimizer.save_own_variables(fresh := {})  # before any training
curves = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    model.optimizer.load_own_variables(fresh)
    fit = model.fit(
        np.repeat(x, repeats, axis=0), np.repeat(y, repeats, axis=0),
        batch_size=1, epochs=epochs, verbose=0,
    )
    curves.append(np.array(fit.history["loss"]) / np.log(2))  # nats to bits

# %% result
logits = model.predict(x, verbose=0)  # (1, time, V)
p = keras.ops.convert_to_numpy(keras.ops.softmax(logits))[0]  # (time, V)
network_bits = -np.log2(p[np.arange(T), y[0]])
bits = [float(curve[-1]) for curve in curves]
below = [repeats * (int(np.argmax(curve < floor)) + 1) for curve in curves]
print("network, three seeds:", *(f"{b:.4f}" for b in bits), "bits a character")
after_l = np.flatnonzero(x[0] == index["l"])
for t in after_l:
    told = (f"p({char}) = {p[t, index[char]]:.2f}" for char in "lod")
    print(f"after {text[: t + 1]:10} ", *told)

# %% write
line = "h"
while len(line) < len(text):
    known = np.array([[index[char] for char in line]])  # all that it has written
    line += vocabulary[keras.ops.argmax(model(known)[0, -1])]
print(line)

# %% plot
fig, (left, right) = plt.subplots(
    1, 2, num="hello-bits", figsize=(6, 2.8), layout="constrained"
)
for k, curve in enumerate(curves):
    updates = repeats * np.arange(1, epochs + 1)
    left.plot(updates, curve, "C0", label="_" * k + "SimpleRNN")
left.axhline(floor, color="C2", linestyle=":", label="one character")
left.set(xlabel="updates", ylabel="bits a character", ylim=(0, None))
left.legend()
place = np.arange(T)
right.bar(place - 0.2, bigram_bits, 0.4, color="C2", label="one character")
right.bar(place + 0.2, network_bits, 0.4, color="C0", label="SimpleRNN")
right.set(xlabel="what is to come", ylabel="bits")
right.set_xticks(place, [char.replace(" ", "␣") for char in text[1:]])
plt.show()
