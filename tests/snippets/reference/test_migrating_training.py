"""What must be true of old training code and of its new form."""

import keras
import numpy as np
import pytest
from tensorflow.python.eager.polymorphic_function import polymorphic_function


def test_the_messages_are_those_of_the_page(run):
    said = {name: " ".join(text.split()) for name, text in run.output.items()}
    assert "Arguments `target` and `output` must have the same rank (ndim)." in said["targets"]
    assert said["targets"].count("Argument `output` must have rank (ndim) `target.ndim - 1`.") == 2
    assert "must have the same shape. Received: target.shape=(4, 1), output.shape=(4, 3)" in said["targets"]
    assert "EarlyStopping callback received monitor=val_acc, but Keras isn't able to automatically determine" in said["monitor"]
    assert "'Sequential' object has no attribute 'fit_generator'" in said["generator"]
    assert "the generator must return a tuple" in said["generator"]
    assert "triggered tf.function retracing." in said["loop"]


@pytest.mark.parametrize("name", ("ModelCheckpoint", "ReduceLROnPlateau"))
def test_other_callbacks_say_the_same(run, name, tmp_path):
    cells = run.execute("imports", "targets", "right")
    options = {"filepath": tmp_path / "m.keras", "save_best_only": True} if name == "ModelCheckpoint" else {}
    callback = getattr(keras.callbacks, name)(monitor="val_acc", **options)
    with pytest.raises(ValueError, match=f"{name} callback received monitor=val_acc, but Keras isn't able to"):
        cells["a"].fit(cells["x"], cells["labels"], verbose=0, callbacks=[callback])


def test_a_model_starts_anew_from_its_state_tree(run):
    cells = run.execute("imports", "targets", "right")
    model, x, labels = cells["a"], cells["x"], cells["labels"]
    model.optimizer.build(model.trainable_variables)
    start = model.get_state_tree(value_format="numpy_array")
    losses = []
    for _ in range(3):
        model.set_state_tree(start)
        assert model.optimizer.iterations == 0
        losses.append(model.fit(x, labels, epochs=3, shuffle=False, verbose=0).history["loss"])
    assert losses[0] == losses[1] == losses[2] and losses[0][2] < losses[0][0]


def test_to_clear_the_session_does_not_silence_the_warning(caplog, monkeypatch):
    manager = "_frequent_tracing_detector_manager"  # it warns twice in a process; other tests may have had that
    monkeypatch.setattr(polymorphic_function, manager, type(getattr(polymorphic_function, manager))())
    for _ in range(6):
        keras.utils.clear_session()
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        with caplog.at_level("WARNING", logger="tensorflow"):
            model.predict(np.zeros((1, 2)), verbose=0)
    assert "triggered tf.function retracing" in caplog.text


def test_both_losses_are_equal_with_their_own_targets(run):
    assert abs(run.values["loss_a"] - run.values["loss_b"]) < 1e-5


def test_the_schedule_is_the_old_decay(run):
    assert np.allclose(run.values["rates"], [0.01 / (1 + 1e-3 * step) for step in (0, 1000, 9000)], rtol=1e-5)


def test_classes_are_the_likeliest(run):
    cells = run.execute("imports", "targets", "right", "classes")
    assert cells["classes"].shape == (4,) and cells["probabilities"].shape == (4, 3)
    assert np.allclose(cells["probabilities"].sum(axis=-1), 1, atol=1e-5)
