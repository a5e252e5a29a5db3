"""What must be true of targets several steps ahead."""

import numpy as np


def test_every_target_is_so_many_steps_after_the_last_point_of_its_window(run):
    cut = run.execute("imports", "cut")["cut"]
    for length, width, ahead in ((30, 4, 1), (30, 7, 3), (12, 6, 6)):
        windows, targets = cut(np.arange(length), width, ahead)
        assert windows.shape == (length - width - ahead + 1, width, 1)
        for i in range(len(windows)):
            assert windows[i, :, 0].tolist() == list(range(i, i + width)) and targets[i] == i + width - 1 + ahead


def test_counts(run):
    assert {int(k): v for k, v in run.values["counts"].items()} == {1: 80, 5: 76, 24: 57}
    assert all(line.endswith("its target is 99") for line in run.output["check"].splitlines())
