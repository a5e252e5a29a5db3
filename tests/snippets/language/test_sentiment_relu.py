"""What must be true of a ReLU in the recurrence: without clipping it can blow up, and its states have no ceiling."""


def test_tanh_and_clipped_relu_do_not_blow_up(run):
    largest, blown = run.values["largest"], run.values["blown"]
    for name in ("tanh, not clipped", "ReLU, clipped"):
        assert max(largest[name]) < 0.75 and blown[name] == 0


def test_the_largest_loss_of_relu_is_worse_than_guessing(run):
    largest = run.values["largest"]["ReLU, not clipped"]
    assert len(largest) == 3 and max(largest) > 0.75
    assert run.values["blown"]["ReLU, not clipped"] == sum(a > 0.75 for a in largest)


def test_states_have_no_ceiling(run):
    norms = run.values["norms"]
    assert max(norms["tanh, not clipped"]) <= 1
    assert max(norms["ReLU, clipped"]) > 2 and max(norms["ReLU, not clipped"]) > 2


def test_the_accuracies_scatter_too_much_for_an_order(run):
    accuracy = run.values["accuracy"]
    for found in accuracy.values():
        assert len(found) == 3 and max(found) < 0.81
    for name in ("ReLU, clipped", "ReLU, not clipped"):  # the runs overlap with those of tanh
        assert min(accuracy[name]) < max(accuracy["tanh, not clipped"])
        assert max(accuracy[name]) > min(accuracy["tanh, not clipped"])
