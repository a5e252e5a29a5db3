"""What must be true of the choice of frames: it is made on the training part, and it is the one of the page."""

import numpy as np


def test_validation_chooses_three_frames(run):
    validation = run.values["validation"]
    assert run.values["best"] == "first, middle, last"
    others = [a for name, a in validation.items() if name != run.values["best"]]
    assert validation[run.values["best"]] > max(others)
    singles = [validation[name] for name in ("first", "middle", "last")]
    assert validation["first, last"] > max(singles) and validation["mean"] > max(singles) + 0.005


def test_first_and_last_alone_are_nearly_as_good(run):
    validation, wins = run.values["validation"], run.values["wins"]
    assert abs(validation["first, middle, last"] - validation["first, last"]) < 0.006
    assert wins["first, middle, last"] > wins["first, last"] >= 3 and sum(wins.values()) <= 20
    table = np.array(list(run.values["by_deal"].values()))
    assert table.shape == (7, 20) and np.allclose(table.mean(axis=1), list(validation.values()))


def test_each_fold_has_six_utterances_of_each_speaker(run):
    cells = run.execute("imports", "data", "rule", "validate")
    assert len(cells["deals"]) == 20
    for fold in cells["deals"]:
        for k in range(5):
            assert np.bincount(cells["y"][fold == k]).tolist() == [6] * 9


def test_it_is_best_on_the_test_part_too(run):
    final = run.values["final"]
    assert max(final, key=final.get) == run.values["best"]
    assert final["first, middle, last"] - final["mean"] > 0.01
    assert abs(final["last"] - final["mean"]) < 1.5 / 370
    assert final["first, last"] > max(final["first"], final["middle"], final["last"])
    assert min(run.values["test_counts"]) == 24 and max(run.values["test_counts"]) == 88
