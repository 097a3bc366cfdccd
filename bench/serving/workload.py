"""The requests of every step, as each server takes them: the same rows in the same order, and the labels that must come back."""

import base64
import json
import struct
from dataclasses import dataclass
from pathlib import Path

#: Rows of a batch, and how many different batches are sent in turn.
BATCH_ROWS, BATCHES = 1000, 5


@dataclass(frozen=True)
class Iris:
    """What train.py wrote: rows of four numbers, and what each model answers to them."""

    columns: list[str]
    rows: list[list[float]]
    labels: dict[str, list[int]]

    @classmethod
    def read(cls, folder: Path) -> "Iris":
        return cls(**json.loads((folder / "rows.json").read_text()))

    def pieces(self, model: str, size: int) -> list[tuple[list[list[float]], list[int]]]:
        """Every row alone, or batches that each begin at another row."""
        # The server that does nothing says zero to everything.
        labels = [0] * len(self.rows) if model == "zero" else self.labels[model]
        if size == 1:
            return [([row], [label]) for row, label in zip(self.rows, labels)]
        starts = [number * 31 for number in range(BATCHES)]
        order = [[(start + step) % len(self.rows) for step in range(size)] for start in starts]
        return [([self.rows[at] for at in batch], [labels[at] for at in batch]) for batch in order]


def _mlflow(iris: Iris, model: str, rows: list[list[float]]) -> tuple[str, dict[str, str], bytes]:
    body = {"dataframe_split": {"columns": iris.columns, "data": rows}}
    return "/invocations", {"Content-Type": "application/json"}, json.dumps(body).encode()


def _v2(iris: Iris, model: str, rows: list[list[float]]) -> tuple[str, dict[str, str], bytes]:
    body = {"inputs": [{"name": "input", "shape": [len(rows), 4], "datatype": "FP64", "data": [value for row in rows for value in row]}]}
    return f"/v2/models/{model}/infer", {"Content-Type": "application/json"}, json.dumps(body).encode()


def _v2_binary(iris: Iris, model: str, rows: list[list[float]]) -> tuple[str, dict[str, str], bytes]:
    raw = struct.pack(f"<{len(rows) * 4}d", *(value for row in rows for value in row))
    head = json.dumps({
        "inputs": [{"name": "input", "shape": [len(rows), 4], "datatype": "FP64", "parameters": {"binary_data_size": len(raw)}}],
        "parameters": {"binary_data_output": True}}).encode()
    return f"/v2/models/{model}/infer", {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}, head + raw


def _bento(iris: Iris, model: str, rows: list[list[float]]) -> tuple[str, dict[str, str], bytes]:
    return "/predict", {"Content-Type": "application/json"}, json.dumps({"rows": rows}).encode()


#: Protocol → its request, and how load.mjs reads the answer (answers.mjs).
PROTOCOLS = {"mlflow": (_mlflow, "mlflow"), "v2": (_v2, "v2"), "v2binary": (_v2_binary, "v2binary"), "bento": (_bento, "list")}


def write(file: Path, iris: Iris, protocol: str, model: str, size: int) -> Path:
    """Writes a file of requests for load.mjs, unless it is there."""
    if not file.exists():
        make, _ = PROTOCOLS[protocol]
        asked = []
        for rows, labels in iris.pieces(model, size):
            path, headers, body = make(iris, model, rows)
            asked.append({"path": path, "headers": headers, "body": base64.b64encode(body).decode(), "labels": labels})
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asked))
    return file
