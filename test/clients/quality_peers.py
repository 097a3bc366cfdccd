"""What NannyML and river say of the same data: run in their own environment (scripts/nannyml.mjs), as JSON lines from stdin to stdout.

    {"do": "concept", "detector": NAME, "options": {...}, "values": [...]}     -> {"warnings": [index], "drifts": [index]}
    {"do": "realised", "metrics": [NAME], "classes": [NAME] or absent, "truth", "predicted", "probabilities"}  -> {METRIC: {"value", "error"}}
    {"do": "learned", "what": NAME, "data": {...}}                             -> {"metrics": {METRIC: [row of a window]}}
    {"do": "cbpe", "classes": [NAME], "metrics": [NAME], "chunk": ROWS, "reference": {...}, "window": {...}}      -> {METRIC: [row of a chunk of the window]}, "calibrated": [BOOLEAN]

A table is {"probabilities": [[...] or null by class], "predicted": [code], "truth": [code]}; of two classes the second one is positive.
"""

import json
import logging
import os
import sys
import warnings

# What LightGBM prints must not get between the answers.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
os.environ["NML_DISABLE_USAGE_LOGGING"] = os.environ["OMP_NUM_THREADS"] = os.environ["LOKY_MAX_CPU_COUNT"] = "1"

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


def learned(ask: dict) -> dict:
    """The same as src/python/slipway_estimate.py asks of NannyML, put shortly: a window each."""
    data, reference = ask["data"], pandas.read_parquet(ask["data"]["reference"])
    answers: dict[str, list[dict]] = {}
    for file in data["windows"]:
        window = pandas.read_parquet(file)
        made = {
            "direct_loss": lambda: nannyml.DLE(feature_column_names=data["columns"], y_pred=data["prediction"], y_true=data["truth"], metrics=data["metrics"], chunk_size=data["chunkRows"]),
            "domain_classifier": lambda: nannyml.DomainClassifierCalculator(feature_column_names=data["columns"]),
            "reconstruction": lambda: nannyml.DataReconstructionDriftCalculator(column_names=data["columns"], chunk_size=data["chunkRows"]),
        }[ask["what"]]().fit(reference)
        made.chunker = nannyml.SizeBasedChunker(chunk_size=len(window))
        result = (made.estimate if ask["what"] == "direct_loss" else made.calculate)(window).filter(period="analysis").to_df().iloc[0]
        for metric in dict.fromkeys(result.index.get_level_values(0)):
            if metric != "chunk":
                answers.setdefault(metric.removeprefix("domain_classifier_").replace("auroc", "roc_auc"), []).append(numbers(result[metric].to_dict()))
    return {"metrics": answers}


def realised(ask: dict) -> dict:
    """NannyML's realised performance of one chunk that is its own reference."""
    classes = ask.get("classes")
    binary = classes is not None and len(classes) == 2
    data = table(ask, classes) if classes else pandas.DataFrame({"truth": ask["truth"], "predicted": ask["predicted"]})
    proba = f"p_{classes[1]}" if binary else {name: f"p_{name}" for name in classes} if classes else None
    kind = "regression" if classes is None else "classification_binary" if binary else "classification_multiclass"
    calculator = nannyml.PerformanceCalculator(metrics=ask["metrics"], y_true="truth", y_pred="predicted", y_pred_proba=proba, problem_type=kind, chunk_size=len(data))
    result = calculator.fit(data).calculate(data).filter(period="analysis").to_df().iloc[0]
    return {metric: numbers({"value": result[metric]["value"], "error": result[metric]["sampling_error"]}) for metric in ask["metrics"]}


WORK = {"concept": concept, "cbpe": cbpe, "learned": learned, "realised": realised}


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            answer = WORK[ask["do"]](ask)
        except Exception as error:  # that they end with an error is an answer here
            answer = {"error": f"{type(error).__name__}: {error}"}
        ANSWERS.write(json.dumps(answer) + "\n")
        ANSWERS.flush()


if __name__ == "__main__":
    main()
