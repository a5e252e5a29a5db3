"""What must be true of batches by length."""

import numpy as np


def test_every_plan_has_every_sequence_once(run):
    cells = run.execute("imports", "lengths", "batches")
    for batches, _ in cells["plans"].values():
        assert np.array_equal(np.sort(np.concatenate(batches)), np.arange(2048))
        assert {len(batch) for batch in batches} == {32}


def test_steps_are_counted_right(run):
    cells = run.execute("imports", "lengths", "batches")
    for name, (batches, to_longest) in cells["plans"].items():
        lengths = cells["lengths"]
        expected = sum(32 * (lengths.max() if to_longest else lengths[batch].max()) for batch in batches)
        assert run.values["steps"][name] == expected
        assert np.isclose(run.values["padding"][name], 1 - lengths.sum() / expected)


def test_buckets_hold_neighbors_in_length(run):
    cells = run.execute("imports", "lengths", "batches")
    spans = sorted((cells["lengths"][b].min(), cells["lengths"][b].max()) for b in cells["plans"]["64 buckets"][0])
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_each_plan_saves_more_than_the_one_before(run):
    steps = list(run.values["steps"].values())
    assert all(a > 1.3 * b for a, b in zip(steps, steps[1:], strict=False))
    assert run.values["padding"]["all to the longest"] > 0.8 and run.values["padding"]["8 buckets"] < 0.45
    seconds = run.values["seconds"]
    assert seconds["8 buckets"] < 0.7 * seconds["all to the longest"]
