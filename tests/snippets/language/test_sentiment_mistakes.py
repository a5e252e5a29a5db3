"""What must be true of the mistakes: they are mistakes, they are shared, and the words tell the label."""

import numpy as np


def test_the_confusion_matrix_adds_up(run):
    table = np.array(list(run.values["confusion"].values()))
    assert table.sum() == 3000 and table.min() > 100
    assert np.isclose(np.trace(table) / 3000, run.values["accuracy"], atol=1e-6)
    assert 0.74 < run.values["accuracy"] < 0.84


def test_both_stumble_over_the_same_reviews(run):
    assert run.values["shared"] > 2 * run.values["bayes_wrong"]
    assert 0.15 < run.values["bayes_wrong"] < 0.22


def test_the_shown_reviews_are_wrong_and_sure(run):
    _, *lines = run.output["mistakes"].splitlines()
    assert len(lines) == 6
    for line in lines:
        p, truth = float(line.split()[0]), int(line.split()[1])
        assert (p > 0.5) != truth and abs(p - 0.5) > 0.35


def test_stars_are_among_the_words(run):
    negative, positive = run.output["words"].splitlines()
    assert " 310 " in negative and "worst" in negative and "1010" in positive


def test_the_reviews_that_the_page_talks_about_are_in_the_data(run):
    cells = run.execute("imports", "data")
    labels = {" ".join(text.split()): label for text, label in zip(cells["texts"], cells["labels"], strict=True)}
    told = {
        "Do not dismiss this film as trash.": 1,
        "sure to bring back good memories.": 0,
        "for Indian cinema. 8/10.": 0,
        "maybe they could make a spin off!!": 1,
        "a film intended as an entertainment.": 0,
    }
    told["to have inspired at least one commendable effort."] = 1
    for end, label in told.items():
        assert [labels[text] for text in labels if text.endswith(end)] == [label], end
        assert end in run.output["mistakes"], end  # and the page shows them
    trash = next(text for text in labels if text.endswith("Do not dismiss this film as trash."))
    assert trash.lower().count("trash") == 1 and "would have been just one more waste of time" in trash
    assert len(trash.split()) <= 100  # so the LSTM saw all of it
    later = next(text for text in labels if text.endswith("a film intended as an entertainment."))
    assert "James L. Brooks, who played the director in this film" in later and "Broadcast News" in later


def test_the_most_positive_words_are_names_and_chance(run):
    cells = run.execute("imports", "data")
    training = [
        (" " + text.lower() + " ", label)
        for text, label in zip(cells["ends"][cells["train"]], cells["labels"][cells["train"]], strict=True)
    ]
    assert all(f" {word}" in run.output["words"].splitlines()[1] for word in ("bound", "marie", "nancy"))
    bound = [(text, label) for text, label in training if " bound " in text]
    assert len(bound) >= 8 and all(label == 1 for _, label in bound)
    assert sum(" bound to " in text for text, _ in bound) > len(bound) / 2
    assert sum("nancy drew" in text and label == 1 for text, label in training) >= 3
