"""References: numbers, citations, the glossary, questions, previews; and what a mistake in them gets."""

import re
from pathlib import Path

import markdown
import pytest
from index import Page
from mathjax import MathExtension
from reference import element, preview, terms
from study import StudyExtension
from weave import Book, WeaveExtension

ROOT = Path(__file__).resolve().parents[1]
BIB = """@article{gers2001,
  author = {Felix A. Gers and J{\\"u}rgen Schm{\\"o}der and Jean-Luc van der Berg},
  title = {Applying {LSTM} to *time* series},
  journal = {A Journal}, volume = {9}, number = {8}, pages = {12--34}, year = {2001}, doi = {10.1/x},
}

@misc{yule1927,
  author = {G. Udny Yule},
  title = {Sunspots},
  year = {1927},
}
"""
WORKS = Page("reference/bibliography.md", "reference/bibliography/", text="# Works\n\n{{ bibliography }}\n")
CITING = "By @gers2001 and [see @yule1927, p. 2; @gers2001].\n\n- @yule1927 A classic."
GLOSSARY = """# Glossary

forget gate | 遺忘閘 | 遗忘门
:   It forgets
    by degrees.

long short-term memory (LSTM)
:   A net.
"""
TERMS = Page("reference/glossary.md", "reference/glossary/", text=GLOSSARY)
EXPLAINED = Page("gates/lstm.md", "gates/lstm/", "2.1", "# LSTM\n\nThe **LSTM** has a **forget gate**.")
EXTENSIONS = [
    "attr_list",
    "def_list",
    "tables",
    "toc",
    "admonition",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.arithmatex",
]


class Pages:
    """A small book; ``show`` converts the first of the given pages as MkDocs would."""

    def __init__(self, small):
        self.small, self.book = small, Book(small.bakery)

    def show(self, page, *others):
        page = Page("part/page.md", "part/page/", "4.1", page) if isinstance(page, str) else page
        self.book.begin([page, *others])
        self.book.page = page
        extensions = [*EXTENSIONS, WeaveExtension(self.book), MathExtension(self.book), StudyExtension(self.book)]
        return markdown.markdown(page.text, extensions=extensions, extension_configs={"pymdownx.arithmatex": {"generic": True}})

    @property
    def problems(self):
        return self.book.problems


@pytest.fixture
def pages(small):
    return Pages(small)


def test_citations_name_authors_and_year_and_lead_to_the_work(pages):
    pages.small.write("docs/en/reference/bibliography.bib", BIB)
    html = pages.show("# C\n\n" + CITING, WORKS)
    assert pages.problems == []
    assert '<a class="reference" href="../reference/bibliography.md#gers2001">Gers et al. (2001)</a>' in html
    text = re.sub("<[^>]*>", "", html)
    assert "(see Yule, 1927, p. 2; Gers et al., 2001)" in text
    assert "G. U. Yule (1927). Sunspots. A classic." in text
    assert html.count('id="cite-gers2001"') == 1 == html.count('id="cite-yule1927"')


def test_the_bibliography_lists_works_in_order_with_links_back(pages):
    pages.small.write("docs/en/reference/bibliography.bib", BIB)
    chapter = Page("part/page.md", "part/page/", "4.1", "# C\n\n" + CITING)
    html = pages.show(WORKS, chapter, Page("b.md", "b/", "", "# Other\n\n@yule1927"))
    assert pages.problems == []
    text = re.sub("<[^>]*>", "", html)
    assert "F. A. Gers, J. Schmöder and J.-L. van der Berg (2001). Applying LSTM to *time* series. A Journal 9(8), 12–34." in text
    assert 'href="https://doi.org/10.1/x"' in html and text.index("Gers") < text.index("Yule")
    assert 'href="../part/page.md#cite-yule1927">Chapter 4.1</a>' in html and 'href="../b.md#cite-yule1927">Other</a>' in html
    assert html.count('class="work" id="') == 2 and pages.book.anchors("reference/bibliography.md") >= {"gers2001", "yule1927"}


@pytest.mark.parametrize(
    ("bib", "text", "place", "message"),
    [
        (BIB, CITING + " @gers2002", "docs/en/part/page.md:3", "has no “gers2002”; did you mean “gers2001”?"),
        (BIB, "@gers2001", "docs/en/reference/bibliography.bib", "nobody cites yule1927"),
        (BIB + "@book{x2000, title={A}, year={2000}}", CITING, "bibliography.bib:12", "x2000 has no author"),
        (BIB + "@book{Gers, author={A B}, title={A}, year={2000}}", CITING, "bibliography.bib:12", "is not an author and a year"),
        (
            BIB + "@book{a2001, author={A B}, title={A}, year={2000}}",
            CITING + " @a2001",
            "bibliography.bib:12",
            "year of a2001 is 2000",
        ),
        (BIB + "@book{yule1927, author={A B}, title={A}, year={1927}}", CITING, "bibliography.bib:12", "the key of another"),
    ],
)
def test_a_wrong_citation_or_entry_is_a_problem_with_its_place(pages, bib, text, place, message):
    pages.small.write("docs/en/reference/bibliography.bib", bib)
    pages.show(text, WORKS)
    assert len(pages.problems) == 1 and place in pages.problems[0] and message in pages.problems[0], pages.problems


def test_what_looks_like_a_citation_in_code_or_an_address_is_none(pages):
    text = "`x_t @gers2001` a@gers2001.org\n\n```python\n@gers2001\n```\n\n$a @gers2001 b$"
    html = pages.show(text)
    assert pages.problems == [] and "reference" not in html


def test_the_first_use_of_a_term_leads_to_the_glossary(pages):
    text = "# The forget gate\n\nA `forget gate` of Forget Gate. *Forget\ngates*, then a forget gate.\n\n## LSTM\n\n$LSTM$ [LSTM](#lstm) an LSTMs (LSTM)."
    html = pages.show(text, TERMS, EXPLAINED)
    assert pages.problems == []
    assert re.findall(r'<a class="reference term" href="([^"]*)">([^<]*)</a>', html) == [
        ("../reference/glossary.md#term:forget-gate", "Forget\ngates"),
        ("../reference/glossary.md#term:long-short-term-memory", "LSTMs"),
    ]


def test_a_term_in_bold_is_explained_there_and_the_glossary_says_so(pages):
    html = pages.show(EXPLAINED, TERMS)
    assert '<strong id="explains-forget-gate"><a class="reference term"' in html and pages.problems == []
    html = pages.show(TERMS, EXPLAINED)
    assert pages.problems == []
    assert '<dt id="term:forget-gate">' in html and '<span class="chinese" lang="zh-Hant">遺忘閘</span>' in html
    assert re.search(
        r"by degrees\. .*Explained in <a[^>]*gates/lstm\.md#explains-forget-gate\">Chapter 2\.1</a>", html, re.DOTALL
    )


def test_a_term_that_no_page_explains_is_a_problem(pages):
    pages.show("# P\n\nA **forget gate**, and an LSTM.", TERMS)
    assert pages.problems == [
        "docs/en/reference/glossary.md:7: no page explains the term “long short-term memory (lstm)”: write it in bold where one does"
    ]


def test_terms_have_forms():
    found = terms(GLOSSARY)
    assert found["long short-term memory (lstm)"].forms == ("long short-term memory", "LSTM")
    assert found["forget gate"].traditional == "遺忘閘" and list(found) == ["forget gate", "long short-term memory (lstm)"]


def test_tables_exercises_chapters_and_sections_are_numbered_and_referable(pages):
    text = (
        "# Title\n\nTable: What it *costs*, see [](#ex:count-it). {#tab:costs}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter.\n\n"
        '## Two words\n\n### Exercise: Count it\n\nTask.\n\n??? success "Solution"\n    One.\n\n### Exercise: Again\n'
    )
    html = pages.show(text)
    assert pages.problems == []
    assert (
        '<figure class="table" id="tab:costs" aria-label="Table 4.1.1"><figcaption>' in html
        and "<em>costs</em>" in html
        and "</table>\n</figure>" in html
    )
    assert '<a class="number" href="#tab:costs">Table 4.1.1.</a>' in html and html.index("</figure>") < html.index("After.")
    assert '<h3 id="ex:count-it">Exercise 4.1.1 · Count it</h3>' in html and "Exercise 4.1.2 · Again" in html
    assert '<a class="reference" href="#ex:count-it">Exercise 4.1.1</a>' in html and "Solution to Exercise 4.1.1" in html
    other = "[](../part/page.md) [](../part/page.md#two-words) [](#tab:costs) [](#ex:again)"
    chapter = Page("part/page.md", "part/page/", "4.1", text)
    html = pages.show(Page("gates/lstm.md", "gates/lstm/", "2.1", other), chapter)
    assert pages.problems == []
    assert re.findall(r'href="([^"]*)">([^<]*)<', html) == [
        ("../part/page.md", "Chapter 4.1"),
        ("../part/page.md#two-words", "Two words"),
        ("../part/page.md#tab:costs", "Table 4.1.1"),
        ("../part/page.md#ex:again", "Exercise 4.1.2"),
    ]
    assert set(pages.book.previews["part/page.md"]) == {"", "two-words", "tab:costs", "ex:again"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# T\n\nTable: No name\n\n| a |\n|---|\n| 1 |", 3, "a table's caption has a name"),
        ("# T\n\nTable: No table {#tab:x}\n\ntext", 3, "a table's caption has a name"),
        ("# T\n\n[](#tab:nothing)", 3, "nothing is called “tab:nothing”"),
        ("# T\n\n[](page.md#no-section)", 3, "nothing is called “part/page.md#no-section”"),
        (
            "# T\n\nTable: A {#tab:x}\n\n| a |\n|---|\n\nTable: B {#tab:x}\n\n| a |\n|---|\n",
            8,
            "table “tab:x” is in docs/en/part/page.md already",
        ),
        ("# T\n\n### Exercise: A\n\n### Exercise: A\n", 5, "exercise “ex:a” is in"),
        ('# T\n\n![A cell](cell.svg "A caption.")', 3, "there is no drawing “cell.svg” beside the page"),
    ],
)
def test_a_missing_or_double_label_is_a_problem_with_its_line(pages, text, line, message):
    pages.show(text)
    assert len(pages.problems) == 1, pages.problems
    assert pages.problems[0].startswith(f"docs/en/part/page.md:{line}: ") and message in pages.problems[0]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 100">\n<desc>\nA box,\nand {}.\n</desc>\n<text x="10" y="20">{}</text>\n</svg>'


def test_a_drawing_is_a_numbered_figure_with_a_long_description(pages):
    pages.small.write("docs/en/part/cell.svg", SVG.format("<", "$h_t$").replace("and <", "and &lt;"))
    html = pages.show('# T\n\n![A cell.](cell.svg "It holds $c_t$.")\n\nIn [](cell.svg).')
    assert pages.problems == []
    assert (
        '<figure class="figure" id="cell" aria-label="Figure 4.1.1"><svg class="drawing diagram"' in html
        and 'aria-label="A cell."' in html
    )
    assert '<a class="number" href="#cell">Figure 4.1.1.</a> It holds' in html and 'href="#cell">Figure 4.1.1</a>.' in html
    assert "<summary>Figure 4.1.1 in words</summary><p>A box, and &lt;.</p>" in html and "<desc>" not in html
    assert "<path" in html.partition("<figcaption>")[0] and "$" not in html and "scale(0.016)" in html


def test_bad_tex_in_a_drawing_names_the_drawing(pages):
    pages.small.write("docs/en/part/cell.svg", SVG.format("x", "$\\frac{1}$"))
    pages.show('# T\n\n![A cell.](cell.svg "It.")')
    assert pages.problems == ["docs/en/part/cell.svg:6: TeX: Missing argument for \\frac: \\frac{1}"]


QUESTION = "1. Why?\n\n    - [ ] **$a$ or *b*** Because `c`\n      is not.\n    - [x] **So.** It is.\n\n2. What?\n\n    - [x] **A** is.\n\n    - [ ] **B** is not.\n"


def test_questions_answer_themselves_without_a_script(pages):
    html = pages.show(QUESTION)
    assert pages.problems == []
    assert html.count('<details class="option" name="question-1">') == 2 == html.count('name="question-2"')
    assert '<em>b</em></summary>\n<p class="wrong"><strong>No.</strong> Because <code>c</code>' in html
    assert '<summary>So.</summary>\n<p class="right"><strong>Right.</strong> It is.</p>' in html
    assert "<li>" in html and "[x]" not in html and "<script" not in html and html.count('class="right"') == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("1. Why?\n\n    - [ ] **A** no\n    - [ ] **B** no", 3, "question 1 has 0 right answers"),
        ("1. Why?\n\n    - [x] **A** yes\n    - [x] **B** yes", 3, "question 1 has 2 right answers"),
        ("1. Why?\n\n    - [x] **A** yes\n    - [ ] **B**", 3, "says why it is right or not"),
        ("1. Why?\n\n    - [x] A yes\n    - [ ] **B** no", 3, "an option is written"),
        (QUESTION + "\n3. Who?\n\n    - [x] **A** yes\n    - **B** no", 15, "begins with [ ] or [x]"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem(pages, text, line, message):
    pages.show(text)
    assert len(pages.problems) == 1, pages.problems
    assert pages.problems[0].startswith(f"docs/en/part/page.md:{line}: ") and message in pages.problems[0], pages.problems


PAGE = (
    '<h1 id="t">Title<a class="headerlink" href="#t">¶</a></h1>\n<p>First <b>words</b>.</p><p>Second.</p>'
    '<div class="equation" id="eq:a"><div class="math"><svg><use xlink:href="#MJX-1"/></svg></div></div>'
    '<div class="snippet" id="s"><div class="snippet-head"><span class="snippet-links"><a>x</a></span></div><pre tabindex="0">code</pre></div>\n'
    '<div class="output"><button>Run</button><pre>printed</pre></div>'
    '<dl><dt id="term:x">x</dt><dd>It is. <span class="back">Explained <span>there</span></span></dd><dt id="y">y</dt></dl>'
    '<figure id="f"><svg><clipPath id="p"/><g clip-path="url(#p)" id="g"/></svg><details><p>words</p></details></figure>'
    '<p>So it is <span class="cite" id="cite-a"></span><a>A (2000)</a>.</p><li><span class="work" id="a2000">A. Title.</span> Cited.</li>'
    '<svg class="glyphs"><defs><path id="MJX-1" d="M0 0"></path><path id="MJX-12" d="M1 1"></path></defs></svg>'
)


@pytest.mark.parametrize(
    ("identity", "shown"),
    [
        ("", "<h1>Title</h1><p>First <b>words</b>.</p>"),
        ("t", "<h1>Title</h1><p>First <b>words</b>.</p>"),
        (
            "s",
            '<div class="snippet"><div class="snippet-head"></div><pre>code</pre></div><div class="output"><pre>printed</pre></div>',
        ),
        ("term:x", "<dt>x</dt><dd>It is. </dd>"),
        ("f", '<figure><svg><clipPath id="p"/><g clip-path="url(#p)"/></svg></figure>'),
        ("cite-a", '<p>So it is <span class="cite"></span><a>A (2000)</a>.</p>'),
        ("a2000", '<span class="work">A. Title.</span>'),
        ("nothing", ""),
        (
            "eq:a",
            '<svg class="glyphs" aria-hidden="true"><defs><path id="MJX-1" d="M0 0"></path></defs></svg>'
            '<div class="equation"><div class="math"><svg><use xlink:href="#MJX-1"/></svg></div></div>',
        ),
    ],
)
def test_a_preview_has_what_belongs_together_and_nothing_else(identity, shown):
    assert preview(PAGE, identity) == shown


def test_an_element_ends_where_it_ends():
    html = 'a<div x="1"><div></div><p>b</p></div><div></div>'
    assert element(html, 1) == '<div x="1"><div></div><p>b</p></div>'


# Characters of one script only, among those of the book's field.
TRADITIONAL = (
    "機學習網絡過擬權閘門層數據資訊時間測試訓練標記憶體單變換開關與對選擇樣計環經處頭應"
    "驗輸詞語彙遞迴類別態狀傳遺劃從馬爾讀寫這為會個來發動點線義連續長週檢係齊勝積歸隱殘雙"
)
SIMPLIFIED = (
    "机学习网络过拟权闸门层数据资讯时间测试训练标记忆体单变换开关与对选择样计环经处头应"
    "验输词语汇递类别态状传遗划从马尔读写这为会个来发动点线义连续长周检系齐胜积归隐残双"
)
BOTH = set(TRADITIONAL) & set(SIMPLIFIED)


def test_each_term_of_the_book_has_a_sentence_and_both_names():
    text = (ROOT / "docs/en/reference/glossary.md").read_text(encoding="utf-8")
    found = terms(text)
    assert list(found) == sorted(found), "the terms are in the order of the alphabet"
    assert text.count("\n:   ") == len(found) > 60
    for name, meaning in re.findall(r"(?m)^(\S.*?) \|.*\n:   (.+)$", text):
        assert re.match(r".{20,}[.]$", meaning), f"“{name}” has no whole sentence"
    for name, term in found.items():
        assert term.traditional and term.simplified, f"“{name}” lacks a Chinese name"
        assert not set(term.traditional) & set(SIMPLIFIED) - BOTH, f"“{name}”: {term.traditional} has simplified characters"
        assert not set(term.simplified) & set(TRADITIONAL) - BOTH, f"“{name}”: {term.simplified} has traditional characters"
