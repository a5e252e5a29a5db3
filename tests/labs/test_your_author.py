"""What the lab "Your own author" claims must be true of its run."""

import re
from collections import Counter

import numpy as np
import pytest


def test_text_is_cut_by_place(run):
    made = run.execute("imports", "text")
    assert made["train"] + made["validation"] + made["test"] == made["text"]
    assert not set("#_*\\") & set(made["text"]) and len(made["text"]) > 70_000
    assert "".join(made["vocabulary"][made["encode"](made["train"][:500])]) == made["train"][:500]
    assert made["encode"]("é")[0] == 0


def test_a_middle_context_is_best(run):
    bits = run.values["by_order"]
    assert len(bits) == 7 and bits[0] > bits[1] > bits[2] > bits[3]
    assert run.values["order"] == 3 and bits[6] > bits[5] > bits[4] > bits[3]


def test_networks_lose_to_counts_and_the_mixture_beats_both(run):
    counts = run.values["away_counted"]["the same play"]
    assert f"{counts:.2f} bits" in run.output["counts"]
    assert len(run.values["network"]) == 3 and min(run.values["network"]) > counts
    assert max(run.values["network"]) < counts + 0.15
    assert max(run.values["mixed"]) < counts - 0.05


def test_seeds_start_from_the_beginning(run):
    """Had each training gone on from the one before it, the last would be clearly the best."""
    assert np.ptp(run.values["network"]) < 0.08


def test_both_faults_of_the_perplexity_show(run):
    V, bits = run.values["V"], np.array(run.values["bits"]) if "bits" in run.values else None
    faulty = run.execute("imports", "perplexity")["perplexity"]
    assert faulty(np.full(1000, np.log2(V))) == pytest.approx(np.exp(np.log2(V))) and np.exp(np.log2(V)) > 3 * V
    by_batch = {int(batch): p for batch, p in run.values["by_batch"].items()}
    assert by_batch[10] > by_batch[50] > by_batch[500] > 2 ** run.values["network"][-1]
    assert f"mended: {V:.1f} and {2 ** run.values['network'][-1]:.2f}" in run.output["mend"]
    assert bits is None or bits.mean() == pytest.approx(run.values["network"][-1], abs=1e-3)


def test_other_texts_are_harder_and_counts_suffer_more(run):
    away, counted = run.values["away"], run.values["away_counted"]
    assert away["the same play"] == pytest.approx(run.values["network"], abs=1e-3)
    assert min(away["The Tempest"]) > max(away["the same play"]) + 0.2
    assert min(away["film reviews"]) > max(away["The Tempest"]) + 0.3
    assert max(away["The Tempest"]) < counted["The Tempest"] - 0.05
    assert max(away["film reviews"]) < counted["film reviews"] - 0.05
    unseen = run.values["unseen"]
    assert unseen["the same play"] == 0 < unseen["The Tempest"] < unseen["film reviews"]


def test_temperature_trades_words_against_variety(run):
    real, varied, own = (np.array(run.values[name]).mean(axis=1) for name in ("real", "varied", "own"))
    assert (np.diff(real[1:]) < 0).all() and (np.diff(varied) > 0).all()
    assert varied[0] < 0.2 and 0.2 < real[3] < 0.45 and varied[3] > 0.85
    assert not ((real >= run.values["true_real"] - 0.02) & (varied >= run.values["true_varied"] - 0.02)).any()
    true = run.values["network"][-1]
    assert max(own[:2]) < true - 0.6 and abs(own[2] - true) < 0.45 and own[3] > true + 0.4


def test_a_file_of_your_own_can_be_read(run, tmp_path):
    """The line that is commented out works with the imports of the page."""
    (tmp_path / "my_author.txt").write_text("It was a dark night.", encoding="utf-8")
    source = next(cell["source"] for cell in run.cells if cell["name"] == "text")
    line = re.search(r"(?m)^# (text = .*my_author.*)$", source)[1].replace("my_author.txt", str(tmp_path / "my_author.txt"))
    made = run.execute("imports")
    exec(line, made)
    assert made["text"] == "It was a dark night."


def test_rare_contexts_are_trusted_too_much_and_unseen_ones_do_no_harm(run):
    made = run.execute("imports", "text", "others", "counts")
    train, part = made["train"], made["validation"]
    lost = made["counted"](part, 5, start=5) - made["counted"](part, 4, start=5)
    seen = Counter(train[i : i + 5] for i in range(len(train) - 5))
    uses = np.array([seen[part[t - 5 : t]] for t in range(5, len(part))])
    assert (lost[uses == 0] == 0).all() and 0.2 < np.mean(uses == 0) < 0.5  # many are new
    assert lost.mean() > 0.05 and lost[(uses > 0) & (uses < 10)].sum() > 0.7 * lost.sum()


def test_names_make_most_of_what_the_counts_lose_on_the_tempest(run):
    made = run.execute("imports", "text", "others", "counts")
    parts = []  # of the home text and the other: what the names cost, and the rest, a character
    for name in ("the same play", "The Tempest"):
        text = made["texts"][name]
        bits = np.append(0, made["counted"](text, run.values["order"]))
        names = np.zeros(len(text), bool)
        for line in re.finditer(r"(?m)(?<=\n\n)[A-Z][A-Za-z .']*\n", text):
            names[slice(*line.span())] = True
        parts.append((bits[names].sum() / len(text), bits[~names].sum() / len(text)))
    (home, home_rest), (away, away_rest) = parts
    assert away - home > 0.6 * (away + away_rest - home - home_rest) > 0.3


def test_numpy_step_is_the_layer(run):
    made = run.execute("imports", "text", "others", "network")
    reader = made["networks"]["reader"]
    rng = np.random.default_rng(0)
    reader.set_weights([w + 0.1 * rng.normal(size=w.shape) for w in reader.get_weights()])
    source = next(cell["source"] for cell in run.cells if cell["name"] == "write").split("def write")[0]
    exec(source, made)
    codes, h = made["encode"]("If we shadows have offended"), np.zeros((1, made["u"]))
    for code in codes:
        logits, h = made["step"](np.array([code]), h)
    keras_logits = reader.predict(codes[None], verbose=0)[0, -1]
    assert np.abs(logits[0] - keras_logits).max() < 1e-4


def test_figure(run):
    assert "temperatures" in run.figures
