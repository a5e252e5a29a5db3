"""What must be true of training on padded sequences."""

import numpy as np


def test_the_task_and_its_padding(run):
    cells = run.execute("imports", "task")
    sequences, y = cells["examples"](300, seed=9)
    assert {len(s) for s in sequences} == set(range(5, 21))
    assert all((s.sum() > 0) == answer for s, answer in zip(sequences, y[:, 0], strict=True))
    post, pre = cells["padded"](sequences, "post"), cells["padded"](sequences, "pre")
    assert post.shape == pre.shape == (300, 70, 1)
    assert np.allclose(post.sum(axis=1), pre.sum(axis=1), atol=1e-5) and not post[:, 20:].any() and not pre[:, :50].any()
    assert 0.75 < run.values["padding_share"] < 0.9


def test_with_a_mask_every_seed_learns(run):
    assert len(run.values["final"]["post, mask"]) == 3
    assert min(run.values["final"]["post, mask"]) > 0.9


def test_post_padding_without_a_mask_stays_at_guessing(run):
    final = run.values["final"]
    assert max(final["post"]) < run.values["majority"] + 0.06
    assert min(final["post, mask"]) > max(final["post"]) + 0.2


def test_pre_padding_without_a_mask_does_well(run):
    assert min(run.values["final"]["pre"]) > 0.9
