"""What Slipway must reach, and the table of the README made from what was measured."""

from dataclasses import dataclass
from typing import Callable

from servers import ALL


#: Medians by figure, by server name.
Medians = dict[str, dict[str, float]]


def _ms(value: float) -> str:
    return f"{value:.2f} ms" if value < 10 else f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _seconds(value: float) -> str:
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def _rows(value: float) -> str:
    return f"{value / 1000:.1f}k rows/s" if value < 100_000 else f"{value / 1000:.0f}k rows/s"


def _rate(unit: str) -> Callable[[float], str]:
    return lambda value: f"{value:,.0f} {unit}/s"


def _mib(value: float) -> str:
    return f"{value:,.0f} MiB" if value >= 100 else f"{value:.1f} MiB"


def _bytes(value: float) -> str:
    return f"{value:,.0f} B"


@dataclass(frozen=True)
class Row:
    """One line: a figure, whether more of it is better, by how much Slipway must beat each peer, or below what it must stay."""

    figure: str
    title: str
    write: Callable[[float], str]
    more_is_better: bool
    ratios: tuple[tuple[str, float], ...] = ()
    limit: float | None = None


ROWS = (
    Row("log_metric_ms", "`log_metric`, one connection, p50", _ms, False, (("mlflow", 16), ("fasttrackml", 1.7))),
    Row("one_key_rows_per_s", "`log_batch` of 1,000 metrics, one key", _rows, True, (("mlflow", 20), ("fasttrackml", 2.8))),
    Row("wide_rows_per_s", "`log_batch` of 1,000 metrics over 100 keys", _rows, True, (("mlflow", 16), ("fasttrackml", 3))),
    Row("create_runs_per_s", "create 1,000 runs, each 10 params, 5 metrics, 3 tags", _rate("runs"), True, (("mlflow", 15), ("fasttrackml", 1.9))),
    Row("search_ms", "`runs/search` among 10,000 runs: metric and param filter, ordered by a metric, first 100, p50", _ms, False,
        (("mlflow", 200), ("fasttrackml", 12))),
    Row("history_s", "history of 100,000 points, whole", _seconds, False, (("mlflow", 30), ("fasttrackml", 6))),
    Row("interval_ms", "history of 100,000 points, 320-point interval, p50", _ms, False, (("mlflow", 30),)),
    Row("writers_per_s", "eight processes × 500 `log_metric`, total; no error, nothing acknowledged missing", _rate("req"), True,
        (("mlflow", 40), ("fasttrackml", 3.5))),
    Row("cold_start_s", "cold start, empty folder, to the first 200 of `/health`", _seconds, False, (("mlflow", 40),)),
    Row("idle_mib", "memory (PSS of all processes), idle", _mib, False, limit=95),
    Row("full_mib", "memory after 10,000 runs and 500,000 points, at the end of all steps", _mib, False, limit=180),
    Row("bytes_per_run", "bytes on disk per such run", _bytes, False, limit=1200),
    Row("bytes_per_point", "bytes on disk per metric point (of 500,000)", _bytes, False, limit=40),
)


def _ratio(row: Row, ours: float, theirs: float) -> float:
    return ours / theirs if row.more_is_better else theirs / ours


def _cells(row: Row, medians: Medians) -> tuple[list[str], str, bool]:
    """The cell of each server, the cell with what was demanded and reached, and whether all of it was."""
    figures = {name: values.get(row.figure) for name, values in medians.items()}
    cells = [row.write(value) if (value := figures.get(server.name)) is not None else "—" for server in ALL]
    ours = figures.get("slipway")
    if ours is None:
        return cells, "—", False
    if row.limit is not None:
        return cells, f"≤ {row.write(row.limit)}", ours <= row.limit
    parts, reached = [], True
    for peer, wanted in row.ratios:
        theirs = figures.get(peer)
        if theirs is None:
            return cells, "—", False
        got = _ratio(row, ours, theirs)
        reached = reached and got >= wanted
        parts.append(f"**{got:.0f}×**" if got >= 20 else f"**{got:.1f}×**")
        parts[-1] += f" {'mlflow' if peer == 'mlflow' else 'FastTrackML'} (≥ {wanted:g}×)"
    return cells, ", ".join(parts), reached


def render(medians: Medians, rounds: int) -> tuple[str, bool]:
    """The table in Markdown, and whether every target is reached."""
    heads = " | ".join(f"{server.title}" for server in ALL)
    lines = [f"| step (median of {rounds}) | {heads} | Slipway against them (must reach) | reached |", "|---" * (len(ALL) + 3) + "|"]
    lines.append("| what an acknowledged write has behind it | " + " | ".join(server.durability for server in ALL) + " | | |")
    everything = True
    for row in ROWS:
        cells, against, reached = _cells(row, medians)
        everything = everything and reached
        lines.append(f"| {row.title} | {' | '.join(cells)} | {against} | {'yes' if reached else 'no'} |")
    return "\n".join(lines), everything
