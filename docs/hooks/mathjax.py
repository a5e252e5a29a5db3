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
VERBATIM = re.compile(r"(?s)(<(pre|code|svg)\b.*?</\2>)")
ANCHORS = {"start": 0, "middle": 0.5, "end": 1}


@functools.lru_cache(maxsize=1)
def engine():
    """Return a JavaScript engine with MathJax and typeset.js loaded."""
    from py_mini_racer import MiniRacer

    folder = Path(str(distribution("django-static-mathjax").locate_file("mathjax/static/mathjax/es5")))
    javascript = MiniRacer()
    atexit.register(javascript.close)  # while its thread can still be joined; later, Python 3.13 would wait for ever
    javascript.eval(BEGIN)
    for file in (*(folder / name for name in FILES), Path(__file__).with_name("typeset.js")):
        javascript.eval(file.read_text(encoding="utf-8"))
    return javascript


@functools.lru_cache(maxsize=1024)
def typeset(formulas: tuple[tuple[str, bool], ...], macros: str, alone: bool = False) -> tuple[list[dict], str]:
    """Typeset the formulas ``(TeX, display)`` of one page; return what each became and the glyphs they share.

    With ``alone``, each has its glyphs in itself instead."""
    page = json.loads(engine().eval(f"typeset({json.dumps(formulas)}, {macros}, {json.dumps(alone)})"))
    return page["made"], f'<svg class="glyphs" aria-hidden="true">{page["glyphs"]}</svg>' if formulas else ""


def plain(svg: str) -> str:
    """Return a typeset formula's drawing without what only MathJax's own scripts need."""
    noise = r' (?:role="img"|focusable="false"|xmlns="[^"]*"|data-mml-node="[^"]*"|data-mjx-[a-z]+="[^"]*"|data-c="[^"]*")'
    return re.sub(noise, "", svg)


def html(made: dict) -> str:
    """Return one typeset formula: the drawing for eyes, MathML for screen readers and for copying."""
    drawing = plain(made["svg"]).replace("<svg", '<svg aria-hidden="true"', 1)
    mathml = re.sub(r">\s+<", "><", made["mathml"])
    return f'{drawing}<span class="mathml">{mathml}</span>'


def in_html(text: str, book, macros: dict) -> str:
    """Typeset ``$…$`` and ``$$…$$`` in finished HTML, such as a notebook's Markdown, but not in code, output or drawings."""
    parts = VERBATIM.split(text)  # text, what is left as it is, its element's name; text, …
    matches = [match for part in parts[::3] for match in IN_HTML.finditer(part)]
    found = [(unescape(match["display"] or match["inline"]).strip(), bool(match["display"])) for match in matches]
    made, glyphs = typeset(tuple(found), json.dumps(macros))
    both = iter(zip(found, made))

    def put(match) -> str:
        (source, display), one = next(both)
        if "error" in one:
            message = book.problem(f"TeX: {one['error']}: {source}", raw=source)
            return f'<span class="problem">{escape(message)}</span>'
        attributes = 'class="math display" tabindex="0"' if display else 'class="math"'
        return f"<span {attributes}>{html(one)}</span>"

    parts[::3] = [IN_HTML.sub(put, part) for part in parts[::3]]
    del parts[2::3]  # the names of the elements
    return "".join(parts) + glyphs


def in_svg(svg: str, macros: dict, report) -> str:
    """Typeset each ``<text>$…$</text>`` of a drawing in its place, and return the drawing without comments.

    ``x``, ``y``, ``text-anchor``, ``font-size``, ``transform`` and ``class`` say where and how, as for any text, or
    those of a group around it. ``report`` takes what is wrong with the drawing, and the line there.
    """
    svg = re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), svg, flags=re.DOTALL)
    try:
        root = etree.fromstring(svg)
    except etree.ParseError as error:
        report(f"the drawing is no well-formed SVG: {error}", error.position[0])
        return ""
    found = []

    def collect(element, inherited: dict) -> None:
        element.tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        own = inherited | {name: element.attrib[name] for name in ("font-size", "text-anchor") if name in element.attrib}
        text = "".join(element.itertext()).strip() if element.tag == "text" else ""
        if whole := IN_HTML.fullmatch(text):
            found.append((element, (whole["inline"] or whole["display"]).strip(), own))
        elif "$" in text:
            report(f"a text is one formula or words: {text}", line_of(text))
        for child in element:
            child.tail = re.sub(r"^\s*\n\s*$", "", child.tail or "")
            collect(child, own)
        element.text = re.sub(r"^\s*\n\s*$", "", element.text or "") or None

    def line_of(text: str) -> int:
        at = max(svg.find(text), svg.find(escape(text, quote=False)), 0)
        return svg.count("\n", 0, at) + 1

    collect(root, {"font-size": "16", "text-anchor": "start"})
    made, _ = typeset(tuple((tex, False) for _, tex, _ in found), json.dumps(macros), alone=True)
    for (element, tex, own), one in zip(found, made):
        if error := one.get("error"):
            report(f"TeX: {error}: {tex}", line_of(f"${tex}"))
            element.set("class", f"{element.get('class', '')} problem".strip())
            continue
        formula = etree.fromstring(plain(one["svg"]))
        left, _, width, _ = map(float, formula.get("viewBox").split())
        try:
            scale = float(own["font-size"]) / 1000
            x = float(element.get("x", 0)) - scale * (left + ANCHORS[own["text-anchor"]] * width)
            y = float(element.get("y", 0))
        except (KeyError, ValueError):
            message = f"a formula's x, y and font-size are numbers, its text-anchor is start, middle or end: {tex}"
            report(message, line_of(f"${tex}"))
            continue
        place = f"{element.get('transform', '')} translate({round(x, 2):g} {y:g}) scale({scale:g})"
        kind = f"math {element.get('class', '')}".strip()
        element.clear()
        element.tag, element.attrib = "g", {"class": kind, "transform": place.strip()}
        element.append(bare(formula[0]))
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return etree.tostring(root, encoding="unicode")


def bare(element):
    """Return an element with its groups that do nothing taken out."""
    children = [bare(child) for child in element]
    element[:] = [one for child in children for one in (child if child.tag == "g" and not child.attrib else [child])]
    return element


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
                    link = etree.SubElement(element, "a", {"class": "number", "href": f"#{identity}"})
                    words = etree.SubElement(link, "span", {"class": "mathml"})  # for screen readers and the search
                    words.text, words.tail = AtomicString(f"Equation {labels[0][3:].replace('-', ' ')} "), AtomicString(number)
            else:
                element.text = store(html(one))
        if found:
            etree.SubElement(root, "div").text = store(glyphs)
