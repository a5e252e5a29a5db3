"""What must be true of the errors a day ahead."""


def test_the_worst_tenth_is_about_half_of_the_error_and_mostly_falls(run):
    assert 0.4 < run.values["share"] < 0.65
    assert run.values["moved"]["worst"] > 2 * run.values["moved"]["all"]
    assert run.values["falls"] > 0.65


def test_both_models_miss_the_same_days(run):
    assert run.values["correlation"] > 0.85


def test_months_differ_more_than_models(run):
    by_month = run.values["by_month"]
    linear, lstm = by_month["linear"], by_month["LSTM"]
    assert max(abs(a - b) for a, b in zip(linear, lstm)) < 0.4 < 1 < linear[1] - linear[0]
    assert all(max(linear[i], lstm[i]) < by_month["persistence"][i] for i in range(3))
    assert by_month["persistence"][1] == max(by_month["persistence"])


def test_cold_air_comes_in_the_night_to_the_24th_and_on_the_27th(run):
    data = run.execute("imports", "read")
    temp = (data["table"][:, 0] - 32) / 1.8
    for before, after in (("23T16", "24T08"), ("27T09", "27T21")):
        warm, cold = (int((data["np"].datetime64(f"2013-11-{hour}") - data["stamps"][0]).astype(int)) for hour in (before, after))
        assert temp[cold] < temp[warm] - 10


def test_the_figure_is_there(run):
    assert "fronts" in run.figures
