"""What is true of one LSTM unit that tells comments from code."""

import numpy as np
import pytest


@pytest.fixture
def data(run):
    return run.execute("imports", "data", "model")


def test_labels_are_the_comments_of_the_test_file(run, data):
    """Here without tokenize: in this file, a comment is all from a # to the end of its line."""
    wanted = []
    for line in data["text"].splitlines(keepends=True):
        code, mark, comment = line.rstrip("\n").partition("#")
        wanted += [0] * len(code) + [1] * len(mark + comment) + [0] * (len(line) - len(line.rstrip("\n")))
    assert data["is_comment"].tolist() == wanted
    assert run.values["length"] == len(wanted) and run.values["majority"] == pytest.approx(1 - np.mean(wanted))


def test_pieces_begin_with_lines_of_another_file(data):
    x, y, text = data["x"], data["y"][..., 0], data["text"]
    assert x.shape == y.shape and x.shape[1] == 100 and len(x) > 1000
    assert not any("".join(map(chr, piece)) in text for piece in x[:200] if len(set(piece)) > 20)
    assert (x[y == 1] != ord("\n")).all() and (y[x == ord("\n")] == 0).all()
    assert 0.8 < (y[x == ord("#")] == 1).mean()  # a few # stand in strings


def test_the_unit_in_numpy_is_the_model(run, data):
    model, np_random = data["model"], np.random.default_rng(1)
    source = next(cell["source"] for cell in run.cells if cell["name"] == "train")
    definition = source[source.index("def read_with") : source.index("accuracy, seen")]
    data["codes"] = data["codes"][:300]
    exec(definition, data)
    model.set_weights([np_random.normal(0, 0.7, w.shape) for w in model.get_weights()])
    theirs = np.asarray(model(data["codes"][None]))[0, :, 0]
    ours = data["read_with"](model.get_weights())[4]
    clear = np.abs(theirs - 0.5) > 1e-4
    assert clear.mean() > 0.9 and ((theirs > 0.5) == ours)[clear].all()


def test_every_seed_is_far_better_than_always_no(run):
    accuracy = run.values["accuracy"]
    assert len(accuracy) == 3 and min(accuracy) > 0.5 + run.values["majority"] / 2
    assert max(accuracy) > 0.99


def test_gates_open_and_close_where_the_text_says(run):
    """The figure's claims, read from the very values it draws."""
    i, f, c = (run.values[name] for name in "ifc")
    text = "".join(run.values["text"][t] for t in run.values["steps"])
    hash_, end = text.index("#"), text.index("\n")
    inside, after = slice(hash_ + 1, end), slice(end + 1, None)
    assert i[hash_] > 0.5 and np.mean(f[inside]) > 0.9 and f[end] < 0.5
    jump = abs(c[hash_] - c[hash_ - 1])
    assert jump > 0.5 and abs(c[end - 1] - c[hash_ - 1]) > 0.5 * jump
    assert max(abs(v - c[hash_ - 1]) for v in c[after]) < 0.5 * jump
