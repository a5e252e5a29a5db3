"""What must be true of the times; only ratios, with margins that hold on another machine."""

import numpy as np
import pytest

LAYERS = ("SimpleRNN", "LSTM", "GRU")


@pytest.fixture
def medians(run):
    return {row: {name: quartiles[1] for name, quartiles in found.items()} for row, found in run.values["ratios"].items()}


def test_auto_means_no_jit_without_a_gpu(run):
    assert run.values["auto"] == "False"
    assert run.values["cases"]["base"][2] in (False, 0) and run.values["cases"]["base, jit"][2] in (True, 1)


def test_quartiles_stand_in_order(run):
    assert len(run.values["ratios"]) == 8
    for found in run.values["ratios"].values():
        for low, middle, high in found.values():
            assert 0 < low <= middle <= high


def test_the_simple_rnn_is_the_cheapest_in_every_setting(medians):
    for row, found in medians.items():
        assert found["LSTM"] > 1.1 and found["GRU"] > 1.1, row


def test_without_jit_a_gru_trains_slower_than_an_lstm_and_with_jit_it_does_not(medians):
    for case in ("base", "16 units", "400 steps"):
        assert medians[f"training, {case}"]["GRU to LSTM"] > 1.05
    assert medians["training, base, jit"]["GRU to LSTM"] < 1.05
    assert medians["training, base, jit"]["GRU to LSTM"] < 0.85 * medians["training, base"]["GRU to LSTM"]


def test_time_grows_like_the_length_but_much_less_than_the_parameters(run):
    for name in LAYERS:
        growth = run.values["growth"][name]
        assert 2.3 < growth["steps"] < 5.5
        assert 1.05 < growth["units"] < 4


def test_jit_makes_training_faster_for_all_three(run):
    assert all(run.values["growth"][name]["jit"] < 0.95 for name in LAYERS)


def test_the_first_call_is_no_measure_of_the_others(run):
    for name in LAYERS:
        assert run.values["growth"][name]["first call"] > 40
        assert 20 < run.values["break_even"][name] < 5000


def test_models_have_the_sizes_and_settings_that_the_cases_say(run):
    made = run.execute("imports", "models")
    models, data = made["models"], np.zeros((2, 5, 1), "float32")
    for (case, name), model in models.items():
        units, _, jit = made["cases"][case]
        model(data)
        assert type(model.layers[0]).__name__ == name and model.layers[0].units == units
        assert model.jit_compile is jit


def test_use_cudnn_raises_where_there_is_none(run):
    keras = run.execute("imports")["keras"]
    with pytest.raises(ValueError, match="use_cudnn"):
        keras.layers.LSTM(4, use_cudnn=True)(np.zeros((1, 3, 2), "float32"))
    assert not hasattr(keras.layers.SimpleRNN(4), "use_cudnn")


def test_the_figure_is_there(run):
    assert "relative" in run.figures


def test_no_dot_is_cut_off_in_the_figure(run):
    made = {name: run.values[name] for name in ("ratios", "parts", "cases")}
    import matplotlib.pyplot as plt

    plt.close("all")
    cell = next(cell["source"] for cell in run.cells if cell["name"] == "plot")
    exec(cell, {"plt": plt, **made})
    for ax, part in zip(plt.figure("relative").axes, made["parts"], strict=True):
        low, high = ax.get_xlim()
        for case in made["cases"]:
            for name in ("LSTM", "GRU"):
                assert low < made["ratios"][f"{part}, {case}"][name][1] < high
    plt.close("all")
