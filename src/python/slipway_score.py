"""Scores a model in the user's Python for the front process of a deployment, which enforces signatures and speaks the protocols.

`slipway_score.py MODEL`, an MLflow model folder or a bare pickle. The first line on stdout says that it is loaded, {"ready": true}, or why not.
Then one JSON object per line comes in on stdin and one goes out on stdout for each, in order:

    {"inputs": [{"name", "type", "shape", "data"}]}      row-major, rows first; "type" is NumPy's name, "json" for nested values
        -> {"array": {"shape", "dtype", "data"}}         numbers, truth values and texts
        -> {"list": [item]}                              anything else, as `mlflow models serve` puts it into "predictions"

or {"error": text} when it fails, with "reason" true when the text is a clause for people. It ends when stdin does, whatever it does at that
moment: the front may be gone. Numbers that JSON lacks or rounds are text.
"""

import base64
import json
import math
import os
import queue
import sys
import threading
from pathlib import Path

if __name__ == "__main__":
    # What a model imports is found as in a script of the project.
    sys.path[0] = os.getcwd()
    # What models and libraries print must not get between the answers.
    ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

LARGEST_EXACT = 2**53


class NoPredict(Exception):
    """A file that holds no model, in a sentence."""


def bare(path):
    """What a pickle holds, joblib's or torch's kinds included. Raises NoPredict when nothing in it predicts."""
    if Path(path).is_dir():
        files = [one for one in sorted(Path(path).iterdir()) if one.is_file() and not one.name.startswith(".")]
        if len(files) != 1:
            raise NoPredict("the folder has no MLmodel file, and more than one file that could be the model")
        path = files[0]
    loaded = unpickled(path)
    if not callable(getattr(loaded, "predict", None)):
        raise NoPredict(f"it holds a {type(loaded).__name__}, which has no predict")
    return loaded


def unpickled(path):
    """Raises NoPredict where the bytes are at fault; what the environment lacks is told by its own exception."""
    import pickle

    try:
        import joblib
    except ModuleNotFoundError:
        joblib = None
    try:
        if joblib is not None:
            return joblib.load(path)
        with open(path, "rb") as file:
            return pickle.load(file)
    except (pickle.UnpicklingError, EOFError, MemoryError, UnicodeDecodeError, KeyError, IndexError) as error:
        raise NoPredict(f"{os.path.basename(path)} is cut off, or no pickle ({type(error).__name__})") from error


class Scoring:
    """A loaded model."""

    def __init__(self, path):
        if (Path(path) / "MLmodel").is_file():
            import mlflow

            model = mlflow.pyfunc.load_model(path)
            self.schema = model.metadata.get_input_schema()
            self.predict = model.predict
        else:
            model = bare(path)
            self.schema = None
            # Fitted on an array, an estimator has no names for its columns and would warn of them at each call.
            named = hasattr(model, "feature_names_in_") or not hasattr(model, "n_features_in_")
            self.predict = lambda data: model.predict(data if named or not hasattr(data, "to_numpy") else data.to_numpy())

    def score(self, inputs):
        return answered(self.predict(self._as_predict_takes_it(inputs)))

    def _as_predict_takes_it(self, inputs):
        if self.schema is not None:
            table = not self.schema.is_tensor_spec()
        else:
            table = all(len(one["shape"]) == 1 and one["name"] != "" for one in inputs)
        if table:
            return self._frame(inputs)
        arrays = {one["name"]: array_of(one) for one in inputs}
        single = self.schema is None or not self.schema.has_input_names()
        return next(iter(arrays.values())) if single and len(arrays) == 1 else arrays

    def _frame(self, inputs):
        import pandas

        types = {} if self.schema is None else {one.name: getattr(one.type, "name", "json") for one in self.schema.inputs}
        return pandas.DataFrame({one["name"]: column(one, types.get(one["name"])) for one in inputs})


def column(given, type):
    """A column of a DataFrame. Types that JSON lacks are the signature's."""
    import pandas

    data = given["data"]
    if type == "datetime":
        return pandas.to_datetime(pandas.Series(data))
    if type == "binary":
        return pandas.Series([base64.b64decode(value) if isinstance(value, str) else value for value in data], dtype=object)
    if len(given["shape"]) > 1:
        return pandas.Series(array_of(given).tolist(), dtype=object)
    if given["type"] in ("json", "string") or None in data:
        return pandas.Series(data, dtype=object)
    return array_of(given)


def array_of(given):
    import numpy

    type, data = given["type"], given["data"]
    if "int" in type:
        data = [int(value) for value in data]
    made = numpy.array(data, dtype=object if type in ("json", "string") else type)
    return made.reshape(given["shape"])


def answered(predictions):
    """As mlflow's server has it (proto_json_utils.py, _get_jsonable_obj): arrays nested, frames and series as records."""
    import numpy
    import pandas

    if hasattr(predictions, "toarray"):
        predictions = predictions.toarray()
    if isinstance(predictions, numpy.ndarray):
        if predictions.ndim == 0 or predictions.dtype.kind not in "biufUO" or (predictions.dtype.kind == "O" and not all(isinstance(one, str) for one in predictions.ravel())):
            return {"list": predictions.tolist()}
        return {"array": {"shape": predictions.shape, "dtype": str(predictions.dtype), "data": [cell(value) for value in predictions.ravel().tolist()]}}
    if isinstance(predictions, (pandas.DataFrame, pandas.Series)):
        return {"list": pandas.DataFrame(predictions).to_dict(orient="records")}
    return {"list": predictions}


def cell(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_EXACT else value


def written(answer):
    """An answer as a line of JSON. What is not finite within records is null there."""
    try:
        return json.dumps(answer, default=plain, allow_nan=False)
    except ValueError:
        return json.dumps(finite(json.loads(json.dumps(answer, default=plain))))


def plain(value):
    """What JSON lacks, as mlflow's NumpyEncoder has it (mlflow/utils/proto_json_utils.py)."""
    from mlflow.utils.proto_json_utils import NumpyEncoder

    made, done = NumpyEncoder().try_convert(value)
    if not done:
        raise TypeError(f"the model answers with a {type(value).__name__}, which JSON does not have")
    return made


def finite(value):
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [finite(one) for one in value]
    return {name: finite(one) for name, one in value.items()} if isinstance(value, dict) else value


def problem(error):
    import traceback

    traceback.print_exc()
    known = isinstance(error, NoPredict)
    return {"error": str(error) if known else f"{type(error).__name__}: {error}", "reason": known}


def read_requests(requests):
    for line in sys.stdin:
        requests.put(line)
    # The front is gone: an answer would be for nobody.
    os._exit(0)


def say(answer):
    ANSWERS.write(written(answer) + "\n")
    ANSWERS.flush()


def main():
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    try:
        scoring = Scoring(sys.argv[1])
    except Exception as error:
        say(problem(error))
        return
    say({"ready": True})
    while True:
        request = json.loads(requests.get())
        try:
            say(scoring.score(**request))
        except Exception as error:
            say(problem(error))


if __name__ == "__main__":
    main()
