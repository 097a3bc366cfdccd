"""What Evidently says of pairs of data files: run in Evidently's own environment, as JSON lines from stdin to stdout.

An ask is `{"reference": FILE, "current": FILE, "methods": [NAME or null, ...]}`; null is Evidently's own choice;
with "texts" texts are scored too. The answer is
`{METHOD: {COLUMN: {"type", "score", "drifted", "threshold"} or {"error"}}}`, and, where
the ask has its options as "preset", under "preset" what DataDriftPreset reports of the whole.
"""

import json
import sys
import warnings

import numpy
import pandas
from evidently import Report
from evidently.core.datasets import infer_column_type
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType
from evidently.presets import DataDriftPreset

JUDGED = (ColumnType.Numerical, ColumnType.Categorical)


def read(path: str) -> pandas.DataFrame:
    return pandas.read_csv(path) if path.endswith(".csv") else pandas.read_parquet(path)


def clean(values: pandas.Series) -> pandas.Series:
    """As data_drift.py does before it asks a test."""
    return values.replace([-numpy.inf, numpy.inf], numpy.nan).dropna()


def score(reference: pandas.Series, current: pandas.Series, method: str | None, texts: bool) -> dict:
    kind = infer_column_type(current)
    if kind not in JUDGED and not (texts and kind == ColumnType.Text):
        return {"type": kind.value, "error": "not judged"}
    before, now = clean(reference), clean(current)
    try:
        test = get_stattest(before, now, kind, method)
        result = test(before, now, kind, None)
    except Exception as error:  # whatever Evidently and scipy have against it is an answer here
        return {"type": kind.value, "error": f"{type(error).__name__}: {error}"}
    return {"type": kind.value, "method": test.name, "score": float(result.drift_score), "drifted": bool(result.drifted), "threshold": result.actual_threshold}


def preset(reference: pandas.DataFrame, current: pandas.DataFrame, options: dict) -> dict:
    report = json.loads(Report([DataDriftPreset(**options)]).run(current, reference).json())
    counted = next(metric["value"] for metric in report["metrics"] if metric["metric_name"].startswith("DriftedColumnsCount"))
    columns = [metric for metric in report["metrics"] if metric["metric_name"].startswith("ValueDrift")]
    scores = {metric["config"]["column"]: metric["value"] for metric in columns}
    thresholds = {metric["config"]["column"]: metric["config"].get("threshold") for metric in columns}
    return {"count": counted["count"], "share": counted["share"], "scores": scores, "thresholds": thresholds}


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        ask = json.loads(line)
        reference, current = read(ask["reference"]), read(ask["current"])
        answer: dict[str, object] = {
            str(method): {name: score(reference[name], current[name], method, ask.get("texts", False)) for name in current.columns if name in reference.columns} for method in ask["methods"]}
        if ask.get("preset") is not None:
            answer["preset"] = preset(reference, current, ask["preset"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
