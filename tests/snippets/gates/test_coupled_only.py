"""One gate and one state: a GRU without its reset gate, which still learns to count."""

import numpy as np
import pytest


def test_it_is_the_gru_of_keras_with_its_reset_gate_held_open(run):
    ours, u, d = run.execute("imports", "cell"), 4, 3
    rng, x = np.random.default_rng(0), np.random.default_rng(1).normal(size=(2, 15, d))
    layer = ours["keras"].layers.RNN(ours["CoupledOnlyCell"](u, dtype="float64"), return_sequences=True, dtype="float64")
    layer.build(x.shape)
    W, U, b = (rng.normal(size=w.shape) for w in layer.get_weights())
    layer.set_weights([W, U, b])

    def with_reset(w, value=0.0):
        f, h = np.split(w, 2, axis=-1)
        return np.concatenate([f, np.full_like(f, value), h], axis=-1)

    for after in (True, False):
        gru = ours["keras"].layers.GRU(u, return_sequences=True, reset_after=after, dtype="float64")
        gru.build(x.shape)
        first = with_reset(b, 50)  # sigma(50) is 1 in double precision
        gru.set_weights([with_reset(W), with_reset(U), np.stack([first, 0 * first]) if after else first])
        assert np.asarray(layer(x)) == pytest.approx(np.asarray(gru(x)), abs=1e-10)


def test_it_has_half_the_parameters_and_learns_the_task(run, bakery):
    whole = bakery.load(bakery.find("lstm_variants")).values
    assert 2 * run.values["parameters"] == whole["parameters"]["LSTM"]
    assert len(run.values["first"]) == len(run.values["last"]) == 3
    assert max(run.values["first"] + run.values["last"]) < 0.15 * whole["baseline"]
    assert max(run.values["last"]) < min(found[-1] for found in whole["rmse"]["no forget gate"])


def test_the_task_is_the_same(run, bakery):
    sources = {cell["name"]: cell["source"] for cell in bakery.load(bakery.find("lstm_variants")).cells}
    ours = {cell["name"]: cell["source"] for cell in run.cells}["data"]
    assert ours.partition("x_train")[0].strip() == sources["data"].partition("x_train")[0].strip()
    assert all(line in sources["data"] for line in ours.partition("x_train")[2].splitlines()[:2])
