"""On blank delays the plain layer wins, and one bias turns that around."""

import numpy as np


def test_default_gru_stays_near_chance_and_the_other_two_recall(run):
    accuracy, chance = run.values["accuracy"], run.values["chance"]
    assert all(len(found) == 3 for found in accuracy.values())
    assert min(accuracy["SimpleRNN"]) > 0.95 and min(accuracy["GRU, bias 4"]) > 0.95
    assert max(accuracy["GRU"]) < chance + 0.15
    assert 0.24 < chance < 0.35


def test_the_symbol_stands_at_the_first_step_only(run):
    data = run.execute("imports", "data")
    x, y = data["x_train"], data["y_train"]
    assert np.array_equal(x[:, 0].argmax(axis=1), y) and x[:, 0].sum() == len(x) and not x[:, 1:].any()
    assert set(y) == {0, 1, 2, 3}


def test_the_bias_opens_the_update_gate_only(run):
    ours = run.execute("imports", "data", "layers")
    layer = ours["layers"]["GRU, bias 4"]()
    layer.build((None, None, 4))
    bias = layer.get_weights()[2]
    u = ours["u"]
    assert bias.shape == (2, 3 * u)
    assert (bias[0, :u] == 4).all() and not bias[0, u:].any() and not bias[1].any()
    kept = np.asarray(layer(np.zeros((1, 1, 4)), initial_state=np.ones((1, u))))
    assert (kept > 0.9).all()  # one blank step changes little


def test_before_training_the_default_gru_has_lost_its_state_and_the_others_have_not(run):
    left = run.values["left"]
    assert left["GRU"] < 1e-8
    assert 0.1 < left["SimpleRNN"] < 1 and 0.2 < left["GRU, bias 4"] < 1
