"""A selective state-space model is the same as a loop and as a parallel scan."""

import numpy as np
import pytest


def test_the_forms_are_equal(run):
    assert run.values["difference"] < 1e-5


def test_the_selective_scan_is_the_reference_formula(run):
    """Written again with explicit indices, as mamba_ssm's selective_scan_ref has it (without D and z)."""
    ours = run.execute("imports", "selective", "run", "scan")
    rng = np.random.default_rng(3)
    T, u, N = 20, 3, 4
    x, A = rng.normal(size=(T, u)), -np.exp(rng.normal(size=(N, u)))
    W_delta, b_delta, W_k, W_q = rng.normal(size=(u, u)), rng.normal(size=u), rng.normal(size=(u, N)), rng.normal(size=(u, N))
    expected, C = np.zeros((T, u)), np.zeros((N, u))
    for t in range(T):
        delta = np.log1p(np.exp(x[t] @ W_delta + b_delta))
        B_t, C_t = x[t] @ W_k, x[t] @ W_q
        for s in range(N):
            for j in range(u):
                C[s, j] = np.exp(delta[j] * A[s, j]) * C[s, j] + delta[j] * B_t[s] * x[t, j]
        expected[t] = C_t @ C
    pieces = ours["selective"](x, A, W_delta, b_delta, W_k, W_q)
    assert ours["run"](*pieces) == pytest.approx(expected, abs=1e-10)
    assert ours["scan"](*pieces) == pytest.approx(expected, abs=1e-10)


def test_join_is_associative(run):
    join = run.execute("imports", "scan")["join"]
    a, b, c = np.random.default_rng(0).normal(size=(3, 2, 5))
    assert np.array(join(join(a, b), c)) == pytest.approx(np.array(join(a, join(b, c))))
    assert not np.array(join(a, b)) == pytest.approx(np.array(join(b, a)))  # but the order matters
