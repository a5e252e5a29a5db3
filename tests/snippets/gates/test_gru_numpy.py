"""The NumPy GRU is Keras's in both forms, and each block of its weights is what its name says."""

import ast

import numpy as np
import pytest
from cells import cases, differences, thorough
from hypothesis import given


@pytest.fixture(scope="module")
def cell(bakery):
    path = bakery.find("gru_numpy")
    sources = {cell["name"]: cell["source"] for cell in bakery.load(path).cells}
    namespace = {"__name__": "__main__"}
    for name in ("imports", "step", "layer"):
        exec(sources[name], namespace)
    return namespace | {"source": sources["step"]}


def keras_gru(cell, units, dtype="float32", **options):
    return cell["keras"].layers.GRU(units, return_sequences=True, return_state=True, dtype=dtype, **options)


@pytest.mark.parametrize("after", [True, False])
def test_it_equals_keras_for_any_shape_mask_and_state(cell, after):
    @thorough
    @given(case=cases())
    def check(case):
        layer = keras_gru(cell, case.units, case.x.dtype.name, reset_after=after)
        assert max(differences(case, layer, lambda *given, mask: cell["gru"](*given, mask=mask, reset_after=after))) < 1e-6
        hs, h = cell["gru"](case.x, *layer.get_weights(), reset_after=after)
        assert hs.dtype == h.dtype == case.x.dtype

    check()


def blocks_in(source):
    """What the snippet calls each block: {"W": ["z", "r", "h"], ...}, read from its lines with np.split."""
    blocks = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("np.split("):
            names = [name.id.rpartition("_") for name in node.targets[0].elts]
            assert len({stem for stem, _, _ in names}) == 1
            blocks[ast.unparse(node.value.args[0])] = (names[0][0], [letter for _, _, letter in names])
    return blocks


def computed_in(source):
    """What each value is computed from: {"z_t": [("sigma", {"z"}, "update gate")], ...}: function, blocks, comment."""
    found, lines = {}, source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and "x_t @" in ast.unparse(node.value):
            names = [name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)]
            letters = {name[-1] for name in names if name.rpartition("_")[0] in ("W", "U", "b", "b2")}
            comment = lines[node.lineno - 1].partition("#")[2].strip()
            found.setdefault(node.targets[0].id, []).append((ast.unparse(node.value.func), letters, comment))
    return found


def test_all_four_splits_name_the_same_order(cell):
    blocks = blocks_in(cell["source"])
    assert set(blocks) == {"W", "U", "first", "second"}
    assert {stem for stem, _ in blocks.values()} == {"W", "U", "b", "b2"}
    assert len({tuple(letters) for _, letters in blocks.values()}) == 1


def test_each_value_is_computed_from_the_blocks_of_its_name(cell):
    computed = computed_in(cell["source"])
    assert computed["z_t"] == [("sigma", {"z"}, "update gate")]
    assert computed["r_t"] == [("sigma", {"r"}, "reset gate")]
    assert [(function, letters) for function, letters, _ in computed["h_tilde"]] == [("np.tanh", {"h"})] * 2


@pytest.mark.parametrize("after", [True, False])
def test_keras_behaves_as_the_names_of_the_blocks_say(cell, after):
    """Which block is which is found out from Keras alone, by what happens when one block's biases are very large."""
    u, (_, order) = 4, blocks_in(cell["source"])["W"]
    layer = keras_gru(cell, u, "float64", reset_after=after)
    layer.build((None, None, 2))
    rng = np.random.default_rng(5)
    W, U, b = (rng.normal(size=w.shape) for w in layer.get_weights())
    x, h_prev = rng.normal(size=(3, 1, 2)), rng.normal(size=(3, u))

    def ask(letter, value, h=h_prev):
        k = order.index(letter)
        biases = b.copy()
        biases.reshape(-1, 3 * u)[0, k * u : (k + 1) * u] = value
        layer.set_weights([W, U, biases])
        return np.asarray(layer(x, initial_state=h)[1])

    # Update gate: fully open, it keeps the old state, whatever else; closed, the new state is the candidate.
    assert ask("z", 1e3) == pytest.approx(h_prev)
    assert np.abs(ask("r", 1e3) - h_prev).max() > 0.1 and np.abs(ask("h", 1e3) - h_prev).max() > 0.1
    # Candidate: driven to ±1, the new state moves toward ±1 by the same share in both directions.
    up, down = ask("h", 1e3), ask("h", -1e3)
    assert (up > h_prev)[h_prev < 1].all() and (down < h_prev)[h_prev > -1].all()
    share = (up - down) / 2  # this is 1 - z_t
    assert (share > 0).all() and (share < 1).all() and up - share == pytest.approx((1 - share) * h_prev)
    # Reset gate: closed, and with the update gate closed too, nothing is left of the old state.
    k, z = order.index("r"), order.index("z")
    b.reshape(-1, 3 * u)[0, z * u : (z + 1) * u] = -1e3
    assert ask("r", -1e3) == pytest.approx(ask("r", -1e3, h=0 * h_prev))
    assert np.abs(ask("r", 1e3) - ask("r", 1e3, h=0 * h_prev)).max() > 0.1
    assert k != z


def test_the_shapes_and_differences_that_were_printed(run):
    output = run.output["compare"]
    assert "bias (2, 24)" in output and "bias (24,)" in output
    assert max(run.values["difference"].values()) < 1e-6


@pytest.mark.parametrize("d, u", [(1, 50), (3, 5), (7, 2)])
def test_parameters(cell, d, u):
    for after, expected in ((True, 3 * u * (u + d + 2)), (False, 3 * u * (u + d + 1))):
        layer = keras_gru(cell, u, reset_after=after)
        layer.build((None, None, d))
        assert layer.count_params() == expected
