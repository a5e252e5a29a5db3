"""What must be true of one set of numbers in every order."""

import numpy as np


def test_every_order_has_the_same_numbers(run):
    orders = run.execute("imports", "final-state", "count")["orders"]
    assert orders.shape == (120, 5) and len(np.unique(orders, axis=0)) == 120
    assert (np.sort(orders, axis=1) == [0.1, 0.2, 0.3, 0.4, 0.5]).all()


def test_only_the_recurrent_layer_tells_all_orders_apart(run):
    assert run.values["counts"] == {"SimpleRNN": 120, "without U": 5, "a running sum": 1}


def test_states_of_different_orders_are_not_apart_by_rounding_only(run):
    shared = run.execute("imports", "final-state", "count")
    h = shared["final_state"](shared["x"], shared["W"], shared["U"], shared["b"], np.tanh)
    apart = abs(h[:, None] - h[None]).max(axis=2) + np.eye(len(h))
    assert apart.min() > 1e-6
    assert run.values["spans"]["SimpleRNN"] > 0.1 > 1e-9 > run.values["spans"]["a running sum"]
