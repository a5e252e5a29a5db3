"""What must be true of telephone numbers with and without attention."""

import keras
import numpy as np
import pytest


@pytest.fixture
def task(run):
    return run.execute("imports", "task", "network", "greedy")


def test_the_task_is_what_the_words_mean(task):
    said = "double four seven triple one oh".split()
    assert task["rule"](said) == [4, 4, 7, 1, 1, 1, 0]
    assert all(3 <= len(task["rule"](one)) <= 10 for one in task["train"])
    assert not {tuple(one) for one in task["train"]} & {tuple(one) for one in task["test"]}
    lengths = [len(task["rule"](one)) for one in task["test"]]
    assert len(task["train"]) == 6400
    assert set(lengths) == set(range(3, 14)) and min(lengths.count(n) for n in range(3, 14)) >= 40
    assert np.bincount(task["y"][task["y"] >= 0]).argmax() == task["end"] == 10


def test_the_arrays_say_the_same(task):
    for row, symbols, said in zip(task["x_test"][::50], task["y_test"][::50], task["test"][::50], strict=True):
        assert [task["words"][code - 1] for code in row if code] == said
        assert [k for k in symbols if k >= 0] == [*task["rule"](said), 10]


def test_without_attention_the_context_is_the_last_state_and_nothing_else_differs(task):
    keras.utils.set_random_seed(0)
    encoder, step, network = task["build"](3)
    x = task["x_test"][::100]
    look = np.array(task["look_at"](x, attention=False))
    assert (look.sum(axis=1) == 1).all() and (look.argmax(axis=1) == (x > 0).sum(axis=1) - 1).all()
    h, keys = (part * keras.ops.ones(1) for part in encoder(x))
    last = np.array([np.array(h)[i, n - 1] for i, n in enumerate((x > 0).sum(axis=1))])
    assert np.array(h[:, -1]) == pytest.approx(last)
    y = keras.ops.full((len(x),), 11)
    _, alpha, _ = step([y, h[:, -1], h, keys, task["look_at"](x, attention=False)])
    assert np.array(alpha) == pytest.approx(look)
    _, alpha, _ = step([y, h[:, -1], h, keys, task["look_at"](x, attention=True)])
    assert (np.array(alpha)[x == 0] == 0).all() and (np.array(alpha)[x > 0] > 0).all()


def test_the_step_is_the_equations(task):
    keras.utils.set_random_seed(1)
    encoder, step, _ = task["build"](2, units=8)
    rng = np.random.default_rng(0)
    s, h = rng.normal(size=(2, 8)).astype("float32"), rng.normal(size=(2, 5, 8)).astype("float32")
    y, look = np.array([3.0, 11.0]), np.ones((2, 5), "float32")
    read, keys = encoder(task["x_test"][:3])
    (B,) = [keras.ops.convert_to_numpy(w) for w in encoder.weights if tuple(w.shape) == (8, 8)]
    assert np.array(keys) == pytest.approx(np.array(read) @ B, abs=1e-5)  # its bias is zero at first
    new, alpha, _ = step([keras.ops.convert_to_tensor(part) for part in (y, s, h, (h @ B).astype("float32"), look)])
    weights = {tuple(w.shape): keras.ops.convert_to_numpy(w) for w in step.weights}
    A, v = weights[(8, 8)], weights[(8, 1)][:, 0]
    e = np.tanh((s @ A)[:, None] + h @ B) @ v
    right = np.exp(e) / np.exp(e).sum(axis=1, keepdims=True)
    assert np.array(alpha) == pytest.approx(right, abs=1e-5)
    cell = keras.layers.GRUCell(8)
    context = np.einsum("bt,btu->bu", right, h)
    joined = np.concatenate([weights[(12, 16)][y.astype(int)], context], axis=1)
    cell.build(joined.shape)
    cell.set_weights([weights[(24, 24)], weights[(8, 24)], weights[(2, 24)]])
    assert np.array(cell(joined, s)[0]) == pytest.approx(np.array(new), abs=1e-5)


def test_accuracy_falls_with_the_length_without_attention_only(run):
    exact = run.values["exact"]
    for found in exact["last state"]:
        assert 0.6 < found[0] < 0.9 and found[3] < found[0] - 0.2 and found[5] < 0.25 and max(found[7:]) < 0.1
    for found in exact["attention"]:
        assert min(found[:7]) > 0.92 and np.mean(found[:8]) > 0.97


def test_beyond_the_lengths_of_training_both_fail(run):
    for name in ("last state", "attention"):
        for found in run.values["exact"][name]:
            assert found[10] < 0.05 and found[9] < 0.2
    assert min(found[8] for found in run.values["exact"]["attention"]) > 0.3  # "many numbers of 11 digits"


def test_the_baseline_gets_no_number_right(run):
    assert max(run.values["exact"]["most frequent"][0]) == 0
    assert run.values["symbols"]["most frequent"][0] < 0.2 < 0.5 < min(run.values["symbols"]["last state"]) < 0.8
    assert min(run.values["symbols"]["attention"]) > 0.97
