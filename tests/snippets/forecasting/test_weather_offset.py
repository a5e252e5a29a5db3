"""What must be true of where targets begin."""


def test_the_published_target_is_an_hour_late(run):
    assert (run.values["found"], run.values["published"]) == (78, 792)
    assert (run.values["right"], run.values["correct"]) == (72, 786)
    assert "13 hours" in run.output["published"] and "12 hours" in run.output["published"]


def test_the_formula_agrees_with_counting_by_hand(run):
    offset = run.execute("imports", "offset")["offset"]
    for length in (1, 2, 10, 24):
        for rate in (1, 3, 6):
            for ahead in (1, 5, 72):
                window = [i * rate for i in range(length)]
                assert offset(length, rate, ahead) == window[-1] + ahead
    assert offset(10, 3, 7) == 34 and offset(24, 1, 1) == 24
    assert run.output["check"].count("begin at") == 4
