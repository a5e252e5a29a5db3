"""What must be true of counting in more plays."""

import numpy as np


def test_more_text_is_better_and_most_for_long_contexts(run):
    bits = {name: np.array(curve) for name, curve in run.values["bits"].items()}
    assert bits["all four"].min() < bits["Hamlet"].min() - 0.1 < bits["a tenth of Hamlet"].min() - 0.3
    gain = bits["Hamlet"] - bits["all four"]
    assert gain[4] > gain[3] > gain[2] and gain[7] > 0.15
    assert (gain[:3] < 0.05).all()


def test_other_plays_are_worse_though_they_are_longer(run):
    made = run.execute("imports", "texts")
    assert len(made["others"]) > 2 * len(made["own"])
    bits = run.values["bits"]
    assert min(bits["three other plays"]) > min(bits["Hamlet"]) + 0.4
    assert not set(made["test"]) - set(made["own"])


def test_every_curve_has_its_minimum_at_three_or_four(run):
    assert set(run.values["best"].values()) == {3, 4}
    assert run.values["best"]["a tenth of Hamlet"] < run.values["best"]["Hamlet"] <= run.values["best"]["all four"]


def test_counts_agree_with_those_of_the_chapter(run, bakery):
    chapter = bakery.load(bakery.find("characters_compare"))
    assert np.allclose(run.values["bits"]["Hamlet"], chapter.values["counted_test"][1:], atol=2e-3)
