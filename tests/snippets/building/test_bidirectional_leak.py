"""What must be true of forecasts of noise."""

import numpy as np


def test_targets_are_the_next_inputs(run):
    x, y = run.execute("imports", "task")["examples"](3, seed=1)
    assert np.array_equal(x[:, 1:], y[:, :-1]) and x.shape == y.shape == (3, 20, 1)


def test_the_forward_network_is_as_bad_as_always_zero(run):
    for errors in (run.values["recorded"]["forward"], run.values["live"]["forward"]):
        assert len(errors) == 3 and max(abs(e - run.values["baseline"]) for e in errors) < 0.05


def test_the_bidirectional_network_copies_when_recorded_and_fails_live(run):
    assert max(run.values["recorded"]["bidirectional"]) < 0.05
    assert all(abs(e / run.values["baseline"] - 1) < 0.05 for e in run.values["live"]["bidirectional"])
    assert 0.9 < run.values["baseline"] < 1.1


def test_live_errors_are_computed_from_the_past_only(run):
    """Forward networks put out the same live as on the recorded sequence, so both errors agree."""
    for a, b in zip(run.values["recorded"]["forward"], run.values["live"]["forward"], strict=True):
        assert abs(a - b) < 1e-3


def test_only_the_bidirectional_outputs_of_the_past_are_revised(run):
    step = run.values["changed_step"]
    forward, both = (np.array(run.values["revision"][name]) for name in ("forward", "bidirectional"))
    assert (forward[: step - 1] == 0).all() and forward.max() < 0.2
    assert both.argmax() == step - 2 and both[step - 2] > 0.5
    assert both[step - 2] > 2 * np.delete(both, step - 2).max()
