"""Keras's scan does about twice the joins of a loop, in about 2 log2 T rounds."""

import numpy as np


def test_work_and_rounds(run):
    for T, joins in run.values["work"].items():
        T = int(T)
        assert T < joins < 2 * T
        assert np.log2(T) <= run.values["rounds"][str(T)] <= 2 * np.log2(T)


def test_a_scan_needs_several_processors_to_win(run):
    assert 2 <= run.values["wins_at"] <= 8
    assert 2.5 < run.values["slowdown"] < 3.5 and run.values["speedup"] > 50


def test_the_figure_is_there(run):
    assert set(run.figures) == {"rounds"}
