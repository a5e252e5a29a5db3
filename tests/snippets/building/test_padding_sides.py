"""What must be true of padding and truncation."""

import numpy as np


def test_the_default_pads_and_truncates_at_the_front(run):
    cells = run.execute("imports", "pad")
    assert np.array_equal(cells["pre"], [[0, 0, 0, 7], [0, 1, 2, 3], [6, 7, 8, 9]])
    assert np.array_equal(cells["post"], [[7, 0, 0, 0], [1, 2, 3, 0], [4, 5, 6, 7]])


def test_measurements_are_cut_to_whole_numbers(run):
    cells = run.execute("imports", "numbers")
    assert cells["whole"].dtype == "int32"
    assert np.array_equal(cells["whole"], np.trunc(cells["right"]))
    assert np.allclose(cells["right"][1], cells["weather"][1])
    assert len(run.output["numbers"].splitlines()) == 2
