"""What must be true of old training code and of its new form."""

import numpy as np


def test_the_messages_are_those_of_the_page(run):
    said = {name: " ".join(text.split()) for name, text in run.output.items()}
    assert "Arguments `target` and `output` must have the same rank (ndim)." in said["targets"]
    assert said["targets"].count("Argument `output` must have rank (ndim) `target.ndim - 1`.") == 2
    assert "'Sequential' object has no attribute 'fit_generator'" in said["generator"]
    assert "the generator must return a tuple" in said["generator"]
    assert "triggered tf.function retracing." in said["loop"]


def test_both_losses_are_equal_with_their_own_targets(run):
    assert abs(run.values["loss_a"] - run.values["loss_b"]) < 1e-5


def test_the_schedule_is_the_old_decay(run):
    assert np.allclose(run.values["rates"], [0.01 / (1 + 1e-3 * step) for step in (0, 1000, 9000)], rtol=1e-5)


def test_classes_are_the_likeliest(run):
    cells = run.execute("imports", "targets", "right", "classes")
    assert cells["classes"].shape == (4,) and cells["probabilities"].shape == (4, 3)
    assert np.allclose(cells["probabilities"].sum(axis=-1), 1, atol=1e-5)
