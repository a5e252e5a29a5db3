"""What must be true of the GRU that reads Hamlet more often, and writes."""

import numpy as np


def test_it_beats_the_counts_a_little(run, bakery):
    counts = bakery.load(bakery.find("characters_compare")).values["counted_test"]
    assert min(counts) - 0.25 < run.values["in_one"] < min(counts) - 0.01


def test_where_the_bits_are(run):
    bits, share = run.values["bits"], run.values["share"]
    assert abs(sum(share) - 1) < 1e-9
    assert abs(np.dot(bits, share) - run.values["in_one"]) < 1e-3
    assert bits[0] > 3.8 and bits[7] > 3.8  # first letters and punctuation
    assert max(bits[1:5]) < 2.6 and bits[0] > 1.6 * max(bits[1:5]) and bits[5] < 1


def test_a_cold_start_costs_bits(run):
    place = run.values["by_place"]
    assert place[0] > place[1] > place[2] > place[3] > place[4] and place[0] > 4
    assert max(place[4:]) - min(place[4:]) < 0.1 and abs(np.mean(place[4:]) - run.values["in_one"]) < 0.08
    assert 0.02 < run.values["in_windows"] - run.values["in_one"] < 0.1


def test_temperatures(run):
    real = np.array(run.values["real"])
    assert real.shape == (4, 8) and (np.diff(real[1:].mean(axis=1)) < 0).all()
    assert real[3].mean() < 0.6 and np.ptp(real[0]) < 1e-9  # greedy: the same eight times


def test_the_share_of_known_words_in_the_play(run):
    made = run.execute("imports", "text")
    text = made["text"].lower().replace("\n", " ")
    words = ["".join(char for char in word if char in "abcdefghijklmnopqrstuvwxyz'") for word in text.split()]
    known = {w for w in words[: int(0.8 * len(words))] if w}
    end = [w for w in words[int(0.9 * len(words)) :] if w]
    assert abs(run.values["true_real"] - np.mean([w in known for w in end])) < 0.03  # words cut a little differently
    assert run.values["true_real"] < 0.95 and np.mean(run.values["real"][2]) < run.values["true_real"] - 0.05


def test_greedy_text_repeats_itself(run):
    texts, copies = run.values["texts"], run.values["copies"]
    greedy = texts[0]
    assert len(set(texts[:copies])) == 1 and len(set(texts[copies:])) == 3 * copies
    tail = greedy[-150:]
    assert any(tail[period:] == tail[:-period] for period in range(1, 100))  # a circle
    assert texts[2 * copies][:2] == texts[3 * copies][:2]  # the same noise at 1 and at 1.5
    assert "\ufffd" not in "".join(texts)
    assert "bits-where" in run.figures
