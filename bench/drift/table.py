"""What Slipway must reach, and the table of the README made from what was measured."""

from dataclasses import dataclass

from measure import Process


@dataclass(frozen=True)
class Row:
    """Reference and current data of so many rows each; how many times faster than Evidently, and in which part of its memory."""

    rows: int
    csv: bool = False
    window: int | None = None
    times: float | None = None
    part: float | None = None
    seconds: float | None = None
    mebibytes: float | None = None

    @property
    def name(self) -> str:
        return "window" if self.window else f"{self.rows}{'csv' if self.csv else ''}"

    @property
    def has_peer(self) -> bool:
        """Evidently's table in memory would not fit into that of a small machine."""
        return not self.csv and self.rows <= 1_000_000

    @property
    def title(self) -> str:
        if self.window:
            return f"a window of {self.window:,} rows against a prepared reference of {self.rows:,}"
        return f"{self.rows:,} rows{' from CSV' if self.csv else ''}"


ROWS = (
    Row(10_000, times=20, part=0.40),
    Row(100_000, times=14, part=0.30),
    Row(1_000_000, times=35, part=0.20),
    Row(1_000_000, csv=True, seconds=7),
    Row(10_000_000, mebibytes=1024),
    Row(1_000_000, window=10_000, times=200),
)


def _cell(process: Process | None) -> str:
    if process is None:
        return "—"
    took = f"{process.seconds * 1000:.0f} ms" if process.seconds < 0.2 else f"{process.seconds:.2f} s"
    return f"{took} / {process.peak_mib:,.0f} MiB"


def render(measured: list[tuple[Row, Process | None, Process]], rounds: int) -> tuple[str, bool]:
    """The table in Markdown, and whether every target is reached."""
    lines = [f"| reference and current of … each (median of {rounds}) | Evidently, whole process / peak memory | `slipway drift` | faster (must be) | part of its memory (must be) | reached |", "|---|---|---|---|---|---|"]
    everything = True
    for row, theirs, ours in measured:
        if theirs is None:
            reached = (row.seconds is None or ours.seconds <= row.seconds) and (row.mebibytes is None or ours.peak_mib <= row.mebibytes)
            against = ["—" if row.seconds is None else f"(≤ {row.seconds:g} s)", "—" if row.mebibytes is None else f"(≤ {row.mebibytes:,.0f} MiB)"]
        else:
            times, part = theirs.seconds / ours.seconds, ours.peak_mib / theirs.peak_mib
            reached = (row.times is None or times >= row.times) and (row.part is None or part <= row.part)
            against = [f"**{times:.0f}×** (≥ {row.times:g}×)", f"**{part:.1%}**{'' if row.part is None else f' (≤ {row.part:.0%})'}"]
        everything = everything and reached
        lines.append(f"| {row.title} | {_cell(theirs)} | {_cell(ours)} | {' | '.join(against)} | {'yes' if reached else 'no'} |")
    return "\n".join(lines), everything
