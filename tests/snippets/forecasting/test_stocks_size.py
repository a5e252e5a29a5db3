"""What must be true of forecasts of a move and of its size."""


def test_the_sign_is_not_forecast_and_the_size_is(run):
    for share in ("IBM", "AAPL", "MSFT"):
        gain, correlation = run.values["gain"][share], run.values["correlation"][share]
        assert 1 < gain["move"] < 1.05 and abs(correlation["move"]) < 0.1
        assert gain["its size"] < 0.9 and correlation["its size"] > 0.08


def test_no_training_target_is_seen_by_a_test_window(run):
    cut, width = run.values["cut"], run.values["width"]
    last_target = cut - width - 1 + width  # the place of the last training target, and the first of a test window
    assert last_target < cut == int(0.8 * 3270) - width - 1


def test_order_of_the_shares_is_that_of_the_text(run):
    gain = {share: found["its size"] for share, found in run.values["gain"].items()}
    assert max(gain, key=gain.get) == "MSFT" and min(gain, key=gain.get) == "AAPL"
    found = {share: found["its size"] for share, found in run.values["correlation"].items()}
    assert max(found, key=found.get) == "IBM" and min(found, key=found.get) == "MSFT"
