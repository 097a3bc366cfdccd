"""The runs that are logged: 10 params, 5 metrics, 3 tags each, the same ones for every server, from a seed."""

import random
import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path

RATES = ("0.1", "0.03", "0.01", "0.003")
EPOCH_MS = 1_760_000_000_000


@dataclass(frozen=True)
class MadeRun:
    """What run number `number` holds. `accuracy` and `rate` are what the search asks for."""

    number: int
    accuracy: float
    rate: str

    def metrics(self) -> list[dict]:
        values = {"acc": self.accuracy, "loss": 1 - self.accuracy, "val_acc": self.accuracy * 0.98, "val_loss": 1.1 - self.accuracy, "epoch_s": 1.5}
        return [{"key": key, "value": value, "timestamp": EPOCH_MS + self.number, "step": 0} for key, value in values.items()]

    def params(self) -> list[dict]:
        values = {"lr": self.rate, "batch_size": "64", "depth": str(self.number % 12), "seed": str(self.number), "optimizer": "adam",
                  "dropout": "0.1", "epochs": "30", "weight_decay": "0.0001", "scheduler": "cosine", "dataset": "digits-v3"}
        return [{"key": key, "value": value} for key, value in values.items()]

    def tags(self) -> list[dict]:
        return [{"key": "mlflow.user", "value": "bench"}, {"key": "mlflow.source.name", "value": "train.py"}, {"key": "stage", "value": f"s{self.number % 3}"}]

    def name(self) -> str:
        return f"run-{self.number:05d}"


def make(number: int) -> MadeRun:
    chosen = random.Random(number * 7919 + 13)
    return MadeRun(number, chosen.random(), chosen.choice(RATES))


def expected(upto: int, threshold: float, rate: str) -> list[str]:
    """Names of the first `upto` runs with acc above `threshold` and this rate, best accuracy first."""
    chosen = [run for run in map(make, range(upto)) if run.accuracy > threshold and run.rate == rate]
    return [run.name() for run in sorted(chosen, key=lambda run: -run.accuracy)]


def insert_into_mlflow(database: Path, experiment: str, first: int, end: int) -> None:
    """Writes runs `first`..`end` straight into mlflow's SQLite file, row for row what its API would have written: by the API 10,000 take minutes."""
    connection = sqlite3.connect(database, timeout=30)
    location = connection.execute("SELECT artifact_location FROM experiments WHERE experiment_id = ?", (experiment,)).fetchone()[0]
    with connection:
        for number in range(first, end):
            run, key = make(number), uuid.UUID(int=random.Random(number).getrandbits(128)).hex
            connection.execute(
                "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version, "
                "lifecycle_stage, artifact_uri, experiment_id) VALUES (?, ?, 'UNKNOWN', '', '', '', 'RUNNING', ?, '', 'active', ?, ?)",
                (key, run.name(), EPOCH_MS + number, f"{location}/{key}/artifacts", int(experiment)))
            rows = [(m["key"], m["value"], m["timestamp"], key, m["step"], False) for m in run.metrics()]
            connection.executemany("INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", [(p["key"], p["value"], key) for p in run.params()])
            tags = [*run.tags(), {"key": "mlflow.runName", "value": run.name()}]
            connection.executemany("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)", [(t["key"], t["value"], key) for t in tags])
    connection.close()
