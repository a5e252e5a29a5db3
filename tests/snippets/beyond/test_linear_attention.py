"""Linear attention is the same in three forms; it is causal, and the counts are those of the formulas."""

import numpy as np
import pytest


def test_three_forms_are_equal(run):
    assert all(apart < 1e-5 for apart in run.values["difference"].values())
    ours = run.execute("imports", "input", "parallel", "recurrent", "chunked")
    rng = np.random.default_rng(1)
    for time, d_k, d_v, size in (1, 1, 1, 4), (7, 3, 5, 2), (64, 8, 4, 64), (65, 8, 4, 16):
        q, k = ours["phi"](rng.normal(size=(2, time, d_k)))
        v = rng.normal(size=(time, d_v))
        expected = np.stack(
            [  # the definition, one output at a time
                sum((q[t] @ k[j]) * v[j] for j in range(t + 1)) / sum(q[t] @ k[j] for j in range(t + 1)) for t in range(time)
            ]
        )
        for hs in ours["parallel"](q, k, v), ours["recurrent"](q, k, v), ours["chunked"](q, k, v, size):
            assert hs == pytest.approx(expected, abs=1e-10)


def test_no_step_looks_ahead(run):
    ours = run.execute("imports", "input", "parallel", "recurrent", "chunked")
    q, k, v = ours["q"], ours["k"], ours["v"]
    changed = v.copy()
    changed[300:] += 1
    for form in ours["parallel"], ours["recurrent"], ours["chunked"]:
        apart = abs(form(q, k, changed) - form(q, k, v)).max(axis=1)
        assert apart[:300].max() < 1e-6 < apart[300:].min()


def test_the_feature_map_is_elu_plus_one(run):
    ours = run.execute("imports", "input")
    a = np.array([-30.0, -1, 0, 2])
    assert ours["phi"](a) == pytest.approx([np.exp(-30), np.exp(-1), 1, 3]) and (ours["phi"](a) > 0).all()


def test_counts(run):
    counts, T, d = run.values["counts"], 8192, 64
    assert list(counts["at once"]) == [T * T * d * 2, 1]
    chunks, steps = counts["in chunks"], counts["step by step"]
    assert chunks[0] == 2 * steps[0] and steps[0] * 128 == counts["at once"][0]
    assert (chunks[1], steps[1]) == (128, 8192)
