"""What must be true of the ways to loop."""


def test_all_loops_give_the_same_forecasts(run):
    assert run.values["difference"] < 1e-5


def test_the_loop_has_the_weights_of_the_network(run):
    data = run.execute("imports", "model", "compiled-loop")
    data["compiled_loop"]()
    assert len(data["free_run"].weights) == len(data["model"].weights) > 0


def test_the_compiled_loop_is_faster_by_orders_of_magnitude(run):
    speed_up = run.values["speed_up"]
    assert speed_up["predict"] == 1
    assert speed_up["one compiled loop"] > 100
    assert speed_up["one compiled loop"] > 3 * speed_up["predict_on_batch"]
    assert 5 < speed_up["predict_on_batch"]
    assert 0.3 < speed_up["model(x)"] < 5


def test_compiling_pays_within_some_hundreds_of_forecasts(run):
    assert 1 < run.values["break_even"] < 1000
