"""What the page says of old lines is what they do, line by line."""

import re
import warnings
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[3] / "docs/en/reference/migrating.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| `([^`]+)` \| (?:`([^`]+)`|`` (.+?) ``) \| `([^`]+)`")
WHERE = ("## Layers and states", "## Texts and windows")


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
