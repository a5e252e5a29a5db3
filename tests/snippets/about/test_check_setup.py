from importlib.metadata import version


def test_the_versions_are_those_of_the_lock(run, pytestconfig):
    lock = (pytestconfig.rootpath / "requirements.txt").read_text()
    for name in ("tensorflow", "keras", "numpy", "matplotlib"):
        assert run.values["versions"][name] == version(name)
        assert f"\n{name}=={version(name)} " in lock


def test_the_layer_ran(run):
    assert run.output["run"] == "an LSTM gave a state of shape (2, 4)\n"
