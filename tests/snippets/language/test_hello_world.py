"""What must be true of the network that spells two words."""

from collections import defaultdict
from math import log2

import numpy as np
import pytest

TEXT = "hello world"


def test_targets_are_the_successors(run):
    made = run.execute("imports", "data")
    x, y = made["x"], made["y"]
    assert x.shape == y.shape == (1, 10) and run.values["T"] == 10
    assert "".join(made["vocabulary"][k] for k in x[0]) == TEXT[:-1]
    assert "".join(made["vocabulary"][k] for k in y[0]) == TEXT[1:]


def test_floor_is_the_one_of_the_equation_and_of_the_definition(run):
    assert run.values["floor"] == pytest.approx((3 * log2(3) + 2) / 10)
    follow = defaultdict(list)
    for a, b in zip(TEXT, TEXT[1:]):
        follow[a].append(b)
    bits = [-log2(follow[a].count(b) / len(follow[a])) for a, b in zip(TEXT, TEXT[1:])]
    assert run.values["bigram_bits"] == pytest.approx(bits)
    assert {k for k, b in enumerate(bits) if b > 0} == {k for k, a in enumerate(TEXT[:-1]) if a in "lo"}


def test_every_seed_ends_far_below_the_floor(run):
    assert len(run.values["bits"]) == 3
    assert max(run.values["bits"]) < 0.05 < run.values["floor"] / 10
    assert max(run.values["below"]) <= 50  # within a few dozen updates
    assert np.max(run.values["network_bits"]) < 0.1  # the network pays nowhere


def test_shapes_and_parameters(run):
    made = run.execute("imports", "data", "model")
    V, u = made["V"], made["u"]
    assert made["model"](made["x"]).shape == (1, 10, V) and V == 8
    assert run.values["parameters"] == u * (u + V + 1) + (u + 1) * V
    assert V * V < run.values["parameters"]  # a share for each pair is not more than the network has
    assert "Embedding" in type(made["one_hot"]).__name__ and (made["one_hot"].get_weights()[0] == np.eye(V)).all()


def test_it_answers_differently_after_the_same_letter_and_spells(run):
    assert run.output["write"].strip() == TEXT
    after = dict(zip(("hel", "hell", "hello worl"), "lod"))
    lines = {line[6:16].strip(): line for line in run.output["result"].splitlines() if line.startswith("after")}
    for prefix, char in after.items():
        assert float(lines[prefix].split(f"p({char}) = ")[1][:4]) > 0.9
    assert "hello-bits" in run.figures
