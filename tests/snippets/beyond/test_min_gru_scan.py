"""The minGRU is the same as a loop and as a scan, since its step is a straight line in the state."""

import numpy as np
import pytest


def test_equal(run):
    assert run.values["difference"] < 1e-5


def test_equal_to_numpy(run):
    ours = run.execute("imports", "gates", "loop", "scan")
    rng = np.random.default_rng(1)
    for time in 1, 2, 7, 64:
        x = rng.normal(size=(3, time, 5))
        W_z, b_z, W_h, b_h = rng.normal(size=(5, 4)), rng.normal(size=4), rng.normal(size=(5, 4)), rng.normal(size=4)
        h, expected = np.zeros((3, 4)), []
        for t in range(time):
            z = 1 / (1 + np.exp(-(x[:, t] @ W_z + b_z)))
            h = z * h + (1 - z) * (x[:, t] @ W_h + b_h)
            expected.append(h)
        for form in ours["min_gru"], ours["min_gru_scan"]:
            hs = np.asarray(form(*(a.astype("float32") for a in (x, W_z, b_z, W_h, b_h))))
            assert hs == pytest.approx(np.stack(expected, 1), abs=1e-5)


def test_join_is_associative_and_keeps_the_order(run):
    join = run.execute("imports", "scan")["join"]
    a, b, c = np.random.default_rng(0).normal(size=(3, 2, 5))
    assert np.array(join(join(a, b), c)) == pytest.approx(np.array(join(a, join(b, c))))
    assert not np.array(join(a, b)) == pytest.approx(np.array(join(b, a)))


def test_only_steps_that_are_linear_in_the_state_are_straight(run):
    bends = run.values["bends"]
    assert bends["minGRU"] < 1e-5 and bends["LSTM, in c"] < 1e-5
    assert bends["GRU"] > 0.01 and bends["LSTM, in h"] > 0.01


def test_a_mixed_up_join_shows_in_the_numbers_only(run):
    assert run.values["wrong"] > 0.1
    assert run.output["mistake"].startswith("True")


def test_a_layer_of_a_model_cannot_infer_the_shape(run):
    """The page says so; when Keras learns it, the page must change."""
    import keras

    join = run.execute("imports", "scan")["join"]

    class Scan(keras.layers.Layer):
        def call(self, x):
            return keras.ops.associative_scan(join, (x, x), axis=1)[1]

    with pytest.raises(Exception, match="infer the output shape"):
        Scan()(keras.Input((32, 4)))
