"""What NannyML's methods say of pairs of data files: run in NannyML's own environment, as JSON lines from stdin to stdout.

An ask is `{"reference": FILE, "current": FILE, "columns": {NAME: "num" or "cat"}}`; the answer is `{METHOD: {COLUMN: SCORE or null}}`.
"""

import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import numpy
import pandas
from nannyml.chunk import DefaultChunker
from nannyml.drift.univariate.methods import FeatureType, MethodFactory
from nannyml.thresholds import ConstantThreshold

METHODS = {
    "num": ("jensen_shannon", "hellinger", "wasserstein", "kolmogorov_smirnov"),
    "cat": ("jensen_shannon", "hellinger", "chi2", "l_infinity"),
}
TYPES = {"num": FeatureType.CONTINUOUS, "cat": FeatureType.CATEGORICAL}


def clean(values: pandas.Series) -> pandas.Series:
    return values.replace([-numpy.inf, numpy.inf], numpy.nan).dropna()


def score(reference: pandas.Series, current: pandas.Series, kind: str, name: str) -> float | None:
    method = MethodFactory.create(name, TYPES[kind], chunker=DefaultChunker(), threshold=ConstantThreshold(lower=None, upper=1), computation_params={})
    try:
        method._fit(clean(reference))
        value = method._calculate(clean(current))
    except Exception:  # whatever NannyML and numpy have against it is an answer here
        return None
    value = float(method._p_value if name == "chi2" else value)
    return value if numpy.isfinite(value) else None


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        ask = json.loads(line)
        reference, current = pandas.read_parquet(ask["reference"]), pandas.read_parquet(ask["current"])
        answer: dict[str, dict] = {}
        for column, kind in ask["columns"].items():
            for name in METHODS[kind]:
                answer.setdefault(name, {})[column] = score(reference[column], current[column], kind, name)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
