"""What the page says of old lines is what they do, line by line."""

import pytest
from lines import PAGE, check_new, check_old, check_rows


def test_the_page_has_every_old_line_with_its_message_and_its_new_line(run):
    check_rows(run, "## Imports and functions", "## Layers and states")


def test_every_old_line_fails_or_warns(run):
    check_old(run)


def test_every_new_line_runs_without_a_warning(run):
    check_new(run)


def test_the_new_functions_compute_what_the_old_ones_did(run):
    import numpy as np
    import tensorflow as tf
    from tensorflow.keras import backend as K  # which still has the old ones

    cells = run.execute("imports", "lines")
    for old, new in cells["pairs"]:
        if old.startswith("from keras import backend"):
            x, y = (K.variable(cells[name]) if "get_value" in old else tf.constant(cells[name]) for name in "xy")
            before = eval(old.partition("; ")[2], {"K": K, "x": x, "y": y})
            assert np.array_equal(np.asarray(before), np.asarray(eval(new, dict(cells)))), old


def test_what_is_gone_without_a_successor():
    import numpy as np
    import tensorflow as tf

    for line, words in {
        "import keras.backend.tensorflow_backend": "No module named 'keras.backend.tensorflow_backend'",
        "from keras.utils import multi_gpu_model": "cannot import name 'multi_gpu_model' from 'keras.utils'",
        "tf.placeholder": "module 'tensorflow' has no attribute 'placeholder'",
        "tf.Session": "'Session'",
        "tf.contrib.rnn": "'contrib'",
        "tf.nn.dynamic_rnn": "module 'tensorflow._api.v2.nn' has no attribute 'dynamic_rnn'",
    }.items():
        with pytest.raises((ImportError, AttributeError)) as error:
            exec(line, {"tf": tf})
        assert words in str(error.value) and f"`{words}`" in PAGE
    assert np.bool is np.bool_  # which works again


def test_the_successor_of_the_scikit_learn_wrapper_takes_a_model():
    from inspect import signature

    from keras.wrappers import SKLearnClassifier

    assert "model" in signature(SKLearnClassifier).parameters and "build_fn" not in signature(SKLearnClassifier).parameters


def test_both_names_of_keras_are_one_and_a_mixture_fails(run):
    import keras
    import tensorflow as tf

    assert tf.keras.layers.LSTM is keras.layers.LSTM
    assert run.values["mixed"] in PAGE
