"""What must be true of the beam search and the alignment."""

import itertools

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
    best = -np.inf
    for first, second in itertools.product(range(11), repeat=2):
        if first == 10 and second != 10:
            continue
        logits = network([x, (x > 0).astype("float32"), np.array([[11.0, first]], "float32")])
        p = np.array(keras.ops.log_softmax(logits))[0]
        best = max(best, p[0, first] + (0 if first == 10 else p[1, second]))
    assert log_p[0] == pytest.approx(best, abs=1e-5)


def test_the_alignment_descends(run):
    alphas = np.array(run.values["alphas"])
    assert alphas.shape == (len(run.values["symbols"]), 8)
    assert alphas.sum(axis=1) == pytest.approx(1, abs=1e-5)
    where = alphas @ np.arange(8)
    assert np.corrcoef(where, np.arange(len(where)))[0, 1] > 0.8
