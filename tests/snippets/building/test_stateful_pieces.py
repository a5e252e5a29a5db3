"""What must be true of a state that is carried on."""

import numpy as np


def test_pieces_with_a_carried_state_equal_one_long_call(run):
    cells = run.execute("imports", "model", "pieces")
    assert np.abs(cells["carried"] - cells["truth"]).max() < 1e-6
    gap = np.abs(cells["started_anew"] - cells["truth"])
    assert gap[:, :10].max() < 1e-6 and all(gap[:, k : k + 10].max() > 0.01 for k in (10, 20, 30))


def test_without_a_reset_the_second_time_is_wrong(run):
    assert run.values["again"] > 0.01 and run.values["after_reset"] < 1e-6


def test_the_rows_have_to_stay_where_they_are(run):
    assert run.values["wrong_rows"] > 0.01


def test_the_complaints_are_those_of_the_page(run):
    gone, size, static = run.values["complaints"]
    assert gone.startswith("AttributeError") and "reset_states" in gone
    assert size.startswith("ValueError") and "batch size" in size
    assert static.startswith("ValueError") and "batch size must be static" in static


def test_the_layer_has_a_reset(run):
    cells = run.execute("imports", "model")
    model, layer = cells["keeps"], cells["keeps"].layers[0]
    assert not hasattr(model, "reset_state") and not hasattr(model, "reset_states")
    for reset in (layer.reset_state, layer.reset_states):
        model(cells["x"])
        assert all(np.any(np.asarray(state)) for state in layer.states)
        reset()
        assert not any(np.any(np.asarray(state)) for state in layer.states)


def test_carrying_the_state_by_hand_is_the_same(run):
    assert run.values["by_hand"] < 1e-6


def test_the_callback_starts_each_epoch_and_each_validation_anew(run):
    losses = run.values["losses"]
    assert len(losses["loss"]) == 2 and max(losses["loss"] + losses["val_loss"]) < 1e-9


def test_without_the_callback_the_second_epoch_starts_from_an_old_state(run):
    names = run.execute("imports", "model", "pieces", "reset", "rows", "complaints", "fit")
    names["start_anew"]()
    kept = names["keeps"].fit(*names["rows"], epochs=2, batch_size=3, shuffle=False, verbose=0).history["loss"]
    assert kept[0] < 1e-9 and kept[1] > 1e-6
