"""What a finished page says of itself: a short description, and how long it takes to read."""

import math
import re
from html import unescape

# 200 words of prose a minute, and 20 seconds for each listing, figure and equation; folds are not counted.
WORDS, SECONDS = 200, 20
LOOKED_AT = re.compile(r'<figure\b|<div class="(?:snippet|equation)"')


def plain(html: str) -> str:
    """Return the words of HTML: no drawings, no code blocks; formulas once, as their MathML has them."""
    html = re.sub(r"(?s)<(svg|pre|script|style)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def description(html: str, limit: int = 160) -> str:
    """Return the page's first paragraph as plain text, cut at the end of a sentence, or of a word if need be."""
    text = next(filter(None, (plain(p) for p in re.findall(r"(?s)<p>(?!<span class=\"snippet-links)(.*?)</p>", html))), "")
    if len(text) <= limit:
        return text
    ends = [match.end() for match in re.finditer(r"[.?!](?= [A-Z“])", text[: limit + 2]) if match.end() <= limit]
    return text[: ends[-1]] if ends else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"


def minutes(html: str) -> int:
    """Return how many minutes the page takes to read, without what is folded."""
    html = re.sub(r"(?s)<details\b.*?</details>", "", html)
    return max(1, math.ceil(len(plain(html).split()) / WORDS + len(LOOKED_AT.findall(html)) * SECONDS / 60))
