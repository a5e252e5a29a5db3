"""What must be true of the reviews: clean parts, a vocabulary without the test part, and who is ahead."""

import math

import numpy as np
import pytest

CELLS = ("SimpleRNN", "LSTM", "GRU")


@pytest.fixture
def accuracy(run):
    return run.values["accuracy"]


@pytest.fixture(scope="module")
def cells(request, bakery):
    run = bakery.load(bakery.find("sentiment_networks"))
    code = {cell["name"]: cell["source"] for cell in run.cells}
    namespace = {}
    for name in ("imports", "read", "split", "vectorize", "bayes"):
        exec(code[name], namespace)
    return namespace


def test_the_parts_share_no_review(cells):
    rows = np.concatenate(list(cells["parts"].values()))
    assert len(rows) == len(set(rows)) == 8000
    assert [len(cells["parts"][name]) for name in ("train", "validation", "test")] == [4000, 1000, 3000]
    assert len(cells["texts"]) == len(set(cells["texts"])) == 24904
    assert not any("<br" in text for text in cells["texts"])
    for y in cells["y"].values():
        assert 0.45 < y.mean() < 0.55


def test_the_vocabulary_is_from_the_training_part_alone(cells):
    from collections import Counter

    words = cells["vectorize"].get_vocabulary()
    assert words[:2] == ["", "[UNK]"] and len(words) == 5000
    seen = Counter(word.strip('.,!?"()').lower() for text in cells["ends"]["train"] for word in text.split())
    assert np.mean([word in seen for word in words[2:]]) > 0.9
    assert cells["x"]["test"].shape == (3000, 100) and cells["x"]["test"].max() < 5000
    for row in cells["x"]["test"][:200]:
        assert not row[np.argmin(row) :].any() if (row == 0).any() else True  # padding is at the end


def test_bayes_counts_as_its_equation_says(cells):
    x, y = cells["x"]["train"], cells["y"]["train"]
    word = 57
    shares = []
    for label in (1, 0):
        part = x[y == label]
        shares.append((np.sum(part == word) + 1) / (np.sum(part > 0) + 4999))
    assert cells["weights"][word] == pytest.approx(math.log(shares[0] / shares[1]))
    review = cells["x"]["test"][5]
    score = sum(cells["weights"][w] for w in review if w) + math.log((y == 1).sum() / (y == 0).sum())
    assert (score > 0) == cells["bayes"][5]


def test_counting_beats_every_run_of_every_cell(accuracy):
    for baseline in ("naive Bayes", "mean of embeddings"):
        for cell in CELLS:
            assert len(accuracy[cell]) == 3
            assert min(accuracy[baseline]) > max(accuracy[cell]) + 0.003, (baseline, cell)
    assert 0.79 < accuracy["naive Bayes"][0] < 0.84
    assert accuracy["always the same"][0] < 0.52


def test_the_networks_learn_and_the_simple_one_depends_on_its_seed(run, accuracy):
    for cell in ("LSTM", "GRU"):
        assert min(accuracy[cell]) > 0.7
    worst = int(np.argmin(accuracy["SimpleRNN"]))  # it fitted the training reviews, and no others
    assert accuracy["SimpleRNN"][worst] < 0.62
    assert 0.85 < max(run.values["curves"]["SimpleRNN"][worst]["accuracy"]) < 0.97
    spread = {cell: max(accuracy[cell]) - min(accuracy[cell]) for cell in CELLS}
    assert spread["SimpleRNN"] > 2 * spread["LSTM"]
    assert np.mean([np.mean(accuracy[cell]) for cell in CELLS]) > 0.65


def test_they_overfit(run):
    for cell in CELLS:
        for history in run.values["curves"][cell]:
            assert len(history["loss"]) <= 5
            assert history["accuracy"][-1] > history["val_accuracy"][-1] + 0.05
            assert history["loss"][-1] < min(history["val_loss"])


def test_parameters(run):
    found = run.values["parameters"]
    mean = 5000 * 16 + 17
    assert found["mean of embeddings"] == mean
    assert found["SimpleRNN"] - mean == 16 * 33 and found["LSTM"] - mean == 4 * 16 * 33
    assert found["GRU"] - mean == 3 * 16 * 34
