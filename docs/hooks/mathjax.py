"""Math at build time: a Markdown extension that turns TeX into SVG with MathML.

MathJax 3.2.2's own files run in an embedded JavaScript engine, so that a page carries
finished drawings, needs no script, and bad TeX is a problem of the build. Arithmatex
finds the formulas (``$…$``, ``$$…$$``); a display with ``\\label{eq:name}`` is numbered.
"""

import atexit
import functools
import json
import re
import xml.etree.ElementTree as etree
from html import escape, unescape
from importlib.metadata import distribution
from pathlib import Path

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

FILES = ("loader.js", "core.js", "adaptors/liteDOM.js", "input/tex-full.js", "output/svg.js", "output/svg/fonts/tex.js")
BEGIN = "var window = globalThis; var MathJax = {loader: {load: []}, startup: {typeset: false, ready() {}}};"
IN_HTML = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\\w$])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\w)", re.DOTALL)


@functools.lru_cache(maxsize=1)
def engine():
    """Return a JavaScript engine with MathJax and typeset.js loaded."""
    from py_mini_racer import MiniRacer

    folder = Path(distribution("django-static-mathjax").locate_file("mathjax/static/mathjax/es5"))
    javascript = MiniRacer()
    atexit.register(javascript.close)  # while its thread can still be joined; later, Python 3.13 would wait for ever
    javascript.eval(BEGIN)
    for file in (*(folder / name for name in FILES), Path(__file__).with_name("typeset.js")):
        javascript.eval(file.read_text(encoding="utf-8"))
    return javascript


@functools.lru_cache(maxsize=1024)
def typeset(formulas: tuple[tuple[str, bool], ...], macros: str) -> tuple[list[dict], str]:
    """Typeset the formulas ``(TeX, display)`` of one page; return what each became and the glyphs they share."""
    page = json.loads(engine().eval(f"typeset({json.dumps(formulas)}, {macros})"))
    return page["made"], f'<svg class="glyphs" aria-hidden="true">{page["glyphs"]}</svg>' if formulas else ""


def html(made: dict) -> str:
    """Return one typeset formula: the drawing for eyes, MathML for screen readers and for copying."""
    noise = r' (?:role="img"|focusable="false"|xmlns="[^"]*"|data-mml-node="[^"]*"|data-c="[^"]*")'
    drawing = re.sub(noise, "", made["svg"]).replace("<svg", '<svg aria-hidden="true"', 1)
    mathml = re.sub(r">\s+<", "><", made["mathml"])
    return f'{drawing}<span class="mathml">{mathml}</span>'


def in_html(text: str, book, macros: dict) -> str:
    """Typeset ``$…$`` and ``$$…$$`` in finished HTML, such as a notebook's rendered Markdown."""
    found = [(unescape(m["display"] or m["inline"]).strip(), bool(m["display"])) for m in IN_HTML.finditer(text)]
    made, glyphs = typeset(tuple(found), json.dumps(macros))
    both = iter(zip(found, made))

    def put(match) -> str:
        (source, display), one = next(both)
        if "error" in one:
            message = book.problem(f"TeX: {one['error']}: {source}", raw=source)
            return f'<span class="problem">{escape(message)}</span>'
        attributes = 'class="math display" tabindex="0"' if display else 'class="math"'
        return f"<span {attributes}>{html(one)}</span>"

    return IN_HTML.sub(put, text) + glyphs


class MathExtension(Extension):
    """Registers build-time math; ``book`` has the equations' numbers and takes problems, ``macros`` is one table for all."""

    def __init__(self, book, macros: dict | None = None):
        super().__init__()
        self.book, self.macros = book, json.dumps(macros or {})

    def extendMarkdown(self, md):
        class Typeset(Treeprocessor):
            def run(typeset, root):
                return self.run(root, md.htmlStash.store)

        md.treeprocessors.register(Typeset(md), "mathjax", 12)  # after the inline patterns

    def run(self, root, store) -> None:
        """Put finished math where Arithmatex found formulas."""
        found = [(element, element.text[2:-2].strip()) for element in root.iter() if element.get("class") == "arithmatex"]
        formulas = tuple((re.sub(r"\s*\\label\{[^}]*\}", "", tex), element.tag == "div") for element, tex in found)
        made, glyphs = typeset(formulas, self.macros)
        for (element, tex), one in zip(found, made):
            labels = re.findall(r"\\label\{([^}]*)\}", tex)
            error = one.get("error")
            if re.search(r"\\(eq)?ref\b", tex):
                error = "refer to an equation outside of formulas, by a link: [](#eq:name)"
            elif len(labels) > 1 or (labels and element.tag != "div"):
                error = "a display formula has one \\label, an inline one none"
            elif labels and not labels[0].startswith("eq:"):
                error = f"an equation's label begins with eq:, not “{labels[0]}”"
            element.text, element.attrib["class"] = "", "problem" if error else "math"
            if error:
                message = self.book.problem(f"TeX: {error}: {tex}", self.book.line_of(tex), raw=tex.split("\n")[0])
                element.text = AtomicString(message)
            elif element.tag == "div":
                element.set("class", "equation")
                formula = etree.SubElement(element, "div", {"class": "math", "tabindex": "0"})
                formula.text = store(html(one))
                if labels and labels[0] in self.book.labels:
                    _, number, identity = self.book.labels[labels[0]]
                    element.set("id", identity)
                    etree.SubElement(element, "a", {"class": "number", "href": f"#{identity}"}).text = AtomicString(number)
            else:
                element.text = store(html(one))
        if found:
            etree.SubElement(root, "div").text = store(glyphs)
