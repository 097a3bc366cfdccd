"""What NannyML learns from a reference and says of windows, in the user's Python: the error of a regression before truths are known, and drift
that no column shows alone. The package does it; nothing is counted here.

One JSON object per line comes in on stdin and one goes out on stdout for each, in order. All three name files ("reference", "windows") of CSV,
Parquet or JSON lines, a window each, and columns:

    {"do": "direct_loss", ..., "columns": [name], "prediction": name, "truth": name, "metrics": [name], "chunk": rows}    -> {"metrics": {name: [row]}}
    {"do": "domain_classifier", ..., "columns": [name]}                                                                -> {"metrics": {"roc_auc": [row]}}
    {"do": "reconstruction", ..., "columns": [name], "chunk": rows}                                        -> {"metrics": {"reconstruction_error": [row]}}

A row is {"value", "low", "high", "lower", "upper", "rows"}: the value and its band (three sampling errors), and the thresholds; null where there is
none. "reference_rows" says how many rows were learned from. Or {"error": text} when it fails, with "reason": true where the text is for people.
It ends when stdin does, whatever it does at that moment: the engine may be gone.
"""

import importlib.util
import json
import math
import os
import queue
import sys
import threading

# What is imported is found as in a script of the project.
sys.path[0] = os.getcwd()
# What libraries print must not get between the answers.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
# It would tell its makers of each use.
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
# LightGBM would take every core, and its threads wait for each other without sleeping: where anything else runs, one is several times as fast.
for threads in ("OMP_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
    os.environ.setdefault(threads, "1")

# Every so many-th row is taken of a longer reference: learning takes memory and minutes, and gains nothing from more.
MOST_ROWS = 200_000


class Reason(Exception):
    """Why nothing can be said, as sentences for people."""


def missing(said):
    return Reason(
        f"This estimate is made by NannyML, which {sys.executable} does not have ({said}). "
        "Install it there (pip install nannyml statsmodels; it needs Python 3.12 or older), or name a Python that has it.")


def installed():
    """Says whether it is there without loading it, which takes seconds: what is wrong with the data can be told before."""
    if importlib.util.find_spec("nannyml") is None:
        raise missing("No module named 'nannyml'")


def nannyml():
    try:
        import nannyml
    except ImportError as error:
        raise missing(error) from error
    return nannyml


def read(file):
    import pandas

    name = file.lower()
    if name.endswith(".parquet"):
        return pandas.read_parquet(file)
    if name.endswith((".csv", ".csv.gz")):
        return pandas.read_csv(file)
    if name.endswith((".jsonl", ".ndjson")):
        return pandas.read_json(file, lines=True)
    raise Reason(f"The ending of {os.path.basename(file)} says no format that is read here: use .csv, .parquet or .jsonl.")


def frames(reference, windows, columns, needed):
    """The reference, thinned out, and the windows: with these columns, numbers or categories alone, and `needed` filled in the reference."""
    installed()
    from pandas.api import types

    frame = read(reference)
    lost = [name for name in [*columns, *needed] if name not in frame.columns]
    if lost:
        raise Reason(f"The reference ({os.path.basename(reference)}) has no column {lost[0]!r}. It has: {', '.join(map(str, frame.columns))}.")
    frame = frame.dropna(subset=needed) if needed else frame
    frame = frame.iloc[:: max(1, math.ceil(len(frame) / MOST_ROWS))].reset_index(drop=True)
    known = {name: kind(types, frame[name]) for name in columns}
    times = [name for name in columns if known[name] == "time"]
    if times:
        raise Reason(f"Column {times[0]!r} holds times, which nothing can be learned from here. Leave it out.")
    current = []
    for file in windows:
        window = read(file)
        lost = [name for name in [*columns, *needed[:1]] if name not in window.columns]
        if lost:
            raise Reason(f"The window ({os.path.basename(file)}) has no column {lost[0]!r}, which the reference has.")
        if len(window) == 0:
            raise Reason(f"The window ({os.path.basename(file)}) has no rows.")
        current.append(window.reset_index(drop=True))
    for one in [frame, *current]:
        for name in columns:
            one[name] = one[name].astype("float64") if known[name] == "number" else one[name].astype("object").map(str, na_action="ignore")
    return frame, current


def kind(types, column):
    if types.is_datetime64_any_dtype(column) or types.is_timedelta64_dtype(column):
        return "time"
    return "number" if types.is_numeric_dtype(column) or types.is_bool_dtype(column) else "category"


def direct_loss(reference, windows, columns, prediction, truth, metrics, chunk):
    frame, current = frames(reference, windows, columns, [prediction, truth])
    enough(frame, chunk)
    package = nannyml()
    estimator = package.DLE(feature_column_names=columns, y_pred=prediction, y_true=truth, metrics=metrics, chunk_size=chunk)
    return answer(frame, current, lambda: estimator.fit(frame), lambda window: one_chunk(package, estimator, estimator.estimate, window), {name: name for name in metrics})


def domain_classifier(reference, windows, columns):
    frame, current = frames(reference, windows, columns, [])
    enough(frame, 1)
    package = nannyml()
    # Its thresholds are fixed, so chunks of the reference need not be windows: each of them is five models.
    calculator = package.DomainClassifierCalculator(feature_column_names=columns)
    return answer(frame, current, lambda: calculator.fit(frame), lambda window: one_chunk(package, calculator, calculator.calculate, window), {"roc_auc": "domain_classifier_auroc"})


def reconstruction(reference, windows, columns, chunk):
    frame, current = frames(reference, windows, columns, [])
    enough(frame, chunk)
    package = nannyml()
    calculator = package.DataReconstructionDriftCalculator(column_names=columns, chunk_size=chunk)
    return answer(frame, current, lambda: calculator.fit(frame), lambda window: one_chunk(package, calculator, calculator.calculate, window), {"reconstruction_error": "reconstruction_error"})


def one_chunk(package, fitted, say, window):
    fitted.chunker = package.SizeBasedChunker(chunk_size=len(window))
    return say(window).filter(period="analysis").to_df().iloc[-1]


def enough(frame, chunk):
    needed = max(10, chunk)
    if len(frame) < needed:
        raise Reason(f"The reference has {len(frame)} rows with all that is needed, and at least {needed} are needed: as many as a window has, or ten. Take a larger one.")


def answer(frame, current, fit, say, names):
    fit()
    rows = [(len(window), say(window)) for window in current]
    return {"reference_rows": len(frame), "metrics": {name: [row(count, said[column]) for count, said in rows] for name, column in names.items()}}


def row(count, said):
    def number(key):
        value = said.get(key)
        return None if value is None or not math.isfinite(value) else float(value)

    return {"value": number("value"), "low": number("lower_confidence_boundary"), "high": number("upper_confidence_boundary"), "lower": number("lower_threshold"), "upper": number("upper_threshold"), "rows": count}


WORK = {"direct_loss": direct_loss, "domain_classifier": domain_classifier, "reconstruction": reconstruction}


def read_requests(requests):
    for line in sys.stdin:
        requests.put(line)
    # The engine wants no more, or is gone: learning that goes on for minutes would be for nobody.
    os._exit(0)


def main():
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    while True:
        request = json.loads(requests.get())
        work = WORK[request.pop("do")]
        try:
            said = work(**request)
        except Reason as reason:
            said = {"error": str(reason), "reason": True}
        except Exception as error:
            import traceback

            traceback.print_exc()
            said = {"error": f"{type(error).__name__}: {error}"}
        json.dump(said, ANSWERS, allow_nan=False)
        ANSWERS.write("\n")
        ANSWERS.flush()


if __name__ == "__main__":
    main()
