"""What a page says of itself, and the picture that stands for it."""

import io
import time

import cards
import pytest
from PIL import Image
from summary import description, minutes


@pytest.mark.parametrize(
    "html, text",
    [
        ("<h1>Title</h1><p>One <b>two</b> &amp; three.</p><p>Not this.</p>", "One two & three."),
        ('<p><span class="snippet-links">Script</span></p><p> Words.\n</p>', "Words."),
        ("<p><svg><text>axis</text></svg></p><p>After a drawing.</p>", "After a drawing."),
        (f"<p>{'A' * 90}. {'B' * 60}? {'c' * 40}</p>", "A" * 90 + "."),
        (f"<p>{'word ' * 50}</p>", ("word " * 31).strip() + "…"),
        (f"<p>About 3.5 of {'x' * 150} and so on, and so on</p>", "About 3.5 of…"),
        ("<h1>Nothing</h1>", ""),
    ],
)
def test_a_description_is_the_first_paragraph_cut_at_a_sentence(html, text):
    assert description(html) == text and len(text) <= 160


def test_reading_takes_longer_with_words_and_figures_and_not_with_folds():
    words = "<p>" + "word " * 400 + "</p>"
    assert minutes("") == 1 and minutes(words) == 2
    assert minutes(words + '<figure class="figure"></figure>' * 3) == 3
    assert minutes(words + '<div class="snippet"><pre>' + "code " * 999 + "</pre></div>") == 3
    assert minutes(words + f"<details><summary>Solution</summary>{words}</details>") == 2


LONG = "Backpropagation through time, and why its gradients vanish or explode in long sequences of very many steps"


@pytest.mark.parametrize("title", ["A first forecast", LONG, "Why $5 and $x_t$ are words", "Donaudampfschiffahrtsgesellschaft"])
def test_a_picture_is_small_and_always_the_same(title):
    made = cards.draw(title, "4.1", "4 Forecasting", "Recurrent Neural Networks")
    assert made == cards.draw(title, "4.1", "4 Forecasting", "Recurrent Neural Networks")
    picture = Image.open(io.BytesIO(made)).convert("RGB")
    assert picture.size == (1200, 630) and len(made) <= 60_000
    edges = [picture.crop((0, 0, 60, 480)), picture.crop((1150, 0, 1200, 480))]
    assert all([color for _, color in edge.getcolors()] == [(23, 64, 92)] for edge in edges), "words leave it"


def test_a_picture_is_drawn_once(tmp_path):
    first = cards.card("A title", "", "", "Book", tmp_path)
    begin = time.monotonic()
    assert cards.card("A title", "", "", "Book", tmp_path) == first and time.monotonic() - begin < 0.1
    assert cards.card("Another", "", "", "Book", tmp_path) != first and len(list(tmp_path.iterdir())) == 2
