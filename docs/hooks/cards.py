"""The picture that stands for a chapter where somebody shares its address: 1200 × 630, drawn from words alone."""

import hashlib
import io
import textwrap
from pathlib import Path

WIDTH, HEIGHT = 1200, 630
PAPER, INK, ACCENT, QUIET = "#17405c", "#ffffff", "#ff9a4d", "#b9cbd8"


def card(title: str, number: str, part: str, book: str, cache: Path) -> bytes:
    """Return the PNG for a chapter, from the cache if these words were drawn by this code before."""
    drawn = "\0".join([title, number, part, book]).encode() + Path(__file__).read_bytes()
    kept = cache / f"{hashlib.sha256(drawn).hexdigest()[:32]}.png"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        made = kept.with_suffix(".part")
        made.write_bytes(draw(title, number, part, book))
        made.replace(kept)
    return kept.read_bytes()


def lines(title: str) -> tuple[list[str], int]:
    """Return the title in lines, and the size of its letters in pixels: the largest at which its words fit."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    def wide(line, size):
        font = FontProperties(family="DejaVu Sans", weight="bold")
        return TextPath((0, 0), line.replace("$", "S"), size=size, prop=font).get_extents().x1 > WIDTH - 160

    for size, most in ((84, 2), (70, 3), (58, 3), (48, 4)):
        for width in range(44, 8, -1):
            found = textwrap.wrap(title, width, max_lines=most, placeholder=" …")
            if not any(wide(line, size) for line in found):
                break
        if " ".join(found) == " ".join(title.split()):
            break
    return found, size


def draw(title: str, number: str, part: str, book: str) -> bytes:
    import numpy as np
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    with rc_context({"font.family": "DejaVu Sans", "text.parse_math": False}):
        figure = Figure((WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
        canvas, axes = FigureCanvasAgg(figure), figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")

        def write(x, y, text, size, **style):  # size in pixels
            axes.text(x, y, text, fontsize=size * 0.72, va="baseline", **style)

        x = np.linspace(0, WIDTH, 600)  # a wave that is remembered less and less
        for step in range(5):
            wave = 548 + 34 * np.sin(x / 74 - step * 0.55) * np.exp(-x / 900)
            axes.plot(x, wave, color=ACCENT, linewidth=3 if step == 0 else 1.6, alpha=0.9 * 0.52**step)
        found, size = lines(title)
        write(80, 104, "  ·  ".join(filter(None, ["" if book == title else book, part])), 28, color=QUIET)
        axes.plot([80, 200], [142, 142], color=ACCENT, linewidth=6, solid_capstyle="butt")
        top = 142 + size * 1.55
        if number:
            write(80, top, number, size, color=ACCENT, weight="bold")
            top += size * 1.22
        for i, line in enumerate(found):
            write(80, top + i * size * 1.22, line, size, color=INK, weight="bold")
        canvas.draw()
        picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    out = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
