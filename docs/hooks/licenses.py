"""What the book is made with, and under which licenses: data sets and packages, from the lock and the packages' metadata."""

import importlib.metadata
import re
from pathlib import Path

WISHES, LOCK = "requirements.in", "requirements.txt"
LOCKED = re.compile(r"(?m)^([\w.-]+)==([^\s;]+)")
WISHED = re.compile(r"(?m)^([\w.-]+)[^#\n]*?\s+# (.+)$")
# What is locked for other machines only, and so has no metadata on most: as its metadata have it there.
ELSEWHERE = {"appnope": "BSD-2-Clause", "cffi": "MIT-0", "pexpect": "ISC License (ISCL)",
             "ptyprocess": "ISC License (ISCL)", "pycparser": "BSD-3-Clause"}  # fmt: skip
# Some metadata name no license; then the package has its text.
TEXTS = {
    "Apache License 2.0": r"Apache License,?\s+Version 2\.0",
    "MIT License": "Permission is hereby granted, free of charge, to any person obtaining a copy",
    "BSD License": "Redistribution and use in source and binary forms, with or without",
}


def metadata(name: str):
    try:
        return importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def license_of(name: str) -> str:
    """Return the license of a package as its metadata have it: an SPDX expression, or the words; “unknown” if there are none."""
    known = metadata(name)
    if known is None:
        return ELSEWHERE.get(name, "unknown")
    classifiers = (line.rpartition(" :: ")[2] for line in known.get_all("Classifier", ()) if line.startswith("License :: "))
    named = ", ".join(dict.fromkeys(text for text in classifiers if text != "OSI Approved"))
    own = (known.get("License") or "").strip()
    if found := known.get("License-Expression") or named or (own if "\n" not in own and len(own) < 60 else ""):
        return found
    files = [file for file in importlib.metadata.files(name) or () if re.search(r"(?i)\blicen[cs]e[^/]*$", str(file))]
    text = "\n".join([own, *(file.read_text(encoding="utf-8") for file in files)])
    return next((license for license, words in TEXTS.items() if re.search(words, text)), "unknown")


def home(name: str) -> str:
    """Return the address of a package's home page, or where its code is; nothing if its metadata have neither."""
    known = metadata(name)
    if known is None:
        return ""
    named = (line.partition(",") for line in known.get_all("Project-URL", ()))
    urls = {label.lower().strip(): url.strip() for label, _, url in named}
    labels = ("homepage", "home", "home page", "source", "source code", "repository", "github", "code", "documentation")
    found = [known.get("Home-page") or "", *(urls.get(label, "") for label in labels)]
    return next((url for url in found if re.fullmatch(r"https?://[^\s()<>|\"']+", url)), "")


def tables(root: Path, shown) -> str:
    """Return Markdown: the data sets, the packages that the book asks for, and what these need, each with its license.

    ``shown`` says for a package where the snippets that read from it are shown, as links.
    """
    lock = dict(LOCKED.findall((root / LOCK).read_text(encoding="utf-8")))
    wished, _, data = (root / WISHES).read_text(encoding="utf-8").partition("# Data sets")
    sets, asked = dict(WISHED.findall(data)), dict(WISHED.findall(wished))

    def row(name: str, *more: str) -> str:
        named = f"[{name}]({url})" if (url := home(name)) else name
        return f"| {' | '.join([named, lock[name], plain(license_of(name)), *more])} |"

    rest = [name for name in lock if name not in sets and name not in asked]
    return "\n".join([
        "## Data sets", "",
        "| package | version | license of the package | what it is; terms of the data | used in |", "|---|---|---|---|---|",
        *(row(name, plain(what), shown(name)) for name, what in sets.items()),
        "", "## Packages", "", "| package | version | license | what for |", "|---|---|---|---|",
        *(row(name, plain(why)) for name, why in asked.items()),
        "", "## What these packages need", "", "| package | version | license |", "|---|---|---|",
        *(row(name) for name in sorted(rest)),
    ])  # fmt: skip


def plain(text: str) -> str:
    """Return a text from elsewhere so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>|$@#])", r"\\\1", text)
