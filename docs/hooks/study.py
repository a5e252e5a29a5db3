"""What helps to study: questions that answer themselves, and the meaning of a term where it is first used.

Both work on the tree that Markdown made of a page. An option of a question is a list item
``- [x] **the answer** why it is right`` or ``- [ ] **an answer** why it is not``; it becomes
a fold that tells so at once and needs no script.
"""

import functools
import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

MARK = re.compile(r"\s*\[( |x)\]\s*")
WORDLESS = {"a", "label", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption", "th", "dt", "svg", "math"}


def answer(option, name: str) -> tuple[etree.Element, bool, str]:
    """Return a list item as a fold, whether it is the right answer, and what is wrong with how it is written."""
    body = option.find("p") if option.find("p") is not None and not (option.text or "").strip() else option
    right = MARK.match(body.text)[1] == "x"
    if not len(body) or body[0].tag != "strong" or MARK.sub("", body.text, 1).strip():
        return option, right, "an option is written - [ ] **the answer** and then why it is right or not"
    made = etree.Element("details", {"class": "option", "name": name})
    summary = etree.SubElement(made, "summary")
    summary.text, answered = body[0].text, body[0]
    summary.extend(list(answered))
    reason = etree.SubElement(made, "p", {"class": "right" if right else "wrong"})
    verdict = etree.SubElement(reason, "strong")
    verdict.text, verdict.tail = "Right." if right else "No.", f" {(answered.tail or '').lstrip()}"
    reason.extend(list(body)[1:])
    made.extend([child for child in option if child is not body] if body is not option else [])  # further paragraphs
    return made, right, "" if (answered.tail or "").strip() or len(body) > 1 else "an option says why it is right or not"


class Study(Treeprocessor):
    def __init__(self, md, book):
        super().__init__(md)
        self.book = book

    def run(self, root):
        for number, group in enumerate([e for e in root.iter("ul") if self.options(e)], 1):
            self.question(group, number)
        if self.book.forms and self.book.page.src in self.book.pages and "glossary" not in self.book.page.src:
            self.unused = dict(self.book.forms)
            self.pattern = written(frozenset(form for term in self.unused.values() for form in term.forms))
            self.terms(root)

    def options(self, group) -> bool:
        texts = [(item.text or "").strip() or (item.findtext("p") or "") for item in group]
        return any(MARK.match(text) for text in texts)

    def question(self, group, number: int) -> None:
        """Turn a list of options into folds of which one is open at a time."""
        rights, problems = 0, []
        for index, option in enumerate(list(group)):
            text = (option.text or "").strip() or (option.findtext("p") or "")
            if not MARK.match(text):
                problems.append("each option of a question begins with [ ] or [x]")
                continue
            made, right, wrong = answer(option, f"question-{number}")
            rights += right
            problems += [wrong] * bool(wrong)
            group[index] = made
        if rights != 1:
            problems.append(f"question {number} has {rights} right answers, not one")
        group.tag, group.attrib = "div", {"class": "options", "role": "group", "aria-label": f"Answers to question {number}"}
        for problem in problems:
            note = etree.SubElement(group, "p", {"class": "problem"})
            note.text = AtomicString(self.book.problem(problem, self.line(number)))

    def line(self, number: int) -> int:
        """Return the line of the page on which a question's options begin."""
        lines = self.book.page.text.split("\n")
        starts = [
            i for i, line in enumerate(lines, 1) if re.match(r"\s*[-*+] \[[ x]\]", line) and not self.is_option(lines, i - 1)
        ]
        return starts[number - 1] if number <= len(starts) else 0

    def is_option(self, lines: list[str], index: int) -> bool:
        """Say whether the nearest line above that is no continuation is an option, too."""
        indent = len(lines[index]) - len(lines[index].lstrip())
        for line in reversed(lines[:index]):
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                return bool(re.match(r"\s*[-*+] \[[ x]\]", line))
        return False

    def terms(self, element) -> None:
        """Link the first use of each term to the glossary; where a term is in bold, it is explained."""
        if element.tag in WORDLESS or element.get("class") in ("arithmatex", "math", "equation", "problem"):
            return
        if element.tag == "strong" and (term := self.book.forms.get(" ".join("".join(element.itertext()).lower().split()))):
            if self.book.page.src in self.book.explained.get(term.name.lower(), ()) and self.book.once(
                f"explains-{term.identity[5:]}"
            ):
                element.set("id", f"explains-{term.identity[5:]}")
        self.split(element, element.text, lambda text: setattr(element, "text", text), 0)
        for child in list(element):
            self.terms(child)
            self.split(
                element, child.tail, lambda text, child=child: setattr(child, "tail", text), list(element).index(child) + 1
            )

    def split(self, parent, text, put, index: int) -> None:
        """Put links into a text of an element at the first uses that it has."""
        if not text or isinstance(text, AtomicString):
            return
        begin = 0
        while self.unused and (found := self.pattern.search(text, begin)):
            begin = found.end()
            if not (term := self.unused.get(" ".join(found[0].lower().split()))):
                continue
            self.unused = {form: other for form, other in self.unused.items() if other is not term}
            href = self.book.link("reference/glossary.md", term.identity, "")[3:].partition(")")[0]
            link = etree.Element("a", {"class": "reference term", "href": href})
            link.text, link.tail = AtomicString(found[0]), text[found.end() :]
            put(text[: found.start()])
            parent.insert(index, link)
            text, index, begin = link.tail, index + 1, 0
            put = lambda text, link=link: setattr(link, "tail", text)  # noqa: E731


@functools.lru_cache(maxsize=4)
def written(forms: frozenset[str]) -> re.Pattern:
    """Return what finds these forms and their plurals, with a capital only where a sentence begins: Windows is no window."""
    forms |= {f"{form}s" for form in forms}
    small, capital = (
        "|".join(sorted(map(re.escape, some), key=len, reverse=True)).replace("\\ ", r"\s+")
        for some in (forms, {form[0].upper() + form[1:] for form in forms})
    )
    return re.compile(rf"(?<![\w-])(?:{small}|(?:^|(?<=[.?!:]\s))(?:{capital}))(?![\w-])")


class StudyExtension(Extension):
    """Registers both for a book; the page being converted is ``book.page``."""

    def __init__(self, book):
        super().__init__()
        self.book = book

    def extendMarkdown(self, md):
        md.treeprocessors.register(Study(md, self.book), "study", 11)  # after inline patterns and math
