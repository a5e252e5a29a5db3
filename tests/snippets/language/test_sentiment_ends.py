"""What must be true of the ends of a review: what the tools cut off, and where the verdict is."""


def test_the_file(run):
    assert run.values["total"] == 25_000 and run.values["duplicates"] == 96 and run.values["changes"] == 1
    assert 0.5 < run.values["breaks"] < 0.7 and 0.8 < run.values["longer"] < 0.95


def test_duplicates_are_rows_that_repeat_a_text(run):
    rows = run.execute("imports", "data")["rows"]
    seen, repeated = set(), 0
    for row in rows:
        text = row["text"].replace("<br />", " ")
        repeated += text in seen
        seen.add(text)
    assert repeated == run.values["duplicates"]


def test_one_tool_keeps_the_beginning_and_the_other_the_end(run):
    assert run.values["kept"] == "it began well but" and run.values["padded"] == "the end was bad"


def test_the_verdict_is_at_the_end(run):
    accuracy = run.values["accuracy"]
    assert accuracy["last 100"] > accuracy["first 100"] + 0.02
    assert accuracy["last 200"] > accuracy["first 200"] + 0.005
    assert accuracy["last 200"] > accuracy["all"]  # “seem to say more”: by about a point
    assert min(accuracy.values()) > 0.7
