"""The data that drift is measured on, and what Evidently makes of it: run by Evidently's own interpreter.

    python data.py make ROWS FOLDER             reference.parquet and current.parquet, 16 numeric and 4 categorical columns (--csv: those too)
    python data.py report REFERENCE CURRENT     DataDriftPreset as its users run it; prints {column: score}
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import pandas

CATEGORIES = (3, 8, 20, 50)


def frame(rows: int, seed: int, shift: float) -> pandas.DataFrame:
    random = numpy.random.default_rng(seed)
    columns: dict[str, numpy.ndarray] = {}
    for number in range(4):
        columns[f"normal {number}"] = random.normal(shift * number * 0.05, 1, rows)
        columns[f"skewed {number}"] = random.exponential(1 + shift * number * 0.05, rows)
        columns[f"whole {number}"] = random.integers(0, 100_000 + int(shift * number * 5000), rows)
        columns[f"holes {number}"] = numpy.where(random.random(rows) < 0.02, numpy.nan, random.normal(5, 2 + shift * number * 0.1, rows))
    for count in CATEGORIES:
        weights = numpy.arange(1, count + 1) ** -(1 + shift * 0.2)
        columns[f"{count} categories"] = random.choice([f"category {at}" for at in range(count)], rows, p=weights / weights.sum())
    return pandas.DataFrame(columns)


def make(rows: int, folder: Path, csv: bool) -> None:
    for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 1.0)):
        table = frame(rows, seed, shift)
        table.to_parquet(folder / f"{name}.parquet", index=False)
        if csv:
            table.to_csv(folder / f"{name}.csv", index=False)


def report(reference: str, current: str) -> None:
    from evidently import Report
    from evidently.presets import DataDriftPreset

    warnings.simplefilter("ignore")
    said = json.loads(Report([DataDriftPreset()]).run(pandas.read_parquet(current), pandas.read_parquet(reference)).json())
    json.dump({metric["config"]["column"]: metric["value"] for metric in said["metrics"] if metric["metric_name"].startswith("ValueDrift")}, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), Path(sys.argv[3]), "--csv" in sys.argv)
    else:
        report(sys.argv[2], sys.argv[3])
