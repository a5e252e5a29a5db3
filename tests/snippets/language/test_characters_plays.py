"""What must be true of counting in more plays."""

import re

import numpy as np
import pytest


def test_more_text_is_better_and_most_for_long_contexts(run):
    bits = {name: np.array(curve) for name, curve in run.values["bits"].items()}
    assert bits["all four"].min() < bits["Hamlet"].min() - 0.1 < bits["a tenth of Hamlet"].min() - 0.3
    gain = bits["Hamlet"] - bits["all four"]
    assert abs(gain[3] - 0.1) < 0.02 and (abs(gain[5:] - 0.25) < 0.03).all() and gain[3] < gain[4] < gain[5]
    assert (gain[:3] < 0.03).all() and gain[1] < 0  # from three characters on


def test_other_plays_are_worse_though_they_are_longer(run):
    made = run.execute("imports", "texts")
    assert len(made["others"]) > 2 * len(made["own"])
    bits = run.values["bits"]
    assert min(bits["three other plays"]) > min(bits["Hamlet"]) + 0.4
    assert not set(made["test"]) - set(made["own"])


def test_every_curve_has_its_minimum_at_three_or_four(run):
    best = run.values["best"]
    assert best["a tenth of Hamlet"] == 3
    assert best["Hamlet"] == best["three other plays"] == best["all four"] == 4


def test_the_names_make_the_gap(run):
    """The lines of the speakers, found anew, line by line."""
    made = run.execute("imports", "texts", "count", "speakers")
    lines, place, chosen = made["test"].split("\n"), 0, []
    for above, line in zip([None, *lines], lines):
        if above == "" and line and re.fullmatch(r"[A-Z][A-Za-z .']*", line):
            chosen += range(place, place + len(line) + 1)
        place += len(line) + 1
    assert (np.flatnonzero(made["speaks"]) == chosen).all()
    assert run.values["share"] == pytest.approx(len(chosen) / len(made["test"]))
    names, speech, share = run.values["names"], run.values["speech"], run.values["share"]
    assert names["three other plays"] > names["Hamlet"] + 5
    assert abs(speech["three other plays"] - speech["Hamlet"]) < 0.05
    gap = run.values["bits"]["three other plays"][4] - run.values["bits"]["Hamlet"][4]
    assert share * (names["three other plays"] - names["Hamlet"]) > 0.9 * gap


def test_counts_agree_with_those_of_the_chapter(run, bakery):
    chapter = bakery.load(bakery.find("characters_compare"))
    assert np.allclose(run.values["bits"]["Hamlet"], chapter.values["counted_test"][1:], atol=2e-3)
