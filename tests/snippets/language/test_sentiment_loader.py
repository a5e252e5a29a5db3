"""What must be true of the classic loader: its offset, what num_words and maxlen do, and that it takes no path."""


def test_the_offset(run):
    assert run.values["right"] == "[start] the story is dull [rare] the film is slow"
    assert run.values["wrong"] != run.values["right"] and "great film" in run.values["wrong"]


def test_the_last_word_of_the_list_is_lost(run):
    cells = run.execute("imports", "file")
    assert max(cells["ranks"], key=cells["ranks"].get) == "and"
    rows = cells["arrays"]["x_train"]
    assert cells["ranks"]["and"] in rows[3]  # it was in the file, and where [rare] stands now
    assert run.values["right"].split()[1 + rows[3].index(cells["ranks"]["and"])] == "[rare]"
    cells["folder"].cleanup()


def test_num_words_counts_the_special_numbers(run):
    assert len(run.values["kept"]) == 4 and max(run.values["kept"]) < 8


def test_maxlen_removes_reviews_and_is_not_reached(run):
    assert run.values["short_lengths"] == [n for n in run.values["lengths"] if n < 8]
    assert 8 in run.values["lengths"]


def test_a_path_is_refused(run):
    assert "Paths are no longer accepted" in run.values["complaint"]


def test_the_file_has_the_format_of_the_real_one(run):
    import numpy as np

    cells = run.execute("imports", "file")
    assert set(cells["arrays"]) == {"x_train", "y_train", "x_test", "y_test"}
    assert cells["arrays"]["x_train"].dtype == object and min(cells["ranks"].values()) == 1
    assert all(isinstance(row, list) for row in cells["arrays"]["x_train"]) and isinstance(cells["arrays"]["y_train"], np.ndarray)
    cells["folder"].cleanup()
