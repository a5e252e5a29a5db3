"""A factor of -1 counts modulo two; factors between 0 and 1 do not."""


def test_minus_one_is_always_right(run):
    assert run.values["right_flips"] == 1


def test_positive_factors_are_near_chance(run):
    assert all(0.5 <= right < 0.56 for right in run.values["right_positive"].values())
    # The truth itself is balanced, so half is chance.
    assert 0.45 < run.execute("imports", "parity")["odd"].mean() < 0.55
