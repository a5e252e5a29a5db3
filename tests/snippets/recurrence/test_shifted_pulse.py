"""What must be true of networks that meet a pulse where they never saw one."""

import numpy as np
import pytest

NAMES = ("dense", "recurrent, last state", "recurrent, every state", "dense, trained everywhere")


@pytest.fixture
def summary(run):
    return {name: np.array(run.values["summary"][name]) for name in NAMES}


def test_task_is_balanced_at_every_place_and_the_two_pulses_have_the_same_points(run):
    task = run.execute("imports", "task")
    x, y = task["x_test"][..., 0], task["y_test"]
    assert x.shape == (17 * 200, 28) and (y.reshape(17, 200).mean(axis=1) == 0.5).all()
    quiet, _ = task["sequences"](np.full(4000, 9), np.random.default_rng(1))
    swelling, fading = quiet[1::2].mean(axis=(0, 2)), quiet[::2].mean(axis=(0, 2))
    assert np.allclose(swelling[9:13], [0.25, 0.5, 0.75, 1], atol=0.02)
    assert np.allclose(fading[9:13], [1, 0.75, 0.5, 0.25], atol=0.02)
    assert abs(np.delete(swelling, range(9, 13))).max() < 0.02 and abs(np.delete(fading, range(9, 13))).max() < 0.02
    assert set(task["trained"]) < set(task["places"])


def test_no_sum_of_the_points_tells_the_pulses_apart(run):
    task = run.execute("imports", "task")
    by_mean = task["x_test"].mean(axis=(1, 2)) > task["x_test"].mean()
    assert 0.45 < np.mean(by_mean == task["y_test"]) < 0.55


def test_a_rule_of_two_lines_is_nearly_perfect(run):
    assert 0.99 < run.values["rule_accuracy"] <= 1


def test_dense_network_knows_the_trained_places_only(summary):
    seen, unseen = summary["dense"]
    assert min(seen) > 0.97 and all(0.35 < a < 0.65 for a in unseen)


def test_last_state_alone_does_not_carry_over_to_other_places(run, summary):
    seen, unseen = summary["recurrent, last state"]
    assert np.array(run.values["accuracy"]["recurrent, last state"]).min() < 0.2  # wrong nearly every time at some place
    assert min(seen) > 0.8 and max(unseen) < 0.85 and np.mean(unseen) < 0.75


def test_every_state_carries_over_to_all_places(run, summary):
    seen, unseen = summary["recurrent, every state"]
    assert min(seen) > 0.97 and min(unseen) > 0.95
    assert np.array(run.values["accuracy"]["recurrent, every state"]).min() > 0.8


def test_dense_network_needs_examples_of_every_place_and_then_does_better_than_before(summary):
    assert min(summary["dense, trained everywhere"][1]) > max(summary["dense"][1]) + 0.1
    assert max(summary["dense, trained everywhere"].ravel()) < min(summary["recurrent, every state"].ravel())


def test_parameters(run):
    widths, counts = run.values["widths"], run.values["counts"]
    assert counts["dense"] == [32 * (width + 1) + 33 for width in widths]
    assert counts["every_state"] == [16 * (16 + 1 + 1) + 17] * len(widths)
    assert counts["dense"][0] < counts["every_state"][0] < counts["dense"][1]  # they cross between 4 and 8 points
    assert {"parameters", "places"} <= set(run.figures)


def test_a_network_set_back_learns_what_a_new_one_learns(run):
    """Each network is compiled once for three trainings; nothing of one may be left in the next."""
    shared = run.execute("imports", "task", "networks")
    keras, seed = shared["keras"], 1
    keras.utils.set_random_seed(seed)
    new = shared["dense"](shared["time"])
    new.compile(keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(from_logits=True))
    rng = np.random.default_rng(seed)
    x, y = shared["sequences"](rng.choice(shared["trained"], 1000), rng)
    new.fit(x, y, epochs=10, batch_size=100, verbose=0)
    right = (np.asarray(new(shared["x_test"]))[:, 0] > 0) == shared["y_test"]
    recorded = np.array(run.values["accuracy"]["dense"][seed])
    assert right.reshape(17, 200).mean(axis=1) == pytest.approx(recorded, abs=0.1)
