"""Makes a finished site light: one style sheet, the theme's and the book's together, without what no page can use.

A rule goes when its selector asks for a name (a class, an id, a value of an attribute) that is in no tag of any page
and in no script; a variable when nothing reads it. Half of the theme's sheet is for features that the book has not.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

TOKEN = re.compile(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\)|[{};]|[^{};"'/u]+|.""", re.DOTALL)
NAME = re.compile(r"[\w-]+")
WANTED = re.compile(r"[.#]((?:[\w-]|\\.)+)|=[\"']?([\w-]+)[\"']?\]")
OFF = re.compile("rtl|mermaid|md-(version|source__fact|annotation|status)")  # in the theme's script, for features that are off
VARIABLE = re.compile(r"(--[\w-]+)\s*:")


def pack(site: Path) -> None:
    """Write the one sheet to book.css, drop the theme's own and the indentation of pages, comments of scripts, and mark
    our files in the pages by their content, so that no cache gives an old one to a new page."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    scripts = [path.read_text(encoding="utf-8") for path in [*site.glob("*.js"), *site.glob("assets/javascripts/*.js")]]
    sheets = [*site.glob("assets/stylesheets/main.*.css"), *site.glob("assets/stylesheets/palette.*.css"), site / "book.css"]
    names = {name for page in pages.values() for tag in re.findall(r"<[a-z][^>]*>", page) for name in NAME.findall(tag)}
    names |= {name for script in scripts for name in NAME.findall(script) if not OFF.match(name)}
    css = purge("".join(sheet.read_text(encoding="utf-8") for sheet in sheets), names)
    while (fewer := unread(css, "".join([*pages.values(), *scripts]))) != css:
        css = fewer
    sheets[-1].write_text(css, encoding="utf-8")
    for path in site.glob("assets/stylesheets/*"):
        path.unlink()
    for path in site.glob("*.js"):
        path.write_text(re.sub(r"(?m)^ *//.*\n|^ +", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    marks = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in [*site.glob("*.js"), sheets[-1]]}
    for path, page in pages.items():
        page = re.sub(r'(<path [^<>]*\bd=")(M[MLHVQTCSZz\d\s.,-]*)(?=")', lambda m: m[1] + relative(m[2]), page)
        page = shared(bare(page))
        page = re.sub(r'<span class="[nw]">([^<]*)</span>', r"\1", page)  # plain names and space look like plain code
        page = re.sub(r"(?s)(<(pre|textarea|script)\b.*?</\2>)|\s*\n\s*", lambda m: m[1] or "\n", page)
        ours = r'(<(?:script|link) [^<>]*(?:src|href)="(?:[^"]*/)?([\w.]+))"'
        marked = re.sub(ours, lambda m: f'{m[1]}?{marks[m[2]]}"' if m[2] in marks else m[0], page)
        path.write_text(marked, encoding="utf-8")


def relative(path: str) -> str:
    """An SVG path whose every point is given from the one before: the same drawing in fewer digits."""
    if re.search(r"\.\d{3}", path):
        return path
    drawn, x, y, start, before = "", 0, 0, (0, 0), ""
    for command, numbers in re.findall(r"([A-Z])([^A-Z]*)", path.upper()):
        values = [round(100 * float(number)) for number in re.findall(r"-?[\d.]+", numbers)]  # whole hundredths add up
        size = {"H": 1, "V": 1, "Q": 4, "S": 4, "C": 6}.get(command, 2)
        for i in range(0, max(len(values), 1), size):
            point = values[i : i + size]
            if command == "Z":
                x, y = start
            elif command == "H":
                point, x = [point[0] - x], point[0]
            elif command == "V":
                point, y = [point[0] - y], point[0]
            else:
                point, (x, y) = [value - (y if j % 2 else x) for j, value in enumerate(point)], point[-2:]
            if command == "M" and i == 0:
                start = x, y
            letter = "l" if command == "M" and i else command.lower()  # further points after a move are lines
            digits = (re.sub(r"(?<!\d)0(?=\.\d*[1-9])|\.?0+$", "", f"{value / 100:.2f}") for value in point)  # 0.50 is .5
            text = " ".join(digits).replace(" -", "-")
            drawn += (" " * (text[:1] != "-") if letter == before and letter not in "mz" else letter) + text
            before = letter
    return drawn


def bare(page: str) -> str:
    """The page without groups in drawings and formulas that say nothing: a seventh of its elements."""
    ends: list[str] = []

    def keep(tag):
        if tag[0] == "</g>":
            return ends.pop()
        ends.append("" if tag[0] == "<g>" else "</g>")
        return "" if tag[0] == "<g>" else tag[0]

    return re.sub(r"<g( [^>]*)?>|</g>", keep, page)


def shared(page: str) -> str:
    """The page with one drawing of each glyph: what labels in diagrams have in common with formulas is that of the formulas."""
    names = {drawn: name for name, drawn in re.findall(r'<path id="(MJX-[^"]+)" d="([^"]+)"', page)}
    return re.sub(r'<path d="([^"]+)" ?/>', lambda m: f'<use xlink:href="#{names[m[1]]}" />' if m[1] in names else m[0], page)


def purge(css: str, names: set[str]) -> str:
    """The sheet without the rules for names that are not there."""
    starts = tuple(name for name in names if name.endswith("-") and len(name) > 2)  # a script completes these

    def there(selector: str) -> bool:
        while (outer := re.sub(r":(?:not|is|where|has)\([^()]*\)", "", selector)) != selector:  # any of these will do
            selector = outer
        wanted = ((a or b).replace("\\", "") for a, b in WANTED.findall(selector))
        return all(name in names or name.startswith(starts) for name in wanted)

    kept = []
    for head, body in rules(css):
        if body is None:
            kept.append(head)
        elif head.startswith(("@media", "@supports")):
            kept += [f"{head}{{{inner}}}"] if (inner := purge(body, names)) else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif selectors := [selector for selector in split(head) if there(selector)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def unread(css: str, elsewhere: str) -> str:
    """The sheet without the variables that neither it nor a page nor a script reads."""
    read = set(re.findall(r"--[\w-]+(?!\s*:|[\w-])", css)) | set(re.findall(r"--[\w-]+", elsewhere))
    kept, skipping = [], False
    for token in TOKEN.findall(css):
        found = VARIABLE.match(token.lstrip())
        skipping = bool(found and found[1] not in read) or skipping and token not in "{};"
        kept.append("" if skipping else token)
    return re.sub(r"([{;]);+", r"\1", "".join(kept))


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """The rules of a sheet as (what is before the braces, what is in them), and statements as (statement, None)."""
    head, body, depth = "", "", 0
    for token in TOKEN.findall(css):
        if token.startswith("/*"):
            continue
        if depth == 0 and token == ";":
            yield head.strip() + ";", None
            head = ""
        elif token == "}" and depth == 1:
            yield head.strip(), body.strip()
            head, body, depth = "", "", 0
        else:
            if depth:
                body += token
            elif token != "{":
                head += token
            depth += {"{": 1, "}": -1}.get(token, 0)


def split(selectors: str) -> list[str]:
    """The selectors between the commas, not those in parentheses."""
    return re.findall(r"(?:[^,()\[]|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))+", selectors)
