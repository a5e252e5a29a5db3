"""What must be true of a ReLU in the recurrence: without clipping it blows up, with clipping it gains nothing."""


def test_tanh_and_clipped_relu_do_not_blow_up(run):
    largest, blown = run.values["largest"], run.values["blown"]
    assert max(largest["tanh, not clipped"]) < 1.2 and max(largest["ReLU, clipped"]) < 1.2
    assert blown["tanh, not clipped"] == blown["ReLU, clipped"] == 0


def test_relu_blows_up_in_some_run(run):
    largest = run.values["largest"]["ReLU, not clipped"]
    assert max(largest) > 2 and run.values["blown"]["ReLU, not clipped"] == sum(a > 2 for a in largest) >= 1


def test_states_have_no_ceiling(run):
    norms = run.values["norms"]
    assert max(norms["tanh, not clipped"]) <= 1
    assert max(norms["ReLU, clipped"]) > 2 and max(norms["ReLU, not clipped"]) > 2


def test_clipped_relu_is_no_better_than_the_other_networks(run):
    accuracy = run.values["accuracy"]["ReLU, clipped"]
    assert len(accuracy) == 3 and max(accuracy) < 0.81
    assert max(accuracy) - min(accuracy) > 0.03
