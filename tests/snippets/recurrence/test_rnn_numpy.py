"""What must be true of the recurrent layer in NumPy: it equals Keras's, for every shape, length, mask, state and weights."""

import numpy as np
import pytest
from cells import Case, cases, differences, thorough
from hypothesis import given


@pytest.fixture
def cell(run):
    return run.execute("imports", "step", "layer")


def built(case, cell):
    kind = cell["keras"].layers.SimpleRNN
    return kind(case.units, return_sequences=True, return_state=True, dtype=case.x.dtype.name)


def test_layer_equals_keras(run):
    cell = run.execute("imports", "step", "layer")

    @thorough
    @given(cases())
    def check(case):
        assert max(differences(case, built(case, cell), cell["simple_rnn"])) < 1e-6

    check()


@pytest.mark.parametrize("mistake", [lambda W, U, b: [W, U.T, b], lambda W, U, b: [W, U, 0 * b], lambda W, U, b: [-W, U, b]])
def test_the_comparison_notices_mistakes(cell, mistake):
    rng = np.random.default_rng(1)
    case = Case(rng.normal(size=(2, 9, 3)).astype("float32"), None, 5, False, 0.2, rng)
    assert max(differences(case, built(case, cell), cell["simple_rnn"])) < 1e-6
    assert max(differences(case, built(case, cell), cell["simple_rnn"], weights=lambda w: mistake(*w))) > 0.01


def test_it_keeps_the_type_of_its_input(cell):
    rng = np.random.default_rng(2)
    for dtype in ("float32", "float64"):
        x, W, U, b = (rng.normal(size=shape).astype(dtype) for shape in ((2, 5, 3), (3, 4), (4, 4), (4,)))
        mask = rng.random((2, 5)) < 0.5
        assert {a.dtype for a in cell["simple_rnn"](x, W, U, b, mask=mask)} == {np.dtype(dtype)}


def test_a_masked_step_leaves_the_state_as_it_was(cell):
    rng = np.random.default_rng(3)
    x, W, U, b = (rng.normal(size=shape) for shape in ((2, 5, 3), (3, 4), (4, 4), (4,)))
    mask = np.array([[True, False, True, True, False], [False, False, True, True, True]])
    hs, h = cell["simple_rnn"](x, W, U, b, mask=mask)
    assert np.array_equal(hs[0, 1], hs[0, 0]) and np.array_equal(hs[0, 4], hs[0, 3]) and not hs[1, :2].any()
    kept = cell["simple_rnn"](x[:1, mask[0]], W, U, b)[1]
    assert np.allclose(h[0], kept[0]) and np.array_equal(h, hs[:, -1])


def test_the_run_says_what_the_page_says(run):
    assert run.values["difference"] < 1e-6
    assert run.values["parameters"] == 4 * (4 + 3 + 1) == 32
    assert run.output["input"].split() == "kernel (3, 4) recurrent_kernel (4, 4) bias (4,)".split()
    shapes = {line[:32].strip(): line[33:] for line in run.output["returns"].splitlines()}
    assert shapes == {
        "neither": "(2, 4)",
        "return_sequences": "(2, 6, 4)",
        "return_state": "(2, 4) (2, 4)",
        "return_sequences + return_state": "(2, 6, 4) (2, 4)",
    }
    assert "(2, 6, 1)" in run.output["output"] and "(2, 1)" in run.output["output"]


def test_a_state_that_is_carried_over_continues_and_one_that_starts_again_does_not(run):
    assert run.values["carried_apart"] < 1e-6 and run.values["keras_apart"] < 1e-6
    assert run.values["restarted_apart"] > 0.1


def test_a_mask_makes_padding_harmless(run):
    lines = run.output["mask"].splitlines()
    with_mask, in_keras, without = (float(line.split()[-1]) for line in lines)
    assert with_mask < 1e-6 and in_keras < 1e-6 and without > 0.1


def test_mistakes_raise_nothing_and_change_much(run):
    swapped, transposed = run.values["mistakes"].values()
    assert min(swapped) > 0.1  # from the first step on
    assert transposed[0] == 0 and min(transposed[1:]) > 0.1  # at the first step there is no old state yet


def test_swapped_axes_give_each_sequence_a_memory_of_another(cell):
    """Batch and time changed places: sequence 2 reads, as its past, the other sequence at the same step."""
    rng = np.random.default_rng(4)
    x, W, U, b = (rng.normal(size=shape) for shape in ((2, 6, 3), (3, 4), (4, 4), (4,)))
    swapped = cell["simple_rnn"](x.swapaxes(0, 1), W, U, b)[0].swapaxes(0, 1)
    first = np.tanh(x[0] @ W + b)
    assert np.allclose(swapped[0], first) and np.allclose(swapped[1], np.tanh(x[1] @ W + first @ U + b))


def test_changing_one_sequence_changes_another_only_if_the_axes_are_swapped(cell):
    rng = np.random.default_rng(5)
    x, W, U, b = (rng.normal(size=shape) for shape in ((2, 6, 3), (3, 4), (4, 4), (4,)))
    changed = x.copy()
    changed[0] += 1
    right = [cell["simple_rnn"](a, W, U, b)[0] for a in (x, changed)]
    swapped = [cell["simple_rnn"](a.swapaxes(0, 1), W, U, b)[0].swapaxes(0, 1) for a in (x, changed)]
    assert np.array_equal(right[0][1], right[1][1])
    assert abs(swapped[0][1] - swapped[1][1]).max() > 0.1


def test_columns_and_concatenation_say_the_same(cell):
    rng = np.random.default_rng(4)
    x_t, h_prev, b = rng.normal(size=3), rng.normal(size=7), rng.normal(size=7)
    W, U = rng.normal(size=(3, 7)), rng.normal(size=(7, 7))
    h_t = cell["simple_rnn_step"](x_t, h_prev, W, U, b)
    W_x, W_h = W.T, U.T
    assert h_t == pytest.approx(np.tanh(W_h @ h_prev + W_x @ x_t + b))
    joined = np.concatenate([W_h, W_x], axis=1)  # (u, u + d)
    assert h_t == pytest.approx(np.tanh(joined @ np.concatenate([h_prev, x_t]) + b))
    assert h_t == pytest.approx(np.tanh(np.concatenate([h_prev, x_t]) @ np.concatenate([U, W]) + b))
