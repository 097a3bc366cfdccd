"""The data that drift is measured on, and what Evidently makes of it: run by Evidently's own interpreter.

    python data.py make ROWS FOLDER             reference.parquet and current.parquet, 16 numeric and 4 categorical columns (--csv: those too; --window ROWS: window.parquet as well)
    python data.py report REFERENCE CURRENT     DataDriftPreset as its users run it; prints {column: score}
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import pandas
import pyarrow
import pyarrow.parquet

CATEGORIES = (3, 8, 20, 50)
# Larger tables are made and written in parts, so that making them needs no more memory than measuring them.
PART = 1_000_000


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


def make(rows: int, folder: Path, csv: bool, window: int) -> None:
    for name, seed, shift, count in (("reference", 1, 0.0, rows), ("current", 2, 1.0, rows), ("window", 3, 1.0, window)):
        if count > PART:
            make_in_parts(folder / f"{name}.parquet", seed, shift, count)
        elif count > 0:
            table = frame(count, seed, shift)
            table.to_parquet(folder / f"{name}.parquet", index=False)
            if csv:
                table.to_csv(folder / f"{name}.csv", index=False)


def make_in_parts(file: Path, seed: int, shift: float, rows: int) -> None:
    writer = None
    for at, begin in enumerate(range(0, rows, PART)):
        part = pyarrow.Table.from_pandas(frame(min(PART, rows - begin), 1000 * seed + at, shift), preserve_index=False)
        writer = writer or pyarrow.parquet.ParquetWriter(file, part.schema)
        writer.write_table(part)
    writer.close()


def report(reference: str, current: str) -> None:
    from evidently import Report
    from evidently.presets import DataDriftPreset

    warnings.simplefilter("ignore")
    said = json.loads(Report([DataDriftPreset()]).run(pandas.read_parquet(current), pandas.read_parquet(reference)).json())
    json.dump({metric["config"]["column"]: metric["value"] for metric in said["metrics"] if metric["metric_name"].startswith("ValueDrift")}, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), Path(sys.argv[3]), "--csv" in sys.argv, int(sys.argv[sys.argv.index("--window") + 1]) if "--window" in sys.argv else 0)
    else:
        report(sys.argv[2], sys.argv[3])
