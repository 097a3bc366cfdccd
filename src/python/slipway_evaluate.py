"""Loads a model, reads evaluation data and predicts, for a gate. It counts nothing: what comes out is judged by the engine.

One JSON object per line comes in on stdin and one goes out on stdout for each, in order:

    {"do": "load", "model": folder}                              -> {"inputs": [{"name", "required"}] or null}
    {"do": "data", "file": path, "columns": [name]}              -> {"rows", "digest", "names": [name], "columns": {name: [cell]}}
    {"do": "head", "file": path, "most": n, "text": [name]}      -> the same, with every column, of the first rows alone; needs no model
    {"do": "predict", "features": [name]}                        -> {"columns": [name] or null, "rows": [cell or [cell]]}
    {"do": "predict", "features": [name], "empty": {"column": name, "rows": [index]}}     the same, for these rows alone
    {"do": "packages", "names": [name]}                          -> {"packages": [{"name", "version", ...}]}

or {"error": text} when it fails. It ends when stdin does, whatever it does at that moment: the engine may be gone.
"""

import hashlib
import io
import json
import math
import os
import queue
import sys
import threading
from importlib import metadata

# Small files of ours stand beside this one; what a model imports is found as in a script of the project.
sys.path[0] = os.getcwd()
# What models and libraries print must not get between the answers.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

LARGEST_EXACT = 2**53


def cell(value):
    """A value as JSON has it: text, number, truth value or null. NaN is null; infinities and numbers that JSON rounds are text."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()
        if value is None or isinstance(value, (str, bool)):
            return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_EXACT else str(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    import pandas

    return None if pandas.isna(value) else str(value)


class Evaluation:
    """What one model and one file need to keep between requests."""

    def __init__(self):
        self.model = None
        self.frame = None

    def load(self, model):
        import mlflow

        self.model = mlflow.pyfunc.load_model(model)
        inputs = self._inputs()
        return {"inputs": None if inputs is None else [{"name": str(one.name), "required": bool(one.required)} for one in inputs]}

    def data(self, file, columns):
        self.frame, told = read(file, [one.name for one in self._inputs() or [] if str(getattr(one, "type", "")).endswith("string")])
        return {**told, "columns": cells(self.frame, [name for name in columns if name in self.frame.columns])}

    def head(self, file, most, text):
        frame, told = read(file, text)
        return {**told, "columns": cells(frame.head(most), told["names"])}

    def predict(self, features, empty=None):
        frame = self.frame[features]
        if empty is not None:
            frame = frame.iloc[empty["rows"]].copy()
            frame[empty["column"]] = frame[empty["column"]].mask([True] * len(frame))
        return table(self.model.predict(self._as_signature_has_it(frame)))

    def packages(self, names):
        return {"packages": [package(name) for name in names]}

    def _inputs(self):
        """Named columns that the model takes; None where it says nothing of names."""
        schema = self.model.metadata.get_input_schema() if self.model is not None else None
        return schema.inputs if schema is not None and schema.has_input_names() and not schema.is_tensor_spec() else None

    def _as_signature_has_it(self, frame):
        """A file tells less of types than a signature: whole numbers are floats too, and floats may be single."""
        import pandas
        from mlflow.types import DataType

        schema = self.model.metadata.get_input_schema()
        if schema is not None and schema.is_tensor_spec() and len(schema.inputs) == 1 and not schema.has_input_names():
            return frame.to_numpy(dtype=schema.inputs[0].type)
        frame = frame.copy()
        for one in self._inputs() or []:
            if one.name not in frame.columns:
                continue
            column = frame[one.name]
            number = pandas.api.types.is_numeric_dtype(column) and not pandas.api.types.is_bool_dtype(column)
            if one.type in (DataType.double, DataType.float) and number:
                frame[one.name] = column.astype("float64" if one.type == DataType.double else "float32")
            elif one.type in (DataType.integer, DataType.long) and number and column.notna().all() and (column % 1 == 0).all():
                frame[one.name] = column.astype("int32" if one.type == DataType.integer else "int64")
            elif one.type == DataType.string and not pandas.api.types.is_string_dtype(column):
                frame[one.name] = column.map(str, na_action="ignore").astype(object)
            elif one.type == DataType.datetime:
                frame[one.name] = pandas.to_datetime(column)
        return frame


def read(file, text):
    """A file as a DataFrame, and what is told of it. text: columns that hold text: numbers that are names (postal codes) would lose their leading zeros."""
    with open(file, "rb") as opened:
        content = opened.read()
    frame = parsed(file, io.BytesIO(content), {name: str for name in text})
    frame.columns = [str(name) for name in frame.columns]
    return frame, {"rows": len(frame), "digest": hashlib.sha256(content).hexdigest(), "names": list(frame.columns)}


def parsed(file, content, text):
    import pandas

    name = file.lower().removesuffix(".gz")
    packed = "gzip" if file.lower().endswith(".gz") else None
    if name.endswith((".csv", ".tsv")):
        return pandas.read_csv(content, sep="\t" if name.endswith(".tsv") else ",", dtype=text, compression=packed)
    if name.endswith(".parquet"):
        return pandas.read_parquet(content)
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return pandas.read_json(content, lines=not name.endswith(".json") or not content.getvalue().lstrip().startswith(b"["), compression=packed, dtype=text or True)
    raise ValueError(f"the ending of {os.path.basename(file)} says no format that is read here: use .csv, .tsv, .parquet, .jsonl or .json")


def cells(frame, names):
    return {name: [cell(value) for value in frame[name].tolist()] for name in names}


def table(predicted):
    """Predictions as rows of cells, one row per row of the data."""
    import numpy
    import pandas

    if hasattr(predicted, "toarray"):
        predicted = predicted.toarray()
    if isinstance(predicted, pandas.DataFrame):
        names = [str(name) for name in predicted.columns]
        if len(names) == 1:
            return {"columns": None, "rows": [cell(value) for value in predicted.iloc[:, 0].tolist()]}
        return {"columns": names, "rows": [[cell(value) for value in row] for row in predicted.itertuples(index=False, name=None)]}
    if isinstance(predicted, pandas.Series):
        return {"columns": None, "rows": [cell(value) for value in predicted.tolist()]}
    values = numpy.asarray(predicted)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim == 1:
        return {"columns": None, "rows": [cell(value) for value in values.tolist()]}
    if values.ndim == 2:
        return {"columns": None, "rows": [[cell(value) for value in row] for row in values.tolist()]}
    raise ValueError(f"the model answers with an array of shape {values.shape}, where one value or one row of values per row is needed")


def package(name):
    """What an installed distribution says of its licence."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return {"name": name, "version": None}
    classifiers = [text for text in found.get_all("Classifier") or [] if text.startswith("License ::")]
    return {"name": name, "version": found.get("Version"), "expression": found.get("License-Expression"), "license": found.get("License"), "classifiers": classifiers}


def read_requests(requests):
    for line in sys.stdin:
        requests.put(line)
    # The engine wants no more, or is gone: a prediction that goes on for hours would be for nobody.
    os._exit(0)


def main():
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    evaluation = Evaluation()
    while True:
        request = json.loads(requests.get())
        work = getattr(evaluation, request.pop("do"))
        try:
            answer = work(**request)
        except Exception as error:
            import traceback

            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        json.dump(answer, ANSWERS, allow_nan=False)
        ANSWERS.write("\n")
        ANSWERS.flush()


if __name__ == "__main__":
    main()
