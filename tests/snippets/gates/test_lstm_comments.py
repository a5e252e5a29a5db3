"""What is true of one LSTM unit that tells comments from code."""

import io
import tokenize

import numpy as np
import pytest


@pytest.fixture
def data(run):
    """What the snippet has made before it trains."""
    namespace = {"__name__": "__main__"}
    source = next(cell["source"] for cell in run.cells if cell["name"] == "train")
    exec(source[: source.index("adam = ")], namespace)
    return namespace


def test_labels_are_the_comments_of_the_test_file(run, data):
    """Python's own tokenizer agrees: in this file, no # stands in a string."""
    lines, wanted, n = data["text"].splitlines(keepends=True), [], 0
    for line in lines:
        wanted.append([0] * len(line))
    for token in tokenize.generate_tokens(io.StringIO(data["text"]).readline):
        if token.type == tokenize.COMMENT:
            (row, first), n = token.start, n + 1
            wanted[row - 1][first : first + len(token.string)] = [1] * len(token.string)
    assert data["is_comment"].tolist() == sum(wanted, [])
    assert (run.values["length"], run.values["n_comments"]) == (len(data["text"]), n)
    assert run.values["majority"] == pytest.approx(1 - np.mean(sum(wanted, [])))


def test_pieces_begin_with_lines_of_another_file(data):
    x, y, text = data["x"], data["y"][..., 0], data["text"]
    assert x.shape == y.shape and x.shape[1] == 100 and len(x) > 1000
    assert not any("".join(map(chr, piece)) in text for piece in x[:200] if len(set(piece)) > 20)
    assert (y[x == ord("\n")] == 0).all() and (y[x == ord("#")] == 1).all() and 0.1 < y.mean() < 0.3


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
    inside = slice(hash_ + 1, end)
    assert f[hash_] < 0.1 and i[hash_] > 0.5  # the old state is dropped, and a new one let in
    assert np.mean(f[inside]) > 0.9  # it is kept
    assert f[end] * f[end + 1] < 0.1  # and dropped again, at the end of the line or one step later
    code, comment = np.sign(c[hash_ - 1]), np.sign(c[hash_])
    assert code == -comment and set(np.sign(c[inside])) == {comment} and set(np.sign(c[end + 2 :])) == {code}
    assert abs(c[hash_ - 1]) > 5 and abs(c[-1]) > abs(c[end + 2]) + 5  # outside comments it counts
    assert abs(c[hash_ - 1] - c[hash_]) > 5  # more than one step could add


def test_errors_of_two_seeds_are_mostly_on_the_hash_itself(run):
    assert sorted(run.values["at_hash"])[1] > 0.5
