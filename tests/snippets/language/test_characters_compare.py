"""What must be true of counts and networks on Hamlet."""

import itertools
from collections import Counter

import numpy as np
import pytest


@pytest.fixture(scope="module")
def state():
    return {}


@pytest.fixture
def made(run, state):
    if not state:
        state.update(run.execute("imports", "text"))
    return state


def test_text_is_clean_and_cut_by_place(made, run):
    text = made["text"]
    assert not set("#_*\\") & set(text) and "\n\n\n" not in text and text.startswith("BERNARDO\nWho's there?")
    assert 0 < made["first"] < made["second"] < made["N"] == len(text) > 150_000
    assert made["vocabulary"][1:] == sorted(set(text[: made["first"]])) and run.values["unseen"] == 0
    assert "".join(made["vocabulary"][k] for k in made["codes"]) == text


def test_counts_are_probabilities(made, run):
    """The recursion, written anew, adds up to one and gives the same bits."""
    text, first = made["text"], made["first"]
    train, V, chars = text[:first], made["V"], made["vocabulary"]

    def p(char, context):
        if context is None:
            return 1 / V
        shorter = context[1:] if context else None
        follow = [train[i + len(context)] for i in range(first - len(context)) if train[i : i + len(context)] == context]
        if not follow:
            return p(char, shorter)
        return (follow.count(char) + len(set(follow)) * p(char, shorter)) / (len(follow) + len(set(follow)))

    assert sum(p(char, "kin") for char in chars) == pytest.approx(1)
    bits = run.execute("imports", "text", "counts")["counted"]
    for t in (5, 77, 1234):
        context = text[first + t - 4 : first + t]
        assert 2 ** -bits[5][t] == pytest.approx(p(text[first + t], context))


def test_context_pays_up_to_four_characters(run):
    test = run.values["counted_test"]
    assert test[0] == pytest.approx(np.log2(run.values["V"]))
    assert all(b < a for a, b in itertools.pairwise(test[:6])) and all(b > a for a, b in itertools.pairwise(test[5:]))
    assert run.values["best"] in (4, 5)  # three or four characters
    assert abs(run.values["counted_validation"][5] - test[5]) > 0.2


def test_rare_contexts_are_trusted_too_much_and_unseen_ones_do_no_harm(run):
    made = run.execute("imports", "text", "counts")
    text, first, second = made["text"], made["first"], made["second"]
    lost = (made["counted"][6] - made["counted"][5])[second - first :]  # five characters instead of four
    seen = Counter(text[i : i + 5] for i in range(first - 5))
    uses = np.array([seen[text[i - 5 : i]] for i in range(second, len(text))])
    assert (lost[uses == 0] == 0).all() and 0.7 < np.mean(uses > 0) < 0.85  # most are known
    assert lost.mean() > 0.1 and lost[(uses > 0) & (uses < 10)].sum() > 0.7 * lost.sum()


def test_the_plain_layer_has_a_smaller_rate(run):
    assert run.values["rates"] == {"SimpleRNN": 0.008, "LSTM": 0.032, "GRU": 0.032} and run.values["epochs"] == 2


def test_networks_have_equal_size(run):
    sizes = run.values["parameters"]
    assert max(sizes.values()) / min(sizes.values()) < 1.01
    V, d, units = run.values["V"], run.values["d"], run.values["units"]
    blocks = {"SimpleRNN": lambda u: u * (u + d + 1), "LSTM": lambda u: 4 * u * (u + d + 1), "GRU": lambda u: 3 * u * (u + d + 2)}
    for cell, count in blocks.items():

        def size(u, count=count):
            return V * d + count(u) + (u + 1) * V

        assert sizes[cell] == size(units[cell])
        nearest = min(range(10, 300), key=lambda u: abs(size(u) - sizes["GRU"]))
        assert units[cell] == nearest


def test_each_row_of_a_batch_goes_on_in_the_next(run, made):
    T, rows = run.values["T"], run.values["rows"]
    pieces = (made["first"] - 1) // (rows * T)
    places = np.arange(rows * pieces * T).reshape(rows, pieces, T).swapaxes(0, 1).reshape(-1, T)
    assert (places[rows:, 0] == places[:-rows, -1] + 1).all()
    assert len(set(places.ravel())) == places.size and places.max() + 1 < made["first"]


def test_the_gru_is_the_best_network(run):
    for part in ("test", "validation"):
        bits = run.values[part]
        assert all(len(found) == 3 for found in bits.values())
        assert max(bits["GRU"]) < min(bits["LSTM"] + bits["SimpleRNN"]) - 0.05
        assert abs(np.mean(bits["SimpleRNN"]) - np.mean(bits["LSTM"])) < 0.1


def test_counts_are_level_in_validation_and_ahead_in_the_test(run):
    best, validation, test = run.values["best"], run.values["validation"], run.values["test"]
    assert best == 4  # three characters
    counted = run.values["counted_test"][best]
    assert all(0.05 < b - counted < 0.13 for b in test["GRU"])
    assert all(abs(b - run.values["counted_validation"][best]) < 0.03 for b in validation["GRU"])
    assert min(test["LSTM"] + test["SimpleRNN"]) > counted + 0.15
    assert min(validation["LSTM"] + validation["SimpleRNN"]) > run.values["counted_validation"][best] + 0.08
    assert max(np.mean(found) for found in test.values()) < run.values["counted_test"][3]  # better than two characters


def test_the_mixture_is_better_than_either(run):
    counted, gru = run.values["counted_test"][run.values["best"]], run.values["test"]["GRU"][-1]
    assert 0.05 < counted - run.values["mixed"] < gru - run.values["mixed"] < 0.22
