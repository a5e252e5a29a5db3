"""What must be true of data in which the padding's value occurs."""


def test_zeros_that_are_data_are_lost(run):
    assert run.values["share"]["Masking(0.0)"] > 0.8


def test_both_cures_work(run):
    assert run.values["share"]["Masking(-1.0)"] == run.values["share"]["mask from the lengths"] == 0


def test_rain_is_zero_on_most_days_and_never_negative(run):
    rain = run.execute("imports", "compare")["rain"]
    assert (rain == 0).mean() > 0.5 and rain.min() == 0
