"""The NumPy LSTM is Keras's, and each block of its weights is the gate that its names say."""

import ast

import numpy as np
import pytest
from cells import cases, differences, thorough
from hypothesis import given

BLOCKS = ("i", "f", "c", "o")


@pytest.fixture(scope="module")
def cell(bakery):
    path = bakery.find("lstm_numpy")
    namespace = {"__name__": "__main__"}
    sources = {cell["name"]: cell["source"] for cell in bakery.load(path).cells}
    for name in ("step", "layer"):
        exec(sources[name], namespace)
    return namespace | {"source": sources["step"]}


def keras_lstm(cell, u, **options):
    return cell["keras"].layers.LSTM(u, return_sequences=True, return_state=True, **options)


@thorough
@given(case=cases())
def test_it_equals_keras_for_any_shape_mask_and_state(cell, case):
    dtype = case.x.dtype.name
    outputs, states = differences(case, keras_lstm(cell, case.units, dtype=dtype), cell["lstm"])
    assert max(outputs, states) < 1e-6
    weights = [case.numbers(shape) for shape in ((case.x.shape[2], 4), (1, 4), (4,))]
    assert all(a.dtype == case.x.dtype for a in cell["lstm"](case.x, *weights))


def names_of_blocks(source):
    """What the snippet calls each block: {"W": ["i", "f", "c", "o"], ...}, read from its lines with np.split."""
    blocks = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "np.split":
            whole = ast.unparse(node.value.args[0])
            names = [name.id for name in node.targets[0].elts]
            assert all(name.startswith(f"{whole}_") for name in names)
            blocks[whole] = [name.removeprefix(f"{whole}_") for name in names]
    return blocks


def computed(source):
    """What each value is computed from: {"f_t": ("sigma", "f", "forget gate"), ...}: function, block, comment."""
    found, lines = {}, source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and "W_" in ast.unparse(node.value):
            names = [name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)]
            letters = {name[2:] for name in names if name[:2] in ("W_", "U_", "b_")}
            assert len(letters) == 1, f"blocks of several gates in one line: {ast.unparse(node)}"
            comment = lines[node.lineno - 1].partition("#")[2].strip()
            found[node.targets[0].id] = (ast.unparse(node.value.func), letters.pop(), comment)
    return found


def test_each_name_and_comment_names_the_gate_that_the_weights_are_of(cell):
    """The bias of one block is made large in Keras's layer, and what then happens tells which gate the block is of."""
    blocks, lines = names_of_blocks(cell["source"]), computed(cell["source"])
    assert set(blocks) == {"W", "U", "b"} and len({tuple(names) for names in blocks.values()}) == 1
    u, behaves = 3, {}
    c_old = np.full((1, u), 0.5, "float32")
    h_old, x = np.zeros((1, u), "float32"), np.zeros((1, 1, 2), "float32")
    for k in range(4):
        layer = keras_lstm(cell, u)
        layer.build((1, 1, 2))
        b = np.zeros(4 * u, "float32")
        b[2 * u : 3 * u] = 0.3  # a candidate, whatever the block in question does; replaced if it is the third
        shut = b.copy()
        b[k * u : (k + 1) * u], shut[k * u : (k + 1) * u] = 20, -20
        results = []
        for bias in (b, shut):
            layer.set_weights([np.zeros((2, 4 * u), "float32"), np.zeros((u, 4 * u), "float32"), bias])
            _, h, c = (np.asarray(a)[0, 0] for a in layer(x, initial_state=[h_old, c_old]))
            results.append((h, c))
        (h, c), (h_shut, c_shut) = results
        candidate = np.tanh(0.3)
        if c == c_shut:  # the cell state does not care: the output gate
            assert h == pytest.approx(np.tanh(c)) and h_shut == pytest.approx(0, abs=1e-6)
            behaves["output gate"] = k
        elif c_shut == pytest.approx(0.5 * candidate, abs=1e-6):  # the old state is gone: the forget gate
            assert c == pytest.approx(0.5 + 0.5 * candidate, abs=1e-6)
            behaves["forget gate"] = k
        elif c_shut == pytest.approx(0.5 * 0.5, abs=1e-6):  # nothing is let in: the input gate
            assert c == pytest.approx(0.5 * 0.5 + candidate, abs=1e-6)
            behaves["input gate"] = k
        else:  # what is let in becomes +1 or -1: the candidate
            assert (c, c_shut) == pytest.approx((0.25 + 0.5, 0.25 - 0.5), abs=1e-6)
            behaves["candidate"] = k
    assert len(behaves) == 4
    for comment, k in behaves.items():
        letter = blocks["W"][k]
        (name, function) = next((name, function) for name, (function, block, said) in lines.items() if said == comment)
        assert lines[name][1] == letter, f"“{comment}” is computed from block {lines[name][1]}, and Keras has {letter} there"
        assert name == ("c_tilde" if comment == "candidate" else f"{letter}_t")
        assert comment[0] == letter and function == ("np.tanh" if comment == "candidate" else "sigma")
    assert blocks["W"] == list(BLOCKS)


def test_the_forget_bias_starts_at_one_and_the_others_at_zero(run):
    assert run.values["start_bias"] == np.repeat([0, 1, 0, 0], run.values["u"]).tolist()
    assert "i f c o: [0. 1. 0. 0.]" in run.output["compare"]


def test_the_printed_difference_is_rounding(run):
    assert 0 < run.values["difference"] < 1e-6


def test_each_wrong_order_shows(run):
    wrong = run.values["wrong"]
    assert len(wrong) == 6 and min(wrong.values()) > 0.2 and run.values["names"] == list(BLOCKS)
    assert len(run.output["wrong-order"].splitlines()) == 6
