"""What a reader can do on a finished page: look at what a reference means, answer a question, ask how a run was made."""

import re

import pytest
from test_site import address  # noqa: F401  (a fixture)

CHAPTER = "/forecasting/sine/"


@pytest.fixture
def page(browser, address):  # noqa: F811
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.noise = []
    page.on("console", lambda message: page.noise.append(message.text))
    page.on("pageerror", lambda error: page.noise.append(str(error)))
    page.goto(address + CHAPTER)
    yield page
    assert page.noise == []
    context.close()


def shown(page) -> str:
    page.locator("#preview:popover-open").wait_for()
    return page.locator("#preview").inner_text()


def test_every_reference_on_every_page_has_a_preview(browser, address, site):  # noqa: F811
    context = browser.new_context()
    missing, seen = [], 0
    for path in sorted(site.rglob("index.html")):
        if "snippets" in path.relative_to(site).parts[:1]:
            continue
        page = context.new_page()
        page.goto(f"{address}/{path.parent.relative_to(site).as_posix()}/", wait_until="domcontentloaded")
        found = page.evaluate(
            """async () => {
                const links = [...document.querySelectorAll("article a.reference")];
                const html = await Promise.all(links.map(async l => (await load(l))[decodeURIComponent(l.hash.slice(1))]));
                return links.map((link, i) => [link.href, (html[i] || "").length]);
            }"""
        )
        seen += len(found)
        missing += [f"{path}: {href}" for href, length in found if length < 20]
        page.close()
    context.close()
    assert missing == [] and seen > 30


def test_a_preview_comes_on_hover_stays_for_the_pointer_and_goes_on_escape(page):
    link = page.locator("article a.reference", has_text="Figure 4.1.2").first
    link.hover()
    assert "squared error by epoch" in shown(page)
    box = page.locator("#preview").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] >= 0 and box["y"] + box["height"] <= 900
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    page.wait_for_timeout(500)
    assert page.locator("#preview").is_visible()
    page.keyboard.press("Escape")
    page.locator("#preview").wait_for(state="hidden")
    link.hover()
    shown(page)
    page.mouse.move(5, 5)
    page.locator("#preview").wait_for(state="hidden")


def test_a_preview_comes_with_the_keyboard_and_describes_the_link(page):
    term = page.locator("article a.term").first
    before = page.locator("article a.term").first.evaluate(
        "e => [...document.querySelectorAll('a, button, summary')].indexOf(e) - 1"
    )
    page.evaluate("i => document.querySelectorAll('a, button, summary')[i].focus()", before)
    page.keyboard.press("Tab")
    assert term.evaluate("e => e === document.activeElement")
    assert len(shown(page)) > 20 and term.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Tab")
    assert term.get_attribute("aria-describedby") is None
    page.keyboard.press("Escape")
    page.locator("#preview").wait_for(state="hidden")


def test_the_first_tap_shows_and_the_second_follows(browser, address):  # noqa: F811
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + CHAPTER)
    link = page.locator("article a.term").first
    link.tap()
    assert shown(page) and page.url.endswith(CHAPTER)
    box = page.locator("#preview").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    link.tap()
    page.wait_for_url("**/reference/glossary/#term:*")
    context.close()


def test_a_preview_works_for_other_pages_with_their_formulas_and_links(page, address):  # noqa: F811
    page.goto(address + "/reference/drawings/")
    page.locator("article a.reference[href*='notation']").first.hover()
    assert "A.1." in shown(page)
    glyphs = page.evaluate("""[...document.querySelectorAll('#preview use')].every(
        use => document.getElementById(use.getAttribute('xlink:href').slice(1)))""")
    assert glyphs and page.locator("#preview svg use").count() > 3
    for link in page.locator("#preview a[href]").all():
        assert page.request.get(link.get_attribute("href")).ok


def test_a_question_says_at_once_whether_an_answer_is_right_and_why(browser, address):  # noqa: F811
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address + CHAPTER)
        questions = page.locator(".options")
        assert 3 <= questions.count() <= 5
        first, second = questions.first.locator("details").nth(0), questions.first.locator("details").nth(1)
        for option in (first, second):
            option.locator("summary").focus()
            page.keyboard.press("Enter")
            assert re.match(r"(Right|No)\.\s+\S", option.locator("p").first.inner_text())
        assert second.get_attribute("open") is not None and first.get_attribute("open") is None
        assert all(question.locator(".right").count() == 1 for question in questions.all())
        context.close()


def test_a_run_tells_how_it_was_made(page, bakery):
    button = page.locator(".run-button:visible").first
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator("[popover]:popover-open")
    text = card.inner_text()
    run = bakery.load(bakery.find("sine_lstm"))
    assert f"{run.seconds:.3g} s" in text and f"keras {run.versions['keras']}" in text and "Seed" in text
    assert "python snippets/forecasting/sine_lstm.py" in text
    page.keyboard.press("Escape")
    assert page.locator("[popover]:popover-open").count() == 0
    assert button.evaluate("e => e === document.activeElement")


def test_the_gallery_shows_each_snippet_in_the_page_palette(browser, address, bakery):  # noqa: F811
    for scheme, other in (("light", "dark"), ("dark", "light")):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        requests = []
        page.on("request", lambda request, requests=requests: requests.append(request.url))
        page.goto(address + "/reference/snippets/")
        assert page.locator(".gallery > li").count() == len(bakery.snippets)
        picture = page.locator(f".gallery img.{scheme}-only").first
        picture.scroll_into_view_if_needed()
        picture.evaluate("e => e.decode()")
        assert page.locator(f".gallery img.{other}-only").first.is_hidden()
        assert not [url for url in requests if f".{other}.svg" in url]
        assert all(page.request.get(page.url + link.get_attribute("href")).ok for link in page.locator(".gallery h3 a").all())
        context.close()


def test_search_finds_captions_and_equations(site):
    import json

    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    texts = " ".join(entry["text"] for entry in index["docs"])
    assert "Equation one step" in texts and "Figure 4.1.2" in texts and "Figure A.1.1" in texts
    assert not [entry for entry in index["docs"] if entry["location"].startswith("snippets/")]  # found in the chapters


def test_a_run_card_takes_the_focus_and_closes_when_it_leaves(page):
    button = page.locator(".run-button:visible").first
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(".run-card:popover-open")
    card.wait_for()
    assert page.evaluate("document.activeElement.closest('.run-card') !== null")
    page.keyboard.press("Tab")
    assert page.locator(".run-card:popover-open").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_palette_changes_with_space_and_enter(browser, address, scheme):  # noqa: F811
    page = browser.new_context(color_scheme=scheme).new_page()
    page.goto(address + CHAPTER)
    for key in ("Space", "Enter", "Space"):
        before = page.evaluate("document.body.dataset.mdColorScheme")
        page.locator("[data-md-component=palette] input:checked").focus()
        page.keyboard.press(key)
        other = {"default": "slate", "slate": "default"}[before]
        page.locator(f"body[data-md-color-scheme={other}]").wait_for()
    page.context.close()


def test_the_menu_of_a_narrow_screen_opens_and_closes_with_the_keyboard(browser, address):  # noqa: F811
    page = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce").new_page()
    page.goto(address + CHAPTER)
    for _ in range(12):  # nothing off the screen takes the focus
        page.keyboard.press("Tab")
        left = page.evaluate("document.activeElement.getBoundingClientRect().right")
        assert left >= 0, page.evaluate("document.activeElement.outerHTML")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Space")
    page.locator(".md-nav--primary label.md-nav__title", has_text="Forecasting").focus()  # back to all parts
    page.keyboard.press("Space")
    page.locator(".md-nav--primary label.md-nav__link", has_text="Reference").focus()
    page.keyboard.press("Enter")
    link = page.locator(".md-nav--primary a", has_text="Glossary").first
    link.wait_for()
    assert page.evaluate("e => e.getBoundingClientRect().left >= 0", link.element_handle())
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    link.wait_for(state="hidden")
    assert menu.get_attribute("aria-expanded") == "false" and menu.evaluate("e => e === document.activeElement")
    page.context.close()


def test_a_preview_stays_with_its_link_when_the_page_scrolls(page):
    link = page.locator("article a.reference", has_text="Figure 4.1.2").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown(page)

    def apart():  # the card is right below its link or right above it
        card, at = page.locator("#preview").bounding_box(), link.bounding_box()
        return min(abs(card["y"] - at["y"] - at["height"]), abs(at["y"] - card["y"] - card["height"]))

    place = link.bounding_box()["y"]
    assert apart() < 10
    page.evaluate("scrollBy({top: -60, behavior: 'instant'})")
    page.wait_for_timeout(200)
    assert link.bounding_box()["y"] == pytest.approx(place + 60, abs=2) and apart() < 10
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.locator("#preview").wait_for(state="hidden")  # with a link that is out of sight


def test_names_that_a_screen_reader_says(page):
    headings = page.get_by_role("heading")
    assert headings.count() > 10 and page.get_by_role("heading", name="The network", exact=True).count() == 1
    assert page.get_by_role("figure", name="Figure 4.1.1", exact=True).count() == 1
    assert page.get_by_role("button", name=re.compile(r"Copy Listing 4\.1\.5")).count() == 1
    assert page.get_by_role("navigation", name=re.compile("Code block")).count() == 0
    assert page.get_by_role("link", name="Equation (4.1.4)", exact=True).count() >= 1
    assert page.get_by_role("group", name="Answers to question 1").count() == 1
