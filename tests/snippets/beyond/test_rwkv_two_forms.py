"""The recurrence is the weighted mean, also against RWKV's own stable step written again."""

import numpy as np
import pytest


def test_equal(run):
    assert run.values["difference"] < 1e-12


def test_it_is_the_step_of_the_reference_implementation(run):
    """As in RWKV-v4/src/model_run.py: numerator aa and denominator bb, both divided by exp(pp)."""
    ours = run.execute("imports", "forms", "equal")
    k, v, w, bonus = (ours[name] for name in ("k", "v", "w", "bonus"))
    aa, bb, pp, hs = np.zeros(8), np.zeros(8), np.full(8, -1e30), []
    for k_t, v_t in zip(k, v, strict=True):
        p = np.maximum(pp, bonus + k_t)
        e1, e2 = np.exp(pp - p), np.exp(bonus + k_t - p)
        hs.append((e1 * aa + e2 * v_t) / (e1 * bb + e2))
        p = np.maximum(pp - w, k_t)
        e1, e2 = np.exp(pp - w - p), np.exp(k_t - p)
        aa, bb, pp = e1 * aa + e2 * v_t, e1 * bb + e2, p
    assert ours["recurrence"](k, v, w, bonus) == pytest.approx(np.stack(hs), abs=1e-12)
