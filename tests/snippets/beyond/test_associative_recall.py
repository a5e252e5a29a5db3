"""What a sum of pairs can hold, and what a list of pairs can."""

import numpy as np


def means(run, name, d):
    share = run.execute("imports", "memories", "recall")["share"][name, d]
    return dict(zip(run.values["pairs"], np.mean(share, axis=1), strict=True))


def test_the_list_of_pairs_loses_next_to_nothing_with_long_keys(run):
    softmax = means(run, "softmax", 64)
    assert min(softmax.values()) > 0.99
    assert 0.2 < means(run, "softmax", 16)[1024] < 0.5  # with short keys it confuses keys, too


def test_short_keys_fail_by_weights_that_are_too_even(run):
    """In most cases the right key has the largest score, and larger scores find it."""
    found = run.values["mean"]["softmax 16"]["1024"]
    assert 0.7 < run.values["largest"] < 0.9 and found < 0.5 * run.values["largest"]
    assert run.values["sharper"] > 2 * found
    assert abs(found - 1 / 3) < 0.06  # "it falls to a third"


def test_the_sum_holds_few_pairs_and_more_with_longer_keys(run):
    for d, few, many in (16, 8, 128), (32, 16, 512), (64, 64, 1024):
        linear = means(run, "linear", d)
        assert linear[few] > 0.85 and linear[many] < 0.25
        assert linear[many] < means(run, "softmax", d)[many]


def test_positive_features_are_worse_at_every_size(run):
    for d in (16, 32, 64):
        linear, positive = means(run, "linear", d), means(run, "elu + 1", d)
        assert all(positive[n] < linear[n] for n in linear if n < 512)
    assert means(run, "elu + 1", 64)[64] < 0.1 < 0.97 < means(run, "linear", 64)[64]


def test_capacity_grows_about_threefold_when_d_doubles(run):
    half = {int(d): n for d, n in run.values["half"].items()}
    assert 2.3 < half[32] / half[16] < 4 and 2.3 < half[64] / half[32] < 4.3
    assert 30 < half[16] < 55 and 85 < half[32] < 145 and 300 < half[64] < 480
    assert run.values["spread"] < 0.2


def test_the_figure_is_there(run):
    assert set(run.figures) == {"pairs"}
