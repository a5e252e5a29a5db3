"""What must be true of the cost of the cures, on any machine that is not too busy."""


def test_plain_is_the_unit_and_all_cures_are_timed(run):
    ratio = run.values["ratio"]
    assert ratio["plain"] == [1, 1] and len(ratio) == 6
    assert all(0.1 < value < 6 for pair in ratio.values() for value in pair)
