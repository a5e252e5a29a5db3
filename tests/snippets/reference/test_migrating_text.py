"""What must be true of old and new ways to prepare texts and windows."""

import numpy as np


def test_with_the_old_vocabulary_the_numbers_are_the_old_ones_plus_one(run):
    for old, new in zip(run.values["old_numbers"][:2], run.values["same_numbers"]):
        assert [n + 1 for n in old] == [n for n in new if n]
    assert run.values["old_numbers"][2] == [1] and run.values["same_numbers"][2][:2] == [2, 1]  # “cat” is unknown


def test_the_differences_that_the_page_names(run):
    assert run.values["vocabulary"][:2] == ["", "[UNK]"] and "doesnt" in run.values["vocabulary"]
    index = run.execute("imports", "tokenizer")["tokenizer"].word_index
    assert "doesn't" in index and list(index) != run.values["vocabulary"][2:]
    assert run.values["new_numbers"][1][-1] == 0  # padded at the end
    assert run.values["sizes"] == {"num_words=4": 3, "max_tokens=4": 2}


def test_the_windows_of_the_dataset_can_be_those_of_the_generator(run):
    values = {name: np.array(run.values[name]) for name in ("old_x", "old_y", "new_x", "new_y", "wrong_x", "wrong_y")}
    assert np.array_equal(values["old_x"], values["new_x"]) and np.array_equal(values["old_y"], values["new_y"])
    assert np.array_equal(values["wrong_y"], values["wrong_x"][:, 0])  # the first point of the window


def test_both_names_of_pad_sequences_are_one_function():
    import keras
    from keras.preprocessing.sequence import pad_sequences

    assert pad_sequences is keras.utils.pad_sequences
