"""What must be true of the floors of short sentences."""

import pytest


def test_needed_is_the_first_length_without_a_doubt(run):
    sentences, needed = run.values["sentences"], run.values["needed"]
    for name, text in sentences.items():
        for n in range(1, 20):
            successors = {}
            for i in range(1, len(text)):
                successors.setdefault(text[max(0, i - n) : i], set()).add(text[i])
            certain = all(len(found) == 1 for found in successors.values())
            assert certain == (n >= needed[name])


def test_floors_fall_with_context_and_hello_world_needs_two(run):
    assert run.values["needed"]["hello world"] == 2
    assert run.values["needed"]["to be"] == 7 < run.values["needed"]["woodchuck"] == 15
    assert run.values["floors"]["hello world"][0] == pytest.approx(0.6755, abs=1e-4)
    for floors in run.values["floors"].values():
        assert all(b <= a + 1e-12 for a, b in zip(floors, floors[1:]))
