"""What must be true of forecasts from forecasts."""

import numpy as np
import pytest

SEEDS = range(3)


def errors(run, name, place):
    return [run.values["error"][f"{name} {seed}"][place] for seed in SEEDS]


def test_truth_continues_each_window(run):
    data = run.execute("imports", "data")
    series, start, truth = data["series"], data["start"], data["truth"]
    assert start.shape == (63, 20, 1) and truth.shape == (63, 314)
    for i in range(63):
        assert np.array_equal(start[i, :, 0], series[650 + i : 670 + i])
        assert np.allclose(truth[i, :200], series[670 + i : 870 + i], atol=1e-12)
    assert data["step"] * data["horizon"] == pytest.approx(10 * np.pi, rel=1e-3)


def test_no_test_window_holds_a_training_target():
    assert 599 + 20 < 650  # the last training target, and the first point of the first test window


def test_the_loop_in_the_network_is_a_loop_of_one_step_forecasts(run):
    data = run.execute("imports", "data", "network", "free-run")
    window, found = data["start"][:3].astype("float32"), []
    for _ in range(25):
        found.append(np.asarray(data["model"](window))[:, 0])
        window = np.concatenate([window[:, 1:], found[-1][:, None, None]], axis=1)
    fast = data["free_run"].predict_on_batch(data["start"][:3])
    assert fast.shape == (3, 314)
    assert len(data["free_run"].weights) == len(data["model"].weights) > 0  # the loop has the network's weights
    assert np.allclose(fast[:, :25], np.array(found).T, atol=1e-5)


def test_one_step_errors_differ_little_and_late_errors_much(run):
    first = errors(run, "constant", 0) + errors(run, "schedule", 0)
    last = errors(run, "constant", 3) + errors(run, "schedule", 3)
    assert max(first) < 5 * min(first)
    assert max(last) > 10 * min(last)
    assert max(first) < 5e-3


def test_the_schedule_reduces_the_drift(run):
    assert np.mean(errors(run, "schedule", 3)) < np.mean(errors(run, "constant", 3)) / 3
    assert max(errors(run, "schedule", 3)) < 0.05


def test_the_better_step_can_make_the_worse_run(run):
    first = errors(run, "constant", 0) + errors(run, "schedule", 0)
    last = errors(run, "constant", 3) + errors(run, "schedule", 3)
    pairs = [(i, j) for i in range(6) for j in range(6)]
    assert any(first[i] < first[j] and last[i] > 2 * last[j] for i, j in pairs)
    # “Nearly the same one-step error, and one is off ten times as much as the other.”
    assert any(max(first[i] / first[j], first[j] / first[i]) < 1.5 and last[i] > 10 * last[j] for i, j in pairs)


def test_the_schedule_halves_the_mean_rate():
    mean = np.mean([0.005 * (1 + np.cos(np.pi * epoch / 20)) for epoch in range(20)])
    assert mean == pytest.approx(0.01 / 2, rel=0.06)


def test_columns_of_the_table_are_those_of_the_text(run):
    assert run.values["lstm"][0] == errors(run, "constant", 0) + errors(run, "schedule", 0)
    assert run.values["lstm"][3] == errors(run, "constant", 3) + errors(run, "schedule", 3)


def test_amplitude_stays_and_phase_goes(run):
    drift = run.values["drift"]
    for seed in SEEDS:
        for name in ("constant", "schedule"):
            assert abs(drift[f"{name} {seed}"][0] - 1) < 0.05
    phases = [abs(drift[f"constant {seed}"][1]) for seed in SEEDS]
    amplitudes = [abs(drift[f"constant {seed}"][0] - 1) for seed in SEEDS]
    assert np.mean(phases) > 2 * np.mean(amplitudes)


def test_two_terms_are_exact_and_persistence_is_not(run):
    assert max(run.values["error"]["two-term"]) < 1e-10
    assert run.values["error"]["persistence"][3] > 0.5


def test_a_network_returns_toward_its_amplitude_and_a_linear_rule_does_not(run):
    kick = run.values["kick"]
    assert kick["two-term"] == pytest.approx(0.5, abs=1e-6)
    for seed in SEEDS:
        assert 0.6 < kick[f"constant {seed}"] < 1.1 and 0.6 < kick[f"schedule {seed}"] < 1.1  # toward, not at
    assert "drifting" in run.figures
