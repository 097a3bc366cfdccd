"""Scores a model in the user's Python for the front process of a deployment, which enforces signatures and speaks the protocols.

`slipway_score.py MODEL`, an MLflow model folder or a bare pickle. The first line on stdout says that it is loaded, {"ready": true}, or why not.
Then one JSON object per line comes in on stdin and one goes out on stdout for each, in order:

    {"columns": {name: [cell]}, "params": {...} or null}                               a batch as a DataFrame
    {"tensors": {name: {"shape", "dtype", "data"}}, "params": {...} or null}           row-major; an unnamed one is named ""
        -> {"predictions": what `mlflow models serve` puts there, "rows": whether that is a list with one item per row of the batch}

or {"error": text} when it fails. It ends when stdin does, whatever it does at that moment: the front may be gone.
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
            self.predict = lambda data, params: model.predict(data, params=params)
        else:
            model = bare(path)
            self.schema = None
            # Fitted on an array, an estimator has no names for its columns and would warn of them at each call.
            named = hasattr(model, "feature_names_in_") or not hasattr(model, "n_features_in_")
            self.predict = lambda data, params: model.predict(data if named or not hasattr(data, "to_numpy") else data.to_numpy())

    def score(self, columns=None, tensors=None, params=None):
        data = self._frame(columns) if columns is not None else arrays(tensors)
        count = len(data) if columns is not None else len(next(iter(data.values()))) if isinstance(data, dict) else len(data)
        predictions = jsonable(self.predict(data, params))
        return {"predictions": predictions, "rows": isinstance(predictions, list) and len(predictions) == count}

    def _frame(self, columns):
        """JSON tells less of types than a signature does."""
        import pandas

        from_schema = {one.name: one for one in self.schema.inputs} if self.schema is not None and not self.schema.is_tensor_spec() else {}
        return pandas.DataFrame({name: column(cells, from_schema.get(name)) for name, cells in columns.items()})


def column(cells, spec):
    """Cells as the signature has them; without one, as pandas finds them. "NaN" and "Infinity" are numbers in a column of numbers."""
    import numpy
    import pandas

    name = getattr(getattr(spec, "type", None), "name", None)
    if name in ("double", "float"):
        return numpy.array([math.nan if value is None else float(value) for value in cells], dtype="float64" if name == "double" else "float32")
    if name in ("integer", "long") and None not in cells:
        return numpy.array([int(value) for value in cells], dtype="int32" if name == "integer" else "int64")
    if name == "datetime":
        return pandas.to_datetime(pandas.Series(cells))
    if name == "binary":
        return pandas.Series([None if value is None else base64.b64decode(value) for value in cells], dtype=object)
    return pandas.Series(cells, dtype=object if name == "string" or (name is not None and None in cells) else None)


def arrays(tensors):
    import numpy

    made = {name: numpy.array(one["data"], dtype=object if one["dtype"] == "object" else one["dtype"]).reshape(one["shape"]) for name, one in tensors.items()}
    return made[""] if list(made) == [""] else made


def jsonable(predictions):
    """mlflow/pyfunc/scoring_server (predictions_to_json) and mlflow/utils/proto_json_utils.py (_get_jsonable_obj)."""
    import numpy
    import pandas

    if isinstance(predictions, numpy.ndarray):
        return predictions.tolist()
    if isinstance(predictions, pandas.DataFrame):
        return predictions.to_dict(orient="records")
    if isinstance(predictions, pandas.Series):
        return pandas.DataFrame(predictions).to_dict(orient="records")
    if hasattr(predictions, "toarray"):
        return predictions.toarray().tolist()
    return predictions


def written(answer):
    """An answer as a line of JSON, which has neither not-a-number nor infinities: they are null."""
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
    return {"error": str(error) if isinstance(error, NoPredict) else f"{type(error).__name__}: {error}"}


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
