"""Memory must grow with the length, and in chunks it must not."""

import numpy as np


def test_the_peak_grows_in_proportion_to_the_length(run):
    peaks = run.values["peaks"]["through the whole sequence"]
    assert run.values["lengths"][-1] == 800
    assert 1.8 < peaks[-1] / peaks[-2] < 2.2 and 1.8 < peaks[-2] / peaks[-3] < 2.2


def test_the_states_are_most_of_it(run):
    for peak, states in zip(run.values["peaks"]["through the whole sequence"][3:], run.values["states"][3:], strict=True):
        assert states < peak < 1.25 * states


def test_in_chunks_the_peak_stays(run):
    chunks = run.values["peaks"]["in chunks of 25"]
    assert max(chunks[1:]) < 1.1 * min(chunks[1:]) and chunks[-1] < run.values["peaks"]["through the whole sequence"][-1] / 10


def test_one_chunk_is_the_whole_gradient_and_several_are_not(run):
    code = run.execute("imports", "network")
    x, h = np.random.default_rng(1).normal(size=(16, 50, 8)), np.zeros((16, 64))
    whole = code["gradient"](x, h)
    once, cut = code["truncated"](x, h, k=50), code["truncated"](x, h, k=25)
    assert all(np.array_equal(a, b) for a, b in zip(whole, once, strict=True))
    assert np.array_equal(whole[0], cut[0])  # the state is handed on
    assert not np.allclose(whole[2], cut[2])
