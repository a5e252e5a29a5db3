"""What must be true of shuffled windows with a far target."""


def test_shuffled_windows_look_like_foresight(run):
    assert min(run.values["correlations"]["20-day, shuffled"].values()) > 0.6
    assert max(run.values["correlations"]["1-day, shuffled"].values()) < 0.2
    found = run.values["correlations"]["20-day, shuffled"]
    assert min(found, key=found.get) == "IBM"  # “or more”


def test_split_by_time_nothing_is_left(run):
    found = run.values["correlations"]["20-day, by time"]
    assert all(abs(c) < 0.25 for c in found.values())
    assert max(found, key=found.get) == "AAPL"  # “at most”


def test_each_outcome_is_the_return_after_its_window(run):
    import numpy as np

    data = run.execute("imports", "data")
    log, width, ahead = np.log(data["prices"]["IBM"]), data["width"], 20
    windows = data["sliding_window_view"](log[:-ahead], width)
    outcome = log[width - 1 + ahead :] - log[width - 1 : -ahead]
    assert len(windows) == len(outcome)
    for i in (0, 5, len(outcome) - 1):
        assert windows[i][-1] == log[i + width - 1]
        assert outcome[i] == log[i + width - 1 + ahead] - windows[i][-1]


def test_the_look_up_finds_the_nearest(run):
    import numpy as np

    look_up = run.execute("imports", "look-up")["look_up"]
    x = np.arange(12.0)[:, None]
    assert np.allclose(look_up(x, np.arange(12.0), np.array([[5.0]])), 5)
