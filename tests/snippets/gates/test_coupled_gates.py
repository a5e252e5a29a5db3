"""Both three-block cells are what their equations say, and only one of them keeps its state bounded."""

import numpy as np
import pytest
from cells import cases, differences, thorough
from hypothesis import given

STEPS = {True: "coupled_step", False: "no_forget_step"}


@pytest.fixture(scope="module")
def cell(bakery):
    path = bakery.find("coupled_gates")
    sources = {cell["name"]: cell["source"] for cell in bakery.load(path).cells}
    namespace = {"__name__": "__main__"}
    for name in ("imports", "step", "no-forget", "layer", "cell"):
        exec(sources[name], namespace)
    return namespace


@pytest.mark.parametrize("coupled", [True, False])
def test_keras_cell_equals_numpy_for_any_shape_mask_and_state(cell, coupled):
    @thorough
    @given(case=cases())
    def check(case):
        dtype = case.x.dtype.name
        layer = cell["keras"].layers.RNN(
            cell["ThreeBlockCell"](case.units, coupled, dtype=dtype), return_sequences=True, return_state=True, dtype=dtype
        )
        step = cell[STEPS[coupled]]
        assert max(differences(case, layer, lambda x, *weights, mask: cell["unrolled"](step, x, *weights, mask=mask))) < 1e-6

    check()


def full_weights(rng, d, u, blocks):
    """Weights of a three-block cell, and those of an LSTM that has the same gates: i, f, c, o."""
    three = [rng.normal(size=shape) for shape in ((d, 3 * u), (u, 3 * u), (3 * u,))]
    named = [dict(zip(blocks, np.split(w, 3, axis=-1), strict=True)) for w in three]
    return three, named


def test_coupled_is_an_lstm_whose_input_gate_has_the_forget_gates_weights_with_the_sign_changed(cell):
    rng = np.random.default_rng(2)
    three, named = full_weights(rng, 2, 5, "fco")
    four = [np.concatenate([-w["f"], w["f"], w["c"], w["o"]], axis=-1) for w in named]
    lstm = cell["keras"].layers.LSTM(5, return_sequences=True, dtype="float64")
    x = rng.normal(size=(3, 20, 2))
    lstm.build(x.shape)
    lstm.set_weights(four)
    hs, *_ = cell["unrolled"](cell["coupled_step"], x, *three)
    assert hs == pytest.approx(np.asarray(lstm(x)), abs=1e-9)


def test_no_forget_is_an_lstm_whose_forget_gate_is_open(cell):
    rng = np.random.default_rng(2)
    three, named = full_weights(rng, 2, 5, "ico")
    zero = [0 * w["i"] for w in named]
    zero[2] += 50  # sigma(50) is 1 in double precision
    four = [np.concatenate([w["i"], z, w["c"], w["o"]], axis=-1) for w, z in zip(named, zero, strict=True)]
    lstm = cell["keras"].layers.LSTM(5, return_sequences=True, dtype="float64")
    x = rng.normal(size=(3, 20, 2))
    lstm.build(x.shape)
    lstm.set_weights(four)
    hs, *_ = cell["unrolled"](cell["no_forget_step"], x, *three)
    assert hs == pytest.approx(np.asarray(lstm(x)), abs=1e-9)


def test_a_fresh_coupled_cell_keeps_more_than_it_takes_in(cell):
    for coupled, bias in ((True, 1), (False, 0)):
        layer = cell["keras"].layers.RNN(cell["ThreeBlockCell"](4, coupled))
        layer.build((None, None, 2))
        assert np.array_equal(layer.get_weights()[2], np.repeat([bias, 0, 0], 4))


def test_only_the_coupled_state_stays_between_minus_one_and_one(run):
    reach = run.values["reach"]
    assert max(reach["coupled"]) < 1
    assert reach["no forget"][0] > 20 and reach["no forget"][1] > 5 * reach["no forget"][0]
    assert max(run.values["differences"].values()) < 2e-6
