"""What holds for every file: code without known kinds of mistakes, with one layout and types that fit, and prose spelled right."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

from spellchecker import SpellChecker

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "tests/words.txt"
TEXTS = [*sorted((ROOT / "docs/en").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
CODE = [path for folder in ("docs/hooks", "docs/en/labs", "snippets") for path in sorted((ROOT / folder).rglob("*.py"))]
# What is no prose: fences, code, formulas, values, addresses, keys of works, tags, attributes, and what a cell is called.
HIDDEN = re.compile(
    r"""^[ \t>]*(?P<fence>`{3,}|~{3,}).*?^[ \t>]*(?P=fence)[`~]*[ \t]*$
    | (?P<ticks>`+)(?!`)(?:(?!\n[ \t#]*\n).)+?(?<!`)(?P=ticks)(?!`)
    | <!--.*?--> | \$\$.+?\$\$ | (?<![\\$])\$(?!\s)[^$\n]+\$ | \{\{.*?\}\} | \]\([^)\s]* | @[a-z]+\d{4}\w* | </?\w[^>\n]*>
    | \{[#:.][^}\n]*\} | https?://[^\s)>]+ | ^\#[ ]%%[ ][a-z0-9-]* | \b(?:alt|caption)= | \#[ ](?:noqa|fmt|type):.*?$""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
WORD = re.compile(r"(?<![\w\\])[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-z]+)*(?!\w)")


def prose(path: Path) -> str:
    """Return a file's prose, each word in its line: a page's text, or the comments and docstrings of code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        source, lines = text.split("\n"), [""] * (text.count("\n") + 1)
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                lines[token.start[0] - 1] = token.string
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
                begin, end = node.body[0].lineno - 1, node.body[0].end_lineno
                lines[begin:end] = source[begin:end]
        text = "\n".join(lines)
    return HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def tool(*arguments: str) -> None:
    """Run a tool of this Python over the repository; what it finds is the failure."""
    ended = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, f"{' '.join(arguments)}\n{ended.stdout}{ended.stderr}"


def test_code_has_no_known_kind_of_mistake():
    tool("ruff", "check", "--quiet", "--no-cache", "--output-format", "concise", ".")


def test_types_fit():
    tool("mypy", "--cache-dir", ".bake/cache/mypy", "--no-error-summary")


def test_code_has_one_layout():
    tool("ruff", "format", "--check", "--quiet", "--no-cache", ".")


def test_prose_is_spelled_right():
    listed = WORDS.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word)), f"{WORDS.name} is sorted, with no word twice"
    american, wrong, needed = SpellChecker(distance=1), [], set()
    american.word_frequency.remove_words([word[1:] for word in listed if word.startswith("-")])
    terms = " ".join(re.findall(r"(?m)^(.+)\n: ", (ROOT / "docs/en/reference/glossary.md").read_text(encoding="utf-8")))
    works = re.sub(r"[{}]", "", (ROOT / "docs/en/reference/bibliography.bib").read_text(encoding="utf-8"))
    packages = re.sub("#.*", "", (ROOT / "requirements.in").read_text(encoding="utf-8"))
    derived = {match[0] for match in WORD.finditer(f"{terms} {works} {packages}")}
    for path in TEXTS + CODE:
        own, text = set(derived), prose(path)
        if path.suffix == ".py":  # a comment may name what is in the code
            names = [token.string for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)]
            own |= set(re.findall(r"[A-Za-z]+", " ".join(names[i] for i in range(len(names)) if names[i].isidentifier())))
        for match in WORD.finditer(text):
            word = re.sub("'s$", "", match[0].replace("’", "'"))
            forms = {word, word.removesuffix("s"), word[0].lower() + word[1:]}
            if american.known([word]) or forms & own:
                continue
            needed |= forms & set(listed)
            if not forms & set(listed):
                near = american.correction(word)
                line = text.count("\n", 0, match.start()) + 1
                wrong.append(f"{path.relative_to(ROOT)}:{line}: “{word}”" + (f"; did you mean “{near}”?" if near else ""))
    assert not wrong, "\n".join([*wrong, f"Mend each, or add it to tests/{WORDS.name}, which is sorted, if it is right."])
    idle = {word for word in listed if not word.startswith("-")} - needed
    assert not idle, f"tests/{WORDS.name} has words that no text needs: {', '.join(sorted(idle))}"
