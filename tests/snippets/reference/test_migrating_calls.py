"""What the page says of old lines is what they do, line by line."""

from lines import check_new, check_old, check_rows


def test_the_page_has_every_old_line_with_its_message_and_its_new_line(run):
    check_rows(run, "## Layers and states", "## Texts and windows")


def test_every_old_line_fails_or_warns(run):
    check_old(run)


def test_every_new_line_runs_without_a_warning(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check_new(run)


def test_the_kernels_and_thresholds_of_the_new_lines_are_right(run):
    cells = run.execute("imports")
    model, x = cells["model"], cells["x"]
    assert tuple(cells["layer"].cell.kernel.shape) == (1, 12)
    assert (model.predict(x, verbose=0) > 0.5).shape == (4, 1)


def test_words_of_the_page_about_embedding_weights():
    import keras
    import numpy as np

    layer = keras.layers.Embedding(3, 2, weights=[np.ones((3, 2))])
    assert np.all(np.asarray(layer(np.array([0, 2]))) == 1)


def test_weights_are_set_on_a_layer_that_is_built(run):
    import keras
    import pytest

    weights, layer = run.execute("imports")["layer"].get_weights(), keras.layers.LSTM(3)
    with pytest.raises(ValueError, match="expecting 0 weights"):
        layer.set_weights(weights)
    layer.build((None, None, 1))
    layer.set_weights(weights)
