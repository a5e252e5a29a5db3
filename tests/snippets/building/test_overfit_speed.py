"""What must be true of the cost of the cures, on any machine that is not too busy."""


def test_plain_is_the_unit_and_all_cures_are_timed(run):
    ratio = run.values["ratio"]
    assert ratio["plain"] == [1, 1] and len(ratio) == 6
    assert all(0.1 < value < 6 for pair in ratio.values() for value in pair)


def test_fewer_units_save_time(run):
    assert max(run.values["ratio"]["fewer units"]) < 1


def test_recurrent_dropout_costs_the_most(run):
    without, compiled = zip(*run.values["ratio"].values(), strict=True)
    names = list(run.values["ratio"])
    assert names[without.index(max(without))] == "recurrent dropout" and max(without) > 1.3
    assert run.values["ratio"]["recurrent dropout"][1] > 1


def test_keras_leaves_the_fused_product_and_the_fast_kernel_with_recurrent_dropout():
    import inspect

    import keras

    assert keras.layers.LSTM(4, recurrent_dropout=0.3).cell.implementation == 1
    assert keras.layers.LSTM(4, dropout=0.3).cell.implementation == 2
    assert "if not self.recurrent_dropout:" in inspect.getsource(keras.layers.LSTM.inner_loop)
