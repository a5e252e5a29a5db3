"""Math at build time: a Markdown extension that turns TeX into SVG with MathML.

MathJax 3.2.2's own files run in an embedded JavaScript engine, so that a page carries
finished drawings, needs no script, and bad TeX is a problem of the build. Arithmatex
finds the formulas (``$…$``, ``$$…$$``); a display with ``\\label{eq:name}`` is numbered.
"""

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
# One document a page: its glyphs are defined once, in the cache, and used by every formula of the page.
TYPESET = """
(function (formulas, macros) {
  const _ = MathJax._, adaptor = _.adaptors.liteAdaptor.liteAdaptor();
  _.handlers.html_ts.RegisterHTMLHandler(adaptor);
  const tex = new _.input.tex_ts.TeX({
    packages: ['base', 'ams', 'newcommand', 'boldsymbol', 'configmacros'], macros,
    formatError(jax, error) { throw error; },
  });
  const svg = new _.output.svg_ts.SVG({fontCache: 'global', font: new _.output.svg.fonts.tex_ts.TeXFont()});
  const doc = _.mathjax.mathjax.document('', {InputJax: tex, OutputJax: svg});
  const visitor = new _.core.MmlTree.SerializedMmlVisitor.SerializedMmlVisitor();
  const made = formulas.map(([source, display]) => {
    try {
      const item = new doc.options.MathItem(source, tex, display);
      item.setMetrics(16, 8, 1e6, 1e6, 1);
      item.compile(doc);
      const mathml = visitor.visitTree(item.root);
      item.typeset(doc);
      return {svg: adaptor.innerHTML(item.typesetRoot), mathml};
    } catch (error) { return {error: error.message || String(error)}; }
  });
  return JSON.stringify({made, glyphs: adaptor.innerHTML(svg.fontCache.getCache())});
})
"""


@functools.lru_cache(maxsize=1)
def engine():
    """Return a JavaScript engine with MathJax loaded, and the name of its function."""
    from py_mini_racer import MiniRacer

    folder = Path(distribution("django-static-mathjax").locate_file("mathjax/static/mathjax/es5"))
    javascript = MiniRacer()
    javascript.eval(BEGIN)
    for file in FILES:
        javascript.eval((folder / file).read_text(encoding="utf-8"))
    javascript.eval(f"var typeset = {TYPESET}")
    return javascript


@functools.lru_cache(maxsize=4096)
def typeset(formulas: tuple[tuple[str, bool], ...], macros: str) -> dict:
    """Typeset the formulas ``(TeX, display)`` of one page; return ``{"made": […], "glyphs": svg}``."""
    return json.loads(engine().eval(f"typeset({json.dumps(formulas)}, {macros})"))


def html(made: dict) -> str:
    """Return one typeset formula: the drawing for eyes, MathML for screen readers and for copying."""
    drawing = re.sub(r' (role="img"|focusable="false"|xmlns="[^"]*")| data-mml-node="[^"]*"| data-c="[^"]*"', "", made["svg"])
    drawing = drawing.replace("<svg ", '<svg aria-hidden="true" ', 1)
    mathml = re.sub(r">\s+<", "><", made["mathml"])
    return f'{drawing}<span class="mathml">{mathml}</span>'


class Typeset(Treeprocessor):
    """Replaces what Arithmatex found by finished math."""

    def __init__(self, md, book, macros: dict):
        super().__init__(md)
        self.book, self.macros = book, json.dumps(macros)

    def run(self, root):
        found = [element for element in root.iter() if element.get("class") == "arithmatex"]
        sources = [element.text[2:-2].strip() for element in found]
        clean = tuple((re.sub(r"\s*\\label\{[^}]*\}", "", s), e.tag == "div") for s, e in zip(sources, found))
        page = typeset(clean, self.macros)
        for element, source, made in zip(found, sources, page["made"]):
            labels = re.findall(r"\\label\{([^}]*)\}", source)
            message = made.get("error")
            if re.search(r"\\(eq)?ref\b", source):
                message = "refer to an equation with a link, [](#eq:name), outside the formula"
            elif len(labels) > 1 or (labels and element.tag != "div"):
                message = "one \\label for each display formula; split it, or number it as a whole"
            elif labels and not labels[0].startswith("eq:"):
                message = f"an equation's label begins with eq: “{labels[0]}”"
            element.text, element.attrib["class"] = "", "math"
            if message:
                element.set("class", "problem")
                raw = source.splitlines()[0] if source else "$$"
                element.text = AtomicString(self.book.problem(f"TeX: {message}: {source}", raw=raw))
            elif element.tag == "div":
                self.display(element, made, labels)
            else:
                element.text = self.md.htmlStash.store(html(made))
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and not isinstance(text, AtomicString) and "$$" in text and element.tag not in ("code", "pre"):
                    self.book.problem("a display formula needs a blank line before and after its $$", raw="$$")
        if found:
            defs = f'<svg class="glyphs" aria-hidden="true">{page["glyphs"]}</svg>'
            etree.SubElement(root, "div").text = self.md.htmlStash.store(defs)

    def display(self, element, made: dict, labels: list[str]) -> None:
        element.set("class", "equation")
        formula = etree.SubElement(element, "div", {"class": "math", "tabindex": "0"})
        formula.text = self.md.htmlStash.store(html(made))
        if labels and labels[0] in self.book.labels:
            _, number, identity = self.book.labels[labels[0]]
            element.set("id", identity)
            etree.SubElement(element, "a", {"class": "number", "href": f"#{identity}"}).text = AtomicString(number)


def in_html(text: str, book, macros: dict) -> str:
    """Typeset ``$…$`` and ``$$…$$`` in finished HTML, such as a notebook's rendered Markdown."""
    pattern = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\\w$])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\w)", re.DOTALL)
    found = [(unescape(m["display"] or m["inline"]).strip(), bool(m["display"])) for m in pattern.finditer(text)]
    page = typeset(tuple(found), json.dumps(macros))
    made = iter(zip(found, page["made"]))

    def put(match) -> str:
        (source, display), one = next(made)
        if "error" in one:
            message = book.problem(f"TeX: {one['error']}: {source}", raw=source)
            return f'<span class="problem">{escape(message)}</span>'
        return f'<span class="math{" display" if display else ""}">{html(one)}</span>'

    glyphs = f'<svg class="glyphs" aria-hidden="true">{page["glyphs"]}</svg>' if found else ""
    return pattern.sub(put, text) + glyphs


class MathExtension(Extension):
    """Registers build-time math; ``book`` numbers equations and takes problems, ``macros`` is the book's table."""

    def __init__(self, book, macros: dict | None = None):
        super().__init__()
        self.book, self.macros = book, macros or {}

    def extendMarkdown(self, md):
        md.treeprocessors.register(Typeset(md, self.book, self.macros), "mathjax", 12)  # after inline patterns
