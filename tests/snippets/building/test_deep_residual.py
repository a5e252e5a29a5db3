"""What must be true of a tall stack: the signal fades without residual connections, and nothing is learned."""

import numpy as np
import pytest


def test_the_plain_stack_is_no_better_than_zero_with_every_seed(run):
    for curve in run.values["curves"]["plain"]:
        assert len(curve) == run.values["epochs"]
        assert min(curve) > 0.9 * run.values["zero"]
    assert len(run.values["error"]["plain"]) == 3
    assert min(run.values["error"]["plain"]) > 0.9 * run.values["zero"]


def test_the_residual_stack_learns_with_every_seed(run):
    assert len(run.values["error"]["residual"]) == 3
    assert max(run.values["error"]["residual"]) < 0.4 * run.values["zero"]
    for curve in run.values["curves"]["residual"]:
        assert curve[-1] < 0.4 * run.values["zero"]


def test_signals_fade_from_layer_to_layer_and_residual_ones_do_not(run):
    for row in run.values["size"]["plain"]:
        assert len(row) == run.values["layers"] == 8
        assert (np.diff(np.log(row)) < np.log(0.6)).all()  # every layer puts out much less than it reads
        assert row[0] > 1500 * row[-1]  # "thousands of times"
    for row in run.values["size"]["residual"]:
        assert 0.5 < row[-1] / row[0] < 5  # "stay level"


def test_a_fresh_gate_is_about_a_half():
    import keras

    cell = keras.layers.LSTMCell(4)
    cell.build((None, 4))
    bias = cell.get_weights()[2]  # blocks i, f, c, o
    assert not bias[:4].any() and not bias[12:].any()


def test_both_networks_have_the_same_parameters(run):
    build = run.execute("imports", "task", "network")["build"]
    (plain, _), (residual, _) = build(False), build(True)
    assert plain.count_params() == residual.count_params()
    assert [w.shape for w in plain.get_weights()] == [w.shape for w in residual.get_weights()]
    x = np.ones((2, run.values["T"], 1), "float32")
    weights = [np.zeros_like(w) for w in residual.get_weights()]
    first = residual.get_weights()[:3]
    residual.set_weights([*first, *weights[3:-2], *residual.get_weights()[-2:]])
    lower = residual.layers[1](x)  # with all other layers silent, what layer 1 says reaches the top unchanged
    assert np.asarray(residual(x)) == pytest.approx(np.asarray(residual.layers[-1](lower)), abs=1e-6)


def test_the_gradient_fades_on_its_way_down_and_residual_connections_keep_it(run):
    import keras
    import tensorflow as tf

    build = run.execute("imports", "task", "network")["build"]
    x, norm = tf.random.stateless_uniform((100, run.values["T"], 1), (0, 0), -1, 1), {}
    for residual in (False, True):
        keras.utils.set_random_seed(0)
        model, _ = build(residual)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = model(x)
        norm[residual] = float(tf.norm(tape.gradient(y, x)))
    assert norm[True] > 1000 * norm[False]
