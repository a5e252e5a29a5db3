"""What must be true of old layers and of their new forms."""

import keras
import numpy as np
import pytest
from lines import PAGE


def test_the_messages_are_those_of_the_page(run):
    said = {name: " ".join(text.split()) for name, text in run.output.items()}
    assert "Do not pass an `input_shape`/`input_dim` argument to a layer." in said["input-shape"]
    assert "Argument `input_length` is deprecated." in said["input-length"]
    assert said["rank"].count("expected ndim=3, found ndim=2") == 2
    assert "Unrecognized keyword arguments passed to LSTM: {'batch_input_shape': (4, 10, 1)}" in said["stateful"]
    assert "'Sequential' object has no attribute 'reset_states'" in said["stateful"]
    assert "reset_states() got an unexpected keyword argument 'states'" in said["set-state"]
    assert "module 'keras.backend' has no attribute 'dot'" in said["cell"]


def test_without_an_input_the_model_has_no_weights(run):
    assert (run.values["arrays_before"], run.values["arrays_now"]) == (0, 4)


def test_a_reset_layer_starts_anew_and_an_assigned_one_from_the_state(run):
    cells = run.execute("imports", "stateful", "set-state")
    assert np.array_equal(cells["first"], cells["after_reset"])
    again = keras.layers.LSTM(3)
    again.build((4, 10, 1))
    again.set_weights(cells["keeps"].get_weights())
    truth = np.asarray(again(cells["x"], initial_state=[cells["h"], cells["c"]]))
    assert np.allclose(cells["from_states"], truth, atol=1e-6) and not np.allclose(truth, cells["first"], atol=1e-3)


def test_the_new_cell_is_a_linear_recurrence(run):
    cells = run.execute("imports", "stateful", "cell")
    x, (W, U), h = cells["x"], cells["layer"].get_weights(), 0
    for t in range(x.shape[1]):
        h = x[:, t] @ W + h @ U if t else x[:, t] @ W
    assert np.allclose(cells["own"], h, atol=1e-5)


def test_without_the_method_states_are_zero(run):
    cells = run.execute("imports", "stateful", "cell")
    layer = keras.layers.RNN(type("Cell", (cells["OldCell"],), {"call": cells["NewCell"].call})(3))
    zeros = [np.zeros((4, 3), "float32")]
    assert np.allclose(np.asarray(layer(cells["x"])), np.asarray(layer(cells["x"], initial_state=zeros)))


def test_cells_have_no_constants_any_more(run):
    cells = run.execute("imports", "stateful", "cell")
    with pytest.raises(TypeError) as error:
        cells["layer"](cells["x"], constants=[cells["x"][:, 0]])
    assert f"`TypeError: {error.value}`" in PAGE


def test_the_loop_over_layers_passes_over_what_is_not_stateful(run):
    code = next(cell["source"] for cell in run.cells if cell["name"] == "stateful")
    model = keras.Sequential([keras.Input((4, 1)), keras.layers.Bidirectional(keras.layers.LSTM(3))])
    exec(code[code.index("for layer in") : code.index("after_reset")], {"model": model})
    assert hasattr(model.layers[0], "reset_state") and "reset_state()" in code


def test_an_embedding_with_a_length_has_its_weights_after_the_first_call():
    model = keras.Sequential([keras.layers.Embedding(9, 2), keras.layers.Flatten(), keras.layers.Dense(1)])
    assert model.get_weights() == [] and model(np.zeros((2, 10))).shape == (2, 1) and len(model.get_weights()) == 3


def test_an_old_get_initial_state_works_unless_it_looks_at_the_inputs(run):
    cells = run.execute("imports", "stateful", "cell")

    class Old(cells["NewCell"]):
        def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
            assert inputs is None and batch_size == 4
            return [keras.ops.ones((batch_size, self.units))]

    assert keras.layers.RNN(Old(3))(cells["x"]).shape == (4, 3)
