"""Draws a piece of a line in a Thai font and spoils it the way copiers, scanners and phones do."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from auditor.digits.alphabet import ARABIC, THAI
from auditor.digits.phrases import write_phrase

FONT_DIRECTORIES = tuple(Path("/usr/share/fonts/truetype") / name for name in ("tlwg", "arundina", "noto"))
HELD_OUT = ("Loma", "Umpush", "NotoSerifThai")
"""Families never trained on: the floors of the tests are measured on them."""

USUAL = {
    **{"Laksaman": 4.0, "Norasi": 2.0, "Garuda": 2.0, "Kinnari": 2.0},
    **{"TlwgMono": 0.5, "TlwgTypewriter": 0.5, "ArundinaSansMono": 0.5},
}
"""How often a family is drawn, where it is not 1: Laksaman has the shapes of Sarabun, in which offices write."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A spoiled grey cut-out, the text in it, and the rows between which its low letters stand."""

    grey: npt.NDArray[np.uint8]
    text: str
    body: tuple[float, float]


def find_fonts(held_out: bool) -> list[Path]:
    """Installed fonts with Thai digits: those to train on, or those held out for measuring."""
    fonts = [path for folder in FONT_DIRECTORIES for path in sorted(folder.glob("*.ttf")) if _is_thai(path)]
    return [path for path in fonts if (path.stem.split("-")[0] in HELD_OUT) == held_out]


def _is_thai(path: Path) -> bool:
    return path.parent.name != "noto" or "Thai" in path.stem


@lru_cache(maxsize=512)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def draw_sample(random: Random, fonts: list[Path], text: str | None = None) -> Sample:
    """A cut-out of a line as a scanner of 130 to 300 dpi would give it."""
    phrase = write_phrase(random) if text is None else text
    size, path = random.randint(24, 46), choose_font(random, fonts)
    phrase = _writable(phrase, path)
    page = _bend(_draw(phrase, random, path, size), random)
    top = size - round(random.uniform(-0.1, 0.35) * size)
    low = -_font(path, size).getbbox("ก", anchor="ls")[1]
    grey = _spoil(_crop(page, random, size, top), random)
    return Sample(grey, phrase, (2.0 * size - low - top, 2.0 * size - top))


def choose_font(random: Random, fonts: list[Path]) -> Path:
    """Of any family, whatever the number of its faces; those alike to what offices use come more often."""
    families: dict[str, list[Path]] = {}
    for path in fonts:
        families.setdefault(path.stem.split("-")[0], []).append(path)
    chosen = random.choices(list(families), [USUAL.get(family, 1.0) for family in families])[0]
    return random.choice(families[chosen])


def _writable(phrase: str, path: Path) -> str:
    """Noto's Thai fonts have no Latin glyphs at all."""
    if path.parent.name != "noto":
        return phrase
    thai = phrase.translate(str.maketrans(ARABIC, THAI))
    return "".join(char for char in thai if char == " " or ord(char) > 127) or "๒๕"


def _draw(text: str, random: Random, path: Path, size: int) -> Image.Image:
    font = _font(path, size)
    left, _, right, _ = font.getbbox(text)
    unit = size
    page = Image.new("L", (int(right - left) + unit, 3 * unit), 255)
    pen = ImageDraw.Draw(page)
    origin = (unit // 2 - left, 2 * unit)
    pen.text(origin, text, font=font, fill=random.randint(0, 70), anchor="ls")
    for row in (-1, 1):
        if random.random() < 0.25:
            place = (origin[0] + random.randint(-unit, 0), origin[1] + row * unit * random.uniform(1.1, 1.6))
            pen.text(place, _writable(write_phrase(random), path), font=font, fill=40, anchor="ls")
    if random.random() < 0.2:
        _rule(pen, page.size, origin[1] + round(unit * random.uniform(0.1, 0.35)), random)
    if random.random() < 0.12:
        _stroke(pen, page.size, random)
    return page


def _rule(pen: ImageDraw.ImageDraw, size: tuple[int, int], row: int, random: Random) -> None:
    if random.random() < 0.5:
        pen.line((0, row, size[0], row), fill=random.randint(0, 120), width=random.randint(1, 3))
        return
    step = random.randint(4, 9)
    for x in range(0, size[0], step):
        pen.ellipse((x, row, x + step // 3, row + step // 3), fill=60)


def _stroke(pen: ImageDraw.ImageDraw, size: tuple[int, int], random: Random) -> None:
    """A piece of a stamp or signature across the line."""
    box = [random.uniform(-0.5, 1.5) * size[i % 2] for i in range(4)]
    bounds = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]) + 40, max(box[1], box[3]) + 40)
    pen.arc(
        bounds, random.uniform(0, 360), random.uniform(0, 360), fill=random.randint(60, 190), width=random.randint(1, 4)
    )


def _bend(page: Image.Image, random: Random) -> Image.Image:
    """Slant, a little skew, thicker or thinner strokes."""
    slant = random.gauss(0, 0.06)
    skew = random.gauss(0, 0.006)
    stretch = random.uniform(0.88, 1.15)
    matrix = (stretch, slant, -slant * page.height / 2, skew, 1, -skew * page.width / 2)
    width = round(page.width / stretch)
    page = page.transform(
        (width, page.height), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=255
    )
    weight = random.random()
    if weight < 0.05:
        page = page.filter(ImageFilter.MinFilter(3))
    if weight < 0.35:
        kernel = ImageFilter.MinFilter(3) if weight < 0.24 else ImageFilter.MaxFilter(3)
        return Image.blend(page, page.filter(kernel), random.uniform(0.2, 0.9 if weight < 0.24 else 0.5))
    return page


def _crop(page: Image.Image, random: Random, size: int, top: int) -> Image.Image:
    bottom = 2 * size + random.uniform(0.25, 0.6) * size
    side = random.uniform(0, 0.5) * size
    right = page.width - random.uniform(0, 0.5) * size
    return page.crop((round(side), top, round(right), round(bottom)))


def _spoil(page: Image.Image, random: Random) -> npt.NDArray[np.uint8]:
    page = page.filter(ImageFilter.GaussianBlur(abs(random.gauss(0, 0.6))))
    if random.random() < 0.25:
        shrink = random.uniform(0.5, 0.9)
        small = page.resize((max(4, round(page.width * shrink)), max(4, round(page.height * shrink))))
        page = small.resize(page.size, Image.Resampling.BICUBIC)
    noise = np.random.default_rng(random.getrandbits(32))
    grey = np.asarray(page, np.float64)
    paper = random.uniform(170, 255)
    grey = grey * (paper / 255) + random.uniform(0, 30) + noise.normal(0, random.uniform(0, 14), grey.shape)
    if random.random() < 0.1:
        grey[noise.random(grey.shape) < 0.004] = 30
    spoiled = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if random.random() < 0.38:
        threshold = random.gauss(0.62, 0.07) * paper
        spoiled = spoiled.point([0 if value < threshold else 255 for value in range(256)])
    elif random.random() < 0.4:
        spoiled = _as_jpeg(spoiled, random.randint(25, 80))
    return np.asarray(spoiled)


def _as_jpeg(page: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("L")
