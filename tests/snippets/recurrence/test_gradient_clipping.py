"""The three options must do what the table says."""

import numpy as np
import pytest


def test_the_global_option_is_the_formula(run):
    assert run.values["difference"] < 1e-12
    kernel, bias, both, cosine = run.values["found"]["global_clipnorm"]
    assert both == pytest.approx(1) and cosine == pytest.approx(1)
    assert kernel / bias == pytest.approx(run.values["sizes"][0] / run.values["sizes"][1])


def test_clipnorm_looks_at_each_variable_by_itself(run):
    kernel, bias, both, cosine = run.values["found"]["clipnorm"]
    assert kernel == pytest.approx(1) and bias == pytest.approx(1)
    assert both == pytest.approx(2**0.5) and cosine < 0.9


def test_clipvalue_looks_at_each_entry(run):
    kernel, bias, _, cosine = run.values["found"]["clipvalue"]
    assert kernel == pytest.approx(2**0.5) and bias == pytest.approx(1) and cosine < 0.95


def test_a_gradient_below_the_limit_is_left_alone(run):
    code = run.execute("imports", "gradient", "clip")
    small = [g / 100 for g in code["gradient"]]
    for name in ("global_clipnorm", "clipnorm", "clipvalue"):
        assert all(np.allclose(a, g) for a, g in zip(code["clipped"](small, **{name: 1.0}), small, strict=True))


def test_only_one_may_be_set(run):
    code = run.execute("imports")
    with pytest.raises(ValueError, match="Only one of"):
        code["keras"].optimizers.SGD(clipnorm=1.0, global_clipnorm=1.0)


def test_a_square_that_is_infinite_destroys_every_weight(run):
    after = {name: np.array(found, dtype=float) for name, found in run.values["after"].items()}
    assert np.isnan(after["global_clipnorm"]).all()
    assert np.allclose(after["clipnorm"], [0, 0, 0, 0, 0.6, 0.8])
    assert np.allclose(after["clipvalue"], [1, 0, 0, 1, 0.6, 0.8])


def test_the_source_shows_the_difference(run):
    source = run.output["source"]
    assert "self._clip_by_norm(g)" in source and "clip_by_global_norm(grads" in source
    assert "use_norm = global_norm(value_list)" in source


def test_the_exercise_by_hand(run):
    code = run.execute("imports", "gradient", "clip")
    gradient = [np.array([3.0, 0.0]), np.array([0.0, 4.0])]
    expected = {"clipnorm": [1, 0, 0, 1], "clipvalue": [1, 0, 0, 1], "global_clipnorm": [0.6, 0, 0, 0.8]}
    for name, numbers in expected.items():
        assert np.allclose(code["joined"](code["clipped"](gradient, **{name: 1.0})), numbers)


def test_question_three(run):
    code = run.execute("imports", "gradient", "clip")
    after = code["clipped"]([np.array([18.0, 24.0]), np.array([0.3])], clipnorm=1.0)
    assert np.linalg.norm(after[0]) == pytest.approx(1) and after[1][0] == pytest.approx(0.3)
