"""What the page says of old lines is what they do, line by line."""

import re
import warnings
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[3] / "docs/en/reference/migrating.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| `([^`]+)` \| (?:`([^`]+)`|`` (.+?) ``) \| `([^`]+)`")
WHERE = ("## Imports and functions", "## Layers and states")


def test_the_page_has_every_old_line_with_its_message_and_its_new_line(run):
    rows = ROW.findall(PAGE.partition(WHERE[0])[2].partition(WHERE[1])[0])
    pairs = dict(run.execute("imports", "lines")["pairs"])
    assert set(pairs) == set(run.values["said"]) and len(rows) == len(pairs)
    for shown, message, ticked, new in rows:
        old = shown if shown in pairs else f"from keras import backend as K; {shown}"
        assert (message or ticked) == run.values["said"][old] and new == pairs[old]


def test_every_old_line_fails_or_warns(run):
    assert "nothing" not in run.values["said"].values()
    for old, said in run.values["said"].items():
        assert len(said) > 10 and re.match(r"(\w+Error: |Argument|Do not)", said), (old, said)


def test_every_new_line_runs_without_a_warning(run):
    cells = run.execute("imports", "lines")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        for _, new in cells["pairs"]:
            exec(new, dict(cells))


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


def test_both_names_of_keras_are_one_and_a_mixture_fails(run):
    import keras
    import tensorflow as tf

    assert tf.keras.layers.LSTM is keras.layers.LSTM
    assert run.values["mixed"] in PAGE
