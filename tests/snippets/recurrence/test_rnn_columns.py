"""What must be true of one step in other books' notations."""


def test_three_notations_agree_and_a_mixed_up_matrix_does_not(run):
    *same, mixed = run.values["apart"].values()
    assert len(same) == 3 and max(same) < 1e-12
    assert mixed > 0.1
