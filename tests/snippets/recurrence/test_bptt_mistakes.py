"""Each mistake must run, point downhill, and be wrong."""

import numpy as np


def test_every_wrong_gradient_points_downhill(run):
    assert len(run.values["cosine"]) == 4 and all(len(c) == 5 for c in run.values["cosine"].values())
    assert min(min(c) for c in run.values["cosine"].values()) > 0.1


def test_every_wrong_gradient_is_far_off(run):
    assert min(min(r) for r in run.values["relative"].values()) > 0.2


def test_without_a_mistake_the_gradient_is_right(run):
    code = run.execute("imports", "backward")
    rng = np.random.default_rng(0)
    x, e = rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 6, 4))
    W, U, b = rng.normal(0, 0.5, (3, 4)), rng.normal(0, 0.5, (4, 4)), rng.normal(size=4)
    found = code["backward"](x, code["forward"](x, W, U, b), e, U)
    for k, g in enumerate(found):
        for index in list(np.ndindex(g.shape))[::3]:
            up, down = ([w.copy() for w in (W, U, b)] for _ in range(2))
            up[k][index] += 1e-6
            down[k][index] -= 1e-6
            measured = sum(s * np.sum(code["forward"](x, *w)[:, 1:] * e) for s, w in ((1, up), (-1, down))) / 2e-6
            assert np.isclose(measured, g[index], rtol=1e-5, atol=1e-7)


def test_with_one_step_mistakes_between_steps_do_not_show(run):
    code = run.execute("imports", "backward")
    rng = np.random.default_rng(0)
    x, e = rng.normal(size=(2, 1, 3)), rng.normal(size=(2, 1, 4))
    W, U, b = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
    hs = code["forward"](x, W, U, b)
    right = code["backward"](x, hs, e, U)
    for mistake in ("U, not U.T", "no way back", "add nothing up"):
        assert all(np.array_equal(a, g) for a, g in zip(code["backward"](x, hs, e, U, mistake), right, strict=True))
