"""What the tests share: the recorded runs, the built site, a browser, and small books to break."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs/hooks"))

from bake import Bakery, bake_all  # noqa: E402
from pdf import PrintError, chromium  # noqa: E402

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every build that they stop by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def bakery():
    """The book's snippets, all of them baked."""
    bakery = Bakery(ROOT)
    if failures := bake_all(bakery):
        pytest.exit("\n\n".join(failures.values()), returncode=1)
    return bakery


@pytest.fixture
def run(request, bakery):
    """The recorded run of the snippet that the test file mirrors; ``run.execute(*cells)`` runs cells again."""
    path = bakery.find(request.path.stem.removeprefix("test_"))
    run = bakery.load(path)

    def execute(*names):
        cells = {cell["name"]: cell for cell in run.cells}
        namespace = {"__name__": "__main__", "__file__": str(path)}
        for name in names:
            code = "\n" * (cells[name]["line"] - 1) + cells[name]["source"]
            exec(compile(code, str(path), "exec"), namespace)
        return namespace

    return SimpleNamespace(**vars(run), output=run.output, execute=execute)


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Returns a folder that is made once in a session: the worker that first asks makes it, and others wait."""
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.getbasetemp()

    def made(name: str, make) -> Path:
        folder = shared / name
        with FileLock(f"{folder}.lock"):
            if not Path(f"{folder}.made").exists():
                make(folder)
                Path(f"{folder}.made").touch()
        return folder

    return made


def build(folder: Path, **environment: str) -> None:
    """Build the site strictly into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="session")
def site(bakery, once):
    """The folder of the strictly built site."""
    return once("site", build)


@pytest.fixture(scope="session")
def browser():
    """A Chromium; installed if there is none."""
    try:
        with chromium() as browser:
            yield browser
    except PrintError as error:
        pytest.exit(str(error), 1)


class SmallBook:
    """A throw-away clone with the real engine and snippets that need no TensorFlow."""

    def __init__(self, root: Path):
        self.root = root
        self.write("docs/theme/figures.mplstyle", (ROOT / "docs/theme/figures.mplstyle").read_text())
        self.bakery = Bakery(root, timeout=20)
        self.events = []

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def snippet(self, name: str, *cells: str) -> Path:
        text = '"""A snippet."""\n' + "".join(f"\n# %% c{i}\n{cell}\n" for i, cell in enumerate(cells, 1))
        return self.write(f"snippets/part/{name}.py", text)

    def bake(self, **options) -> dict[str, str]:
        """Bake and return the failures' messages by snippet name; ``events`` has what happened."""
        self.events = []
        failures = self.bakery.bake(report=lambda event, path, text: self.events.append((event, path.stem)), **options)
        return {path.stem: message for path, message in failures.items()}

    def ran(self) -> list[str]:
        return [name for event, name in self.events if event == "start"]

    def load(self, name: str):
        return self.bakery.load(self.bakery.find(name))

    def stale(self, name: str):
        return self.bakery.stale(self.bakery.find(name))


@pytest.fixture
def small(tmp_path):
    return SmallBook(tmp_path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Bake before the workers start: their tests would take the cores from the runs, and the clock tests would be slow."""
    if failures := bake_all(Bakery(ROOT)):
        pytest.exit("\n\n".join(failures.values()), returncode=1)


def pytest_configure(config):
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
