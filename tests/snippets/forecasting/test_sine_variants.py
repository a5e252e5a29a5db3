"""What must be true of three layers on three series."""

import numpy as np
import pytest

SERIES = ("sine", "cosine", "noisy sum")
LAYERS = ("SimpleRNN", "LSTM", "GRU")


def test_windows_and_targets_line_up_and_the_parts_do_not_overlap(run):
    data = run.execute("imports", "data", "windows")
    for name in SERIES:
        x, windows, targets = data["series"][name], data["windows"][name], data["targets"][name]
        assert windows.shape == (950, 50) and targets.shape == (950,)
        for i in range(950):
            assert np.array_equal(windows[i], x[i : i + 50]) and targets[i] == x[i + 50]
    last_train_target = data["train"].stop - 1 + 50
    assert data["test"].start == last_train_target + 1  # a window's first point stands at its index
    assert data["test"].stop == 950


def test_cosine_is_the_sine_a_quarter_turn_later(run):
    data = run.execute("imports", "data")
    assert np.allclose(data["series"]["cosine"], np.sin(data["angle"] + np.pi / 2), atol=1e-12)


def test_every_layer_has_three_seeds_that_differ(run):
    for name in SERIES:
        assert tuple(run.values["errors"][name]) == LAYERS
        for layer in LAYERS:
            assert len(set(run.values["errors"][name][layer])) == 3


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("layer", LAYERS)
def test_networks_beat_persistence(run, name, layer):
    assert max(run.values["errors"][name][layer]) < run.values["persistence_mse"][name]


def test_linear_model_is_exact_on_sine_and_cosine_and_the_networks_are_not(run):
    for name in ("sine", "cosine"):
        least = min(min(errors) for errors in run.values["errors"][name].values())
        assert least / run.values["linear_mse"][name] > 1e20


def test_errors_on_the_sine_are_larger_than_in_the_longer_training(run, bakery):
    longer = bakery.load(bakery.find("sine_lstm")).values["test_mse"]
    assert min(min(errors) for errors in run.values["errors"]["sine"].values()) > longer


def test_a_network_set_back_learns_what_a_new_one_learns(run):
    """Each layer is compiled once for nine trainings; nothing of one may be left in the next."""
    data = run.execute("imports", "data", "windows")
    keras, x, y = data["keras"], data["windows"]["cosine"][..., None], data["targets"]["cosine"]
    train, test = data["train"], data["test"]
    keras.utils.set_random_seed(1)
    new = keras.Sequential([keras.Input((50, 1)), keras.layers.GRU(32), keras.layers.Dense(1)])
    new.compile(keras.optimizers.Adam(0.01), "mse")
    new.fit(np.tile(x[train], (10, 1, 1)), np.tile(y[train], 10), batch_size=100, verbose=0)
    mse = np.mean((new.predict(x[test], verbose=0)[:, 0] - y[test]) ** 2)
    assert mse == pytest.approx(run.values["errors"]["cosine"]["GRU"][1], rel=0.1)


def test_linear_model_beats_every_network_on_the_noisy_sum(run):
    best = min(min(errors) for errors in run.values["errors"]["noisy sum"].values())
    assert run.values["linear_mse"]["noisy sum"] < 0.95 * best


def test_nothing_gets_below_the_noise_floor(run):
    floor = run.values["noise_floor"]
    assert floor == pytest.approx(run.values["sigma"] ** 2, rel=0.2)
    assert floor < run.values["linear_mse"]["noisy sum"] < 1.5 * floor
    assert min(min(errors) for errors in run.values["errors"]["noisy sum"].values()) > floor


def test_seeds_matter_on_the_sine(run):
    errors = run.values["errors"]["sine"]["LSTM"]
    assert max(errors) > 1.3 * min(errors)


def test_table_has_a_row_for_each_model_and_the_figure_is_there(run):
    lines = run.output["compare"].splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["persistence", *LAYERS, "linear", "noise"]
    assert "variants" in run.figures
