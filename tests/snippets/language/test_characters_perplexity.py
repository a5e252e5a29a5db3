"""What must be true of three ways to compute a perplexity."""

import math

import numpy as np
import pytest


def test_bits_and_nats_give_the_same_perplexity(run):
    assert run.values["right"] == pytest.approx(run.values["in_bits"], rel=1e-9)
    made = run.execute("losses")
    nats = made["nats"]
    assert run.values["right"] == pytest.approx(math.exp(math.fsum(nats) / len(nats)), rel=1e-9)
    assert run.values["right"] == pytest.approx(np.prod((1 / made["p"]) ** (1 / len(nats))), rel=1e-6)


def test_probabilities_of_a_context_add_up_to_one(run):
    made = run.execute("losses")
    for a in "eqZ\n":
        p = [(made["pairs"][a, b] + 0.1) / (made["singles"][a] + 0.1 * made["V"]) for b in {*made["text"], "\ufffd"}]
        assert len(p) == made["V"] and sum(p) == pytest.approx(1)


def test_means_of_powers_are_too_large_and_grow_as_batches_shrink(run):
    wrong = {int(batch): value for batch, value in run.values["wrong"].items()}
    assert wrong[1000] < wrong[100] < wrong[10] < wrong[1]
    assert wrong[1000] > run.values["right"] and wrong[10] > 1.1 * run.values["right"]
    assert wrong[1] == pytest.approx(np.mean(np.exp(run.execute("losses")["nats"])))  # no character is left out
    assert wrong[1] > 2 * run.values["right"] > run.values["median"]  # a few rare characters make it
