"""Figures: a recorded drawing as inline SVG in the page's colors, and as files in the colors of each palette."""

import re
from html import escape

from bake import visible

# The style's colors, and the page's variables that take their place.
COLORS = dict(zip("1b1f24 000000 ffffff d0d4da 0072b2 d55e00 00805c a0458a 8a6d00 5f6670".split(),
                  "ink ink paper grid c0 c1 c2 c3 c4 c5".split()))  # fmt: skip


def drawing(svg: str, prefix: str, alt: str) -> str:
    """Return a recorded figure as inline SVG in the page's colors, its ids made the page's own, its numbers short."""
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", "", visible(svg[svg.index("<svg") :]), flags=re.DOTALL)
    used = sorted(set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg)))
    short = {name: f"{prefix}-{index}" for index, name in enumerate(used)}

    def own(tag: str) -> str:
        tag = re.sub(r'\sid="([^"]*)"', lambda m: f' id="{short[m[1]]}"' if m[1] in short else "", tag)
        tag = re.sub(r'(url\(#|href="#)([^")]+)', lambda m: m[1] + short[m[2]], tag)
        tag = re.sub(r"(?<![#\w&])(?<!scale\()-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), tag)
        tag = re.sub(r"font-family: [^;\"]*;? ?|(?<=font: )([\d.]+px) [^;\"]*", lambda m: m[1] or "", tag)
        return re.sub(r"#([0-9a-f]{6})\b", lambda m: f"var(--{COLORS[m[1]]})" if m[1] in COLORS else m[0], tag)

    head, body = re.sub(r">\s+<", "><", in_tags(svg, own)).split(">", 1)
    view = re.search(r'viewBox="[^"]*"', head)[0]
    return f'<svg class="drawing" data-search-exclude role="img" aria-label="{escape(alt)}" {view} xmlns:xlink="http://www.w3.org/1999/xlink"><g aria-hidden="true">{body.replace("</svg>", "</g></svg>")}'


def in_tags(svg: str, change) -> str:
    """Return a drawing with its tags changed and its words left alone; quotes in these could be taken for an attribute's."""
    parts = re.split(r"(<[^>]*>)", svg)
    parts[1::2] = map(change, parts[1::2])
    parts[::2] = (words.replace('"', "&quot;") for words in parts[::2])
    return "".join(parts)


def expected_size(cells: list[dict], name: str) -> tuple[float, float]:
    """Return the size in inches that a figure will have, as far as its snippet says so."""
    source = "\n".join(cell["source"] for cell in cells if cell["kind"] == "code")
    size = re.search(rf'num=["\']{name}["\'][^\n]*figsize=\(([\d.]+), ([\d.]+)\)', source)
    return (float(size[1]), float(size[2])) if size else (6, 3)


def dark_colors(css: str) -> dict[str, str]:
    """Return the dark palette's color for each of the style's, as the theme has them."""
    block = re.search(r'\[data-md-color-scheme="slate"\] \{(.*?)\n\}', css, re.DOTALL)[1]
    named = dict(re.findall(r"--([\w-]+): (#\w+)", block))
    named["paper"] = named["md-default-bg-color"]
    return {color: named[name] for color, name in COLORS.items() if name in named}


def pictures(svg: str, dark: dict[str, str]):
    """Yield ``(palette, SVG)`` of a recorded figure, as files that stand alone."""
    yield "light", (svg := visible(svg))
    yield "dark", in_tags(svg, lambda tag: re.sub(r"#([0-9a-f]{6})\b", lambda match: dark.get(match[1], match[0]), tag))
