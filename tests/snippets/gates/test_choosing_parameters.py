"""What must be true of the parameter formulas and of the units for a budget."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ("SimpleRNN", "LSTM", "GRU", "GRU, reset before")


@pytest.fixture(scope="module")
def snippet(bakery):
    """The functions of the snippet, without its Keras layers."""
    run = bakery.load(bakery.find("choosing_parameters"))
    cells = {cell["name"]: cell["source"] for cell in run.cells}
    namespace = {}
    for name in ("imports", "formulas", "count", "budget"):
        exec(cells[name], namespace)
    return namespace


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(u=st.integers(1, 200), d=st.integers(1, 200), name=st.sampled_from(NAMES))
def test_the_formula_counts_what_keras_counts(snippet, u, d, name):
    layer = snippet["build"](name, u, d)
    assert snippet["formulas"][name](u, d) == layer.count_params() == sum(w.size for w in layer.get_weights())


def test_the_layers_are_what_their_names_say(snippet):
    for name in NAMES:
        layer = snippet["build"](name, 5, 3)
        assert type(layer).__name__ == name.partition(",")[0]
        assert getattr(layer, "reset_after", None) == {"GRU": True, "GRU, reset before": False}.get(name)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(budget=st.integers(20, 2_000_000), d=st.integers(1, 300), name=st.sampled_from(("SimpleRNN", "LSTM", "GRU")))
def test_no_other_number_of_units_is_nearer_to_the_budget(snippet, budget, d, name):
    u, formula = snippet["units_for"](budget, d, *snippet["shapes"][name]), snippet["formulas"][name]
    assert u >= 1
    for other in (u - 1, u + 1):
        assert other < 1 or abs(formula(u, d) - budget) <= abs(formula(other, d) - budget)


def test_an_lstm_has_four_times_the_parameters_and_a_gru_about_three(run):
    counted = run.values["counted"]
    for i, (u, _) in enumerate(run.values["sizes"]):
        assert counted["LSTM"][i] == 4 * counted["SimpleRNN"][i]
        assert counted["GRU"][i] - counted["GRU, reset before"][i] == 3 * u
        assert counted["GRU, reset before"][i] == 3 * counted["SimpleRNN"][i]


def test_units_at_equal_parameters_fall_by_a_half_and_by_two_fifths(run):
    units, parameters = run.values["equal_units"], run.values["equal_parameters"]
    for i, budget in enumerate(run.values["budgets"]):
        assert units["LSTM"][i] / units["SimpleRNN"][i] == pytest.approx(1 / 2, abs=0.02)
        assert units["GRU"][i] / units["SimpleRNN"][i] == pytest.approx(3**-0.5, abs=0.04)
        for name in units:
            assert parameters[name][i] == pytest.approx(budget, rel=0.025)


def test_the_counts_of_the_text(run):
    assert run.values["counted"]["GRU"][1] == 7950 and run.values["counted"]["LSTM"][1] == 10400
    assert run.values["sizes"][1] == [50, 1]
