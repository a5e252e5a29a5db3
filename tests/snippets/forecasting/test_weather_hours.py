"""What must be true of the error by the hour of the day."""


def test_the_morning_is_hard_for_persistence_only(run):
    by_hour = run.values["by_hour"]
    assert all(len(found) == 24 for found in by_hour.values())
    peak = run.values["peak"]
    assert 7 <= peak <= 10
    persistence = by_hour["persistence"]
    assert persistence[peak] == max(persistence) > 1.5 * sorted(persistence)[12]
    for name in ("linear", "LSTM"):
        gain = [p - found for p, found in zip(persistence, by_hour[name])]
        assert gain[peak] > 0.25 and max(gain[:5]) < 0.5 * gain[peak]
        assert max(by_hour[name]) < 0.85 * persistence[peak]


def test_the_figure_is_there(run):
    assert "hours" in run.figures
