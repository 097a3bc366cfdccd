"""What Slipway must reach, and the table of the README made from what was measured."""

from dataclasses import dataclass

from measure import Process


@dataclass(frozen=True)
class Row:
    """Reference and current data of so many rows each; how many times faster than Evidently, and in which part of its memory."""

    rows: int
    csv: bool = False
    times: float | None = None
    part: float | None = None
    seconds: float | None = None

    @property
    def name(self) -> str:
        return f"{self.rows}{'csv' if self.csv else ''}"

    @property
    def title(self) -> str:
        return f"{self.rows:,} rows{' from CSV' if self.csv else ''}"


ROWS = (
    Row(10_000, times=20, part=0.40),
    Row(100_000, times=14, part=0.30),
    Row(1_000_000, times=35, part=0.20),
    Row(1_000_000, csv=True, seconds=7),
)


def _cell(process: Process | None) -> str:
    return "—" if process is None else f"{process.seconds:.2f} s / {process.peak_mib:,.0f} MiB"


def render(measured: list[tuple[Row, Process | None, Process]], rounds: int) -> tuple[str, bool]:
    """The table in Markdown, and whether every target is reached."""
    lines = [f"| reference and current of … each (median of {rounds}) | Evidently, whole process / peak memory | `slipway drift` | faster (must be) | part of its memory (must be) | reached |", "|---|---|---|---|---|---|"]
    everything = True
    for row, theirs, ours in measured:
        if theirs is None:
            reached = row.seconds is None or ours.seconds <= row.seconds
            against = ["—" if row.seconds is None else f"(≤ {row.seconds:g} s)", "—"]
        else:
            times, part = theirs.seconds / ours.seconds, ours.peak_mib / theirs.peak_mib
            reached = (row.times is None or times >= row.times) and (row.part is None or part <= row.part)
            against = [f"**{times:.0f}×** (≥ {row.times:g}×)", f"**{part:.1%}** (≤ {row.part:.0%})"]
        everything = everything and reached
        lines.append(f"| {row.title} | {_cell(theirs)} | {_cell(ours)} | {' | '.join(against)} | {'yes' if reached else 'no'} |")
    return "\n".join(lines), everything
