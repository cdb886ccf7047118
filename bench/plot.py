"""A curve on two logarithmic axes as an SVG, with the exponent that fits it."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, EDGE = 480, 320, 56


@dataclass(frozen=True, slots=True)
class Curve:
    """What `points` (size, cost) cost; sizes and costs are above 0."""

    name: str
    size: str
    cost: str
    points: tuple[tuple[float, float], ...]

    @property
    def exponent(self) -> float:
        """The slope of cost over size on logarithmic axes, by least squares: 1 is in proportion."""
        sizes, costs = zip(*((math.log(x), math.log(y)) for x, y in self.points), strict=True)
        return statistics.linear_regression(sizes, costs).slope


def draw(curve: Curve) -> str:
    """The SVG: points, the line through them, and a dashed one in exact proportion from the first."""
    xs, ys = [math.log10(x) for x, _ in curve.points], [math.log10(y) for _, y in curve.points]
    low, high = math.floor(min(ys)), math.ceil(max(ys))
    first, last = min(xs), max(xs)

    def at(x: float, y: float) -> str:
        across = EDGE + (x - first) / (last - first or 1) * (WIDTH - 2 * EDGE)
        down = HEIGHT - EDGE - (y - low) / (high - low or 1) * (HEIGHT - 2 * EDGE)
        return f"{across:.1f},{down:.1f}"

    line = " ".join(at(x, y) for x, y in zip(xs, ys, strict=True))
    straight = f"{at(first, ys[0])} {at(last, min(ys[0] + last - first, high))}"
    dots = "".join(_dot(at(x, y), p) for x, y, p in zip(xs, ys, curve.points, strict=True))
    axis = f"{EDGE},{EDGE} {EDGE},{HEIGHT - EDGE} {WIDTH - EDGE},{HEIGHT - EDGE}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{EDGE}" y="20" font-size="13">{escape(curve.name)}: exponent {curve.exponent:.2f}</text>'
        f'<polyline points="{axis}" fill="none" stroke="#888"/>'
        f'<polyline points="{straight}" fill="none" stroke="#888" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#05a" stroke-width="2"/>{dots}'
        f'<text x="{WIDTH // 2}" y="{HEIGHT - 14}" text-anchor="middle">{escape(curve.size)}</text>'
        f'<text x="14" y="{HEIGHT // 2}" transform="rotate(-90 14 {HEIGHT // 2})" text-anchor="middle">'
        f"{escape(curve.cost)}</text></svg>\n"
    )


def _dot(place: str, point: tuple[float, float]) -> str:
    x, y = place.split(",")
    label = f"{point[0]:g}: {point[1]:.3g}"
    return f'<circle cx="{x}" cy="{y}" r="3" fill="#05a"/><text x="{x}" y="{float(y) - 7:.1f}">{label}</text>'
