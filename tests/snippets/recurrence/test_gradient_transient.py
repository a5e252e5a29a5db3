"""Powers that grow before they shrink."""

import numpy as np


def test_eigenvalues_are_below_one_and_the_power_grows(run):
    U = np.array(run.values["U"])
    assert np.allclose(np.linalg.eigvals(U), 0.9)
    assert run.values["peak"] > 5 and run.values["last_above"] > 30
    norms = run.values["norms"]
    assert norms[run.values["last_above"]] > 1 and max(norms[run.values["last_above"] + 1 :]) <= 1
    assert np.isclose(norms[7], np.linalg.norm(np.linalg.matrix_power(U, 7), 2))


def test_random_matrices_of_radius_one_stretch(run):
    assert min(run.values["at_radius_one"]["1"]) > 1.5
