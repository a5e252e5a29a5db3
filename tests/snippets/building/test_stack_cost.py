"""What must be true of the cost of depth, on any machine that is not too busy."""


def test_parameters_are_about_equal(run):
    counts = list(run.values["parameters"].values())
    assert max(counts) / min(counts) < 1.1
    for (layers, units), count in zip(run.values["sizes"], counts, strict=True):
        assert count == 4 * units * (units + 2) + (layers - 1) * 4 * units * (2 * units + 1) + units + 1


def test_a_tall_stack_takes_longer(run):
    ratio = run.values["ratio"]
    assert ratio["1"] == 1
    assert ratio["8"] > 1.3 and ratio["8"] > ratio["2"]
