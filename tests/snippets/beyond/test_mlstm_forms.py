"""The mLSTM is the same step by step and all at once, and its stabilizer changes nothing but the range."""

import numpy as np
import pytest


def test_forms_are_equal(run):
    assert run.values["difference"] < 2e-5 and run.values["plain_difference"] < 2e-5


def test_forms_are_equal_in_double_precision(run):
    ours = run.execute("imports", "input", "plain", "recurrent", "parallel")
    for scale in 0.1, 1, 10:
        rng = np.random.default_rng(5)
        q, k, v = rng.normal(size=(3, 200, 16))
        inputs = q, k, v, scale * rng.normal(size=200), -np.logaddexp(0, -rng.normal(0, 2, 200)), np.ones((200, 16))
        expected = ours["plain"](*inputs)
        size = abs(expected).max()
        for form in "recurrent", "parallel":
            assert ours[form](*inputs) / size == pytest.approx(expected / size, abs=1e-9)


def test_the_plain_form_overflows_and_the_others_do_not(run):
    assert run.values["loudest"] > 89  # exp(88.7) is the end of single precision
    assert run.values["lost"] > 60
    ours = run.execute("imports", "input", "plain")
    with np.errstate(over="ignore", invalid="ignore"):
        loud = 40 * ours["i_raw"]
        hs = ours["plain"](ours["q"], ours["k"], ours["v"], loud, ours["log_f"], ours["o"])
    too_large = loud > np.log(np.finfo("float32").max)
    assert too_large.sum() == run.values["loud_gates"] < 10
    first = int(np.argmax(too_large))
    lost = ~np.isfinite(hs).all(axis=1)
    assert lost[first:].all() and run.values["lost"] == len(hs) - first  # all steps from the first on
    assert run.values["loud_difference"] < 2e-3
