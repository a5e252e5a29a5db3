"""What must be true of the beam search and the alignment."""

import keras
import numpy as np
import pytest


def test_the_beam_finds_more_probable_outputs_and_helps_a_little(run):
    exact = run.values["exact"]
    assert 0.6 < exact["1"] < 0.99 and exact["1"] - 0.01 <= exact["5"] < exact["1"] + 0.1
    assert run.values["higher"] >= 3 > run.values["lower"]
    assert run.values["log_p"]["5"] > run.values["log_p"]["1"] and run.values["best"]["5"] != run.values["best"]["1"]


def test_a_wide_beam_is_an_exhaustive_search(run):
    code = run.execute("imports", "task", "network", "beam")
    keras.utils.set_random_seed(0)
    code["encoder"], code["step"], network = code["build"](K=2, units=8)
    search = code["beam_search"]
    assert len(code["train"]) == 3200
    search.__globals__.update(encoder=code["encoder"], step=code["step"])
    x = code["x_test"][:1]
    paths, log_p = search(x, width=11, K=2)
    every, before = np.repeat(x, 11, axis=0), np.array([[11.0, first] for first in range(11)], "float32")
    logits = network([every, (every > 0).astype("float32"), before])
    p = np.array(keras.ops.log_softmax(logits))  # (first, step, symbol)
    every = [p[first, 0, first] + p[first, 1, second] for first in range(10) for second in range(11)]
    assert log_p[0] == pytest.approx(max(*every, p[10, 0, 10]), abs=1e-5)  # after end, only end


def test_the_alignment_descends(run):
    alphas = np.array(run.values["alphas"])
    assert alphas.shape == (len(run.values["symbols"]), 8)
    assert alphas.sum(axis=1) == pytest.approx(1, abs=1e-5)
    where = alphas @ np.arange(8)
    assert np.corrcoef(where, np.arange(len(where)))[0, 1] > 0.8
