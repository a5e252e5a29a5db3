"""What must be true of the choice of frames: it is made on the training part, and it is the one of the page."""

import numpy as np


def test_validation_chooses_three_frames(run):
    validation = run.values["validation"]
    assert run.values["best"] == "first, middle, last"
    others = [a for name, a in validation.items() if name != run.values["best"]]
    assert validation[run.values["best"]] > max(others)
    assert validation["first, last"] > max(validation["first"], validation["middle"], validation["last"])


def test_each_fold_has_six_utterances_of_each_speaker(run):
    cells = run.execute("imports", "data", "rule", "validate")
    for k in range(5):
        assert np.bincount(cells["y"][cells["fold"] == k]).tolist() == [6] * 9


def test_it_is_best_on_the_test_part_too(run):
    final = run.values["final"]
    assert max(final, key=final.get) == run.values["best"]
    assert final["first, middle, last"] - final["mean"] > 0.01
    assert min(run.values["test_counts"]) == 24 and max(run.values["test_counts"]) == 88
