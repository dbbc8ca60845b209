"""A drawing of bars, ours above what stands beside it, as SVG that is read aloud too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _LABELS, _NUMBERS = 785, 275, 90
#: Height of the title and legend, of a bar, and of the air below a group.
_TOP, _BAR, _AIR = 66, 17, 12
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1e1e1e }
.title { font-weight: 600; font-size: 15px }
.ours { fill: #000091 }
.beside { fill: #8c8c8c }
.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f0f0 }
  .ours { fill: #8585f6 }
  .paper { fill: #161616 }
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """Two figures of one unit; `beside` is None where nothing is beside it."""

    label: str
    ours: float
    beside: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`ours` and `beside` are what the two colours mean."""

    title: str
    unit: str
    ours: str
    beside: str
    bars: Sequence[Bar]


def french(figure: float) -> str:
    """1114 -> « 1 114 », 2.16 -> « 2,16 »: no decimals from a hundred on, two below ten, without end zeros."""
    digits = 0 if figure >= 100 else 1 if figure >= 10 else 2
    told = f"{figure:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return told.rstrip("0").rstrip(",") if digits else told


def described(chart: Chart) -> str:
    """The drawing in words."""
    told = [
        f"{bar.label} : {french(bar.ours)}"
        + (f", à côté {french(bar.beside)}" if bar.beside is not None else "")
        for bar in chart.bars
    ]
    return f"En {chart.unit}. " + " ; ".join(told) + "."


def svg(chart: Chart) -> str:
    """The whole file. Bars begin at zero."""
    rows = list(_rows(chart))
    height = _TOP + sum(1 + (bar.beside is not None) for bar in chart.bars) * _BAR
    height += len(chart.bars) * _AIR
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' lang="fr" aria-labelledby="title desc">'
    )
    return "\n".join(
        [
            head,
            f'<title id="title">{escape(chart.title)}</title>',
            f'<desc id="desc">{escape(described(chart))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{_WIDTH}" height="{height}"/>',
            f'<text class="title" x="8" y="22">{escape(chart.title)} ({escape(chart.unit)})</text>',
            *_legend(chart),
            *rows,
            "</svg>",
            "",
        ]
    )


def _legend(chart: Chart) -> Iterator[str]:
    yield '<rect class="ours" x="8" y="36" width="12" height="12"/>'
    yield f'<text x="26" y="47">{escape(chart.ours)}</text>'
    if chart.beside:
        yield f'<rect class="beside" x="{_LABELS}" y="36" width="12" height="12"/>'
        yield f'<text x="{_LABELS + 18}" y="47">{escape(chart.beside)}</text>'


def _rows(chart: Chart) -> Iterator[str]:
    longest = max((max(bar.ours, bar.beside or 0) for bar in chart.bars), default=0) or 1
    room = _WIDTH - _LABELS - _NUMBERS
    top = _TOP
    for bar in chart.bars:
        yield f'<text x="8" y="{top + 13}">{escape(bar.label)}</text>'
        for kind, figure in (("ours", bar.ours), ("beside", bar.beside)):
            if figure is None:
                continue
            width = round(max(figure / longest * room, 1), 1)
            yield (
                f'<rect class="{kind}" x="{_LABELS}" y="{top}" width="{width}"'
                f' height="{_BAR - 2}"/>'
                f'<text x="{round(_LABELS + width + 6, 1)}" y="{top + 13}">{french(figure)}</text>'
            )
            top += _BAR
        top += _AIR
