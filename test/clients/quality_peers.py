"""What NannyML and river say of the same data: run in their own environment (scripts/nannyml.mjs), as JSON lines from stdin to stdout.

    {"do": "concept", "detector": NAME, "options": {...}, "values": [...]}     -> {"warnings": [index], "drifts": [index]}
    {"do": "cbpe", "classes": [NAME], "metrics": [NAME], "chunk": ROWS, "reference": {...}, "window": {...}}      -> {METRIC: [row of a chunk of the window]}, "calibrated": [BOOLEAN]

A table is {"probabilities": [[...] or null by class], "predicted": [code], "truth": [code]}; of two classes the second one is positive.
"""

import json
import logging
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml.calibration
import numpy
import pandas
from nannyml.calibration import NoopCalibrator
from river import drift


def concept(ask: dict) -> dict:
    makers = {"adwin": drift.ADWIN, "ddm": drift.binary.DDM, "eddm": drift.binary.EDDM, "page-hinkley": drift.PageHinkley, "kswin": drift.KSWIN}
    detector = makers[ask["detector"]](**ask["options"])
    warned, drifted = [], []
    for index, value in enumerate(ask["values"]):
        detector.update(value)
        if detector.drift_detected:
            drifted.append(index)
        elif getattr(detector, "warning_detected", False):
            warned.append(index)
    return {"warnings": warned, "drifts": drifted}


def table(columns: dict, classes: list[str]) -> pandas.DataFrame:
    binary = len(classes) == 2
    named = {f"p_{name}": values for name, values in zip(classes, columns["probabilities"]) if values is not None}
    answers = {key: numpy.array(columns[key]) if binary else numpy.array(classes)[columns[key]] for key in ("predicted", "truth") if key in columns}
    return pandas.DataFrame({**named, **answers})


def numbers(row: dict) -> dict:
    return {key: None if value is None or pandas.isna(value) else bool(value) if isinstance(value, (bool, numpy.bool_)) else float(value) for key, value in row.items()}


def calibration_error(y_true: numpy.ndarray, y_pred_proba: numpy.ndarray, bin_index_edges: list[tuple[int, int]]) -> float:
    """NannyML's, but that equal probabilities keep the order of their rows: how its own sort leaves them depends on the processor."""
    order = numpy.argsort(y_pred_proba, kind="stable")
    probabilities, truths = numpy.asarray(y_pred_proba)[order], numpy.asarray(y_true)[order]
    return sum((right - left) / len(order) * abs(probabilities[left:right].mean() - truths[left:right].mean()) for left, right in bin_index_edges)


nannyml.calibration._calculate_expected_calibration_error = calibration_error


def cbpe(ask: dict) -> dict:
    classes = ask["classes"]
    binary = len(classes) == 2
    estimator = nannyml.CBPE(
        y_pred_proba=f"p_{classes[1]}" if binary else {name: f"p_{name}" for name in classes}, y_pred="predicted", y_true="truth",
        problem_type="classification_binary" if binary else "classification_multiclass", metrics=ask["metrics"], chunk_size=ask["chunk"])
    estimator.fit(table(ask["reference"], classes))
    result = estimator.estimate(table(ask["window"], classes)).filter(period="analysis").to_df()
    needed = [estimator.needs_calibration] if binary else [not isinstance(estimator._calibrators[name], NoopCalibrator) for name in classes]
    return {metric: [numbers(row) for row in result[metric].to_dict("records")] for metric in ask["metrics"]} | {"calibrated": [bool(one) for one in needed]}


ANSWERS = {"concept": concept, "cbpe": cbpe}


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            answer = ANSWERS[ask["do"]](ask)
        except Exception as error:  # that they end with an error is an answer here
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
