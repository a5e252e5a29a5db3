"""What must be true of pairs of words: they help, and so do more reviews."""


def test_pairs_help(run):
    accuracy = run.values["accuracy"]
    for reviews in ("4,000 reviews", "12,000 reviews"):
        assert accuracy[f"{reviews}, words and pairs"] > accuracy[f"{reviews}, words"] + 0.01


def test_more_reviews_help(run):
    accuracy = run.values["accuracy"]
    for words in ("words", "words and pairs"):
        assert accuracy[f"12,000 reviews, {words}"] > accuracy[f"4,000 reviews, {words}"] + 0.005
