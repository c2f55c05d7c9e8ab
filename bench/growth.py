"""A picture of how a time grows with a size, drawn as SVG text: one line for each row of figures, both axes from 0."""

from collections.abc import Mapping

_WIDTH, _HEIGHT, _MARGIN = 460, 260, 52


def plot(rows: Mapping[str, Mapping[int, float]]) -> str:
    """The picture; one panel a row.

    Args:
        rows: title → size → seconds.
    """
    panels = [_panel(title, figures, place * _WIDTH) for place, (title, figures) in enumerate(rows.items())]
    size = f'width="{_WIDTH * len(rows)}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH * len(rows)} {_HEIGHT}"'
    style = 'font-family="sans-serif" font-size="12" fill="#222"'
    back = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{back}{"".join(panels)}</svg>\n'


def _panel(title: str, figures: Mapping[int, float], left: float) -> str:
    most, longest = max(figures), max(figures.values())
    inner_width, inner_height = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    points = [
        (left + _MARGIN + n / most * inner_width, _HEIGHT - _MARGIN - seconds / longest * inner_height)
        for n, seconds in figures.items()
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1565c0"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{seconds * 1000:.0f} ms</text>'
        f'<text x="{x:.1f}" y="{_HEIGHT - _MARGIN + 16}" text-anchor="middle">{n}</text>'
        for (x, y), (n, seconds) in zip(points, figures.items(), strict=True)
    )
    bottom, corner = _HEIGHT - _MARGIN, left + _MARGIN
    axes = f'<path d="M{corner} {_MARGIN / 2}V{bottom}H{left + _WIDTH - _MARGIN / 2}" stroke="#777" fill="none"/>'
    name = f'<text x="{left + _WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle" font-weight="bold">{title}</text>'
    return f'{axes}<polyline points="{line}" fill="none" stroke="#1565c0" stroke-width="2"/>{marks}{name}'
