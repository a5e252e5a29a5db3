"""What must be true of pairs of words: they help, and so do more reviews."""


def test_pairs_help(run):
    accuracy = run.values["accuracy"]
    for reviews in ("4,000 reviews", "12,000 reviews"):
        assert accuracy[f"{reviews}, words and pairs"] > accuracy[f"{reviews}, words"] + 0.01


def test_more_reviews_help(run):
    accuracy = run.values["accuracy"]
    for words in ("words", "words and pairs"):
        assert accuracy[f"12,000 reviews, {words}"] > accuracy[f"4,000 reviews, {words}"] + 0.005


def test_not_good_is_one_of_the_pairs(run):
    from keras.layers import TextVectorization

    cells = run.execute("imports", "data")
    ends, labels = cells["texts"][cells["order"][:4000]], cells["labels"][cells["order"][:4000]]
    vectorize = TextVectorization(run.values["size"], ngrams=2)
    vectorize.adapt(list(ends))
    assert "not good" in vectorize.get_vocabulary() and len(vectorize.get_vocabulary()) == 50_000
    with_it = [label for text, label in zip(ends, labels, strict=True) if "not good" in text.lower()]
    assert len(with_it) >= 5
