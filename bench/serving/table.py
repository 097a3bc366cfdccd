"""What Slipway must reach, and the tables of the README made from what was measured."""

from dataclasses import dataclass
from typing import Callable

from servers import ALL, MODELS

_PEERS = ("mlserver", "bentoml", "mlflow")

#: Medians by figure, by server name.
Medians = dict[str, dict[str, float]]


def _ms(value: float) -> str:
    return f"{value:.2f} ms" if value < 10 else f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _per_s(value: float) -> str:
    return f"{value:,.0f} req/s"


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def _mib(value: float) -> str:
    return f"{value:,.0f} MiB"


def _times(value: float) -> str:
    return f"**{value:.0f}×**" if value >= 20 else f"**{value:.1f}×**"


@dataclass(frozen=True)
class Row:
    """One line: a figure, and how many times better than mlflow, and than the best peer, Slipway must be in it."""

    figure: str
    title: str
    write: Callable[[float], str]
    more_is_better: bool
    mlflow: float | None = None
    best: float | None = None


ROWS = (
    Row("lr_one_p50_ms", "logistic regression, 1 connection, p50", _ms, False, 15, 3),
    Row("lr_many_per_s", "logistic regression, 32 connections", _per_s, True, 75, 17),
    Row("lr_many_p99_ms", "… p99", _ms, False),
    Row("rf_one_p50_ms", "forest of 100 trees, 1 connection, p50", _ms, False, 40, 25),
    Row("rf_many_per_s", "forest of 100 trees, 32 connections", _per_s, True, 250, 28),
    Row("rf_many_p99_ms", "… p99", _ms, False, None, 40),
    Row("start_s", "start to the first answer (converted model cached)", _seconds, False, 12),
    Row("memory_mib", "memory (PSS of all its processes) after the load", _mib, False, 3),
)


def _cells(row: Row, medians: Medians) -> tuple[list[str], str, bool]:
    figures = {name: values.get(row.figure) for name, values in medians.items()}
    cells = [row.write(value) if (value := figures.get(server.name)) is not None else "—" for server in ALL]
    wanted = [(who, times) for who, times in (("mlflow", row.mlflow), ("the best peer", row.best)) if times is not None]
    ours = figures.get("slipway")
    theirs = [value for name in _PEERS if (value := figures.get(name)) is not None]
    if ours is None or (wanted and (figures.get("mlflow") is None or len(theirs) < len(_PEERS))):
        return cells, "—", not wanted
    parts, reached = [], True
    for who, times in wanted:
        other = figures["mlflow"] if who == "mlflow" else (max(theirs) if row.more_is_better else min(theirs))
        assert other is not None
        got = ours / other if row.more_is_better else other / ours
        reached = reached and got >= times
        parts.append(f"{_times(got)} {who} (≥ {times:g}×)")
    return cells, ", ".join(parts), reached


def render(medians: Medians, rounds: int) -> tuple[str, bool]:
    """The table of single rows in Markdown, and whether every target is reached."""
    heads = " | ".join(server.title for server in ALL)
    lines = [f"| one row per request, JSON (median of {rounds}) | {heads} | Slipway against them (must reach) | reached |", "|---" * (len(ALL) + 3) + "|"]
    everything = True
    for row in ROWS:
        cells, against, reached = _cells(row, medians)
        everything = everything and reached
        lines.append(f"| {row.title} | {' | '.join(cells)} | {against} | {('yes' if reached else 'no') if against else ''} |")
    return "\n".join(lines), everything


#: Share of onnxruntime-node's own rate that batches must reach in the binary protocol.
BATCH_SHARE = 0.7


def render_batches(ours: dict[str, float]) -> tuple[str, bool]:
    """The table of batches: rows per second, and their share of what onnxruntime-node does alone."""
    lines = ["| batches of 1,000 rows, rows/s | `onnxruntime-node` alone, same tensor | Open Inference v2, binary | v2, JSON | MLflow, JSON | binary must reach | reached |", "|---|---|---|---|---|---|---|"]
    everything = True
    for model, title in MODELS.items():
        alone = ours.get(f"{model}_alone_rows_per_s")
        if alone is None:
            return "", False
        rates = [ours.get(f"{model}_{protocol}_rows_per_s", 0.0) for protocol in ("v2binary", "v2", "mlflow")]
        reached = rates[0] >= BATCH_SHARE * alone
        everything = everything and reached
        cells = " | ".join(f"{rate / 1000:,.0f}k (**{rate / alone:.0%}**)" for rate in rates)
        lines.append(f"| {title} | {alone / 1000:,.0f}k | {cells} | {BATCH_SHARE:.0%} | {'yes' if reached else 'no'} |")
    return "\n".join(lines), everything
