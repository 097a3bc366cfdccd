"""Converts a model to ONNX in the user's Python, and predicts with the original what the graph has to reproduce. It judges nothing.

One JSON object per line comes in on stdin and one goes out on stdout for each, in order:

    {"do": "load", "model": path}                      -> {"flavor": text or null, "needs": [module], "lacks": [module], "abi": text}
    {"do": "sample"}                                   -> {"given": {"columns": {name: [cell]}} or {"tensor": {"shape", "dtype", "data"}}, "example": rows, "rows",
                                                           "expected": {"shape", "dtype", "data"}, "probabilities": the same or null, "probes": [...],
                                                           "inputs": [{"name", "type"}] or null}
    {"do": "convert", "numbers": "double" or "float", "to": file}
                                                       -> {"feed", "answer", "labels", "probabilities", "classes"}     as servedModel.ts has them

or {"error": text} when it fails, with "reason" true when the text is a clause for people. It ends when stdin does.
The last argument is a folder with converters that the environment may lack; it stands last on sys.path, so that nothing of the user's is hidden.
"""

import json
import math
import os
import sys
import threading
import queue
import warnings
from importlib.util import find_spec
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
# What a model imports is found as in a script of the project.
sys.path[0] = os.getcwd()
sys.path.append(HERE)
# What models and libraries print must not get between the answers.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

SKLEARN = ["skl2onnx", "onnx", "ml_dtypes", "google.protobuf", "typing_extensions"]
NEEDS = {"sklearn": SKLEARN, "xgboost": [*SKLEARN, "onnxmltools"], "lightgbm": [*SKLEARN, "onnxmltools"], "torch": ["onnx", "onnxscript", "onnx_ir", "ml_dtypes", "google.protobuf", "typing_extensions"]}
# The newest that skl2onnx, onnxmltools and onnxruntime-node all know; trees take doubles from ai.onnx.ml 3 on.
OPSETS = {"": 18, "ai.onnx.ml": 3}
# The newest of onnxmltools itself.
BOOSTED_OPSET = 15


class Refused(Exception):
    """Why a model is not converted: a clause that follows "because"."""


class Conversion:
    """One model, its original's answers, and what it is made into."""

    def __init__(self):
        self.predict = self.raw = self.flavor = self.types = self.tensor = self.example = self.sample_rows = self.expected = None
        self.likely = False

    def load(self, model):
        self.predict, self.raw, schema, self.example, function = opened(model)
        self.likely = function == "predict_proba"
        self.flavor = flavor_of(self.raw) if self.raw is not None and function in ("predict", "predict_proba") else None
        if schema is not None and schema.is_tensor_spec():
            if len(schema.inputs) != 1:
                raise Refused("it takes several tensors")
            self.tensor = schema.inputs[0]
        elif schema is not None:
            self.types = {str(one.name): getattr(one.type, "name", str(one.type)) for one in schema.inputs}
        needs = sorted({need for flavor in flavors_in(self.raw) for need in NEEDS[flavor]}) if self.flavor else []
        return {"flavor": self.flavor, "needs": needs, "lacks": [name for name in needs if not is_there(name)], "abi": f"{sys.implementation.cache_tag}-{sys.platform}"}

    def sample(self):
        from slipway_sample import at_thresholds, frame_sample, probes, tensor_probes, tensor_sample

        import numpy
        import pandas

        steps = list(parts_of(self.raw))
        named = True
        if self.tensor is None and self.types is None:
            self.types, named = columns_of(self.raw)
        if self.tensor is not None:
            example = None if self.example is None else numpy.asarray(self.example)
            rows = tensor_sample(self.tensor.type, tuple(self.tensor.shape), example)
        else:
            rows = frame_sample(self.types, self.example if isinstance(self.example, pandas.DataFrame) else None, steps)
            trees = [one.tree_ for one in trees_of(self.raw)]
            if trees and all(type in ("double", "float") for type in self.types.values()):
                rows = at_thresholds(rows, trees)
        self.sample_rows = rows
        given = rows if named else rows.to_numpy()
        answer = self.predict(given)
        if not isinstance(answer, numpy.ndarray):
            raise Refused(f"its predict gives a {type(answer).__name__}, where a graph gives arrays alone")
        self.expected = answer
        likely = None
        if answer.ndim == 1 and hasattr(self.raw, "predict_proba") and hasattr(self.raw, "classes_"):
            likely = numpy.asarray(self.raw.predict_proba(given))
        frame = self.tensor is None
        asked = [self._probed(*probe, named) for probe in (probes(self.types, rows) if frame else tensor_probes(rows))]
        return {
            "given": given_as(rows), "example": 0 if self.example is None else min(len(self.example), len(rows)), "rows": len(rows),
            "expected": array(answer), "probabilities": None if likely is None or likely.ndim != 2 else array(likely), "probes": asked,
            "inputs": [{"name": name, "type": type} for name, type in self.types.items()] if frame and named else None,
        }

    def _probed(self, name, kind, row, named):
        try:
            answer = self.predict(row if named else row.to_numpy())
        except Exception as error:
            return {"column": name, "kind": kind, "given": given_as(row), "expected": None, "refusal": f"{type(error).__name__}: {error}".split("\n")[0][:200]}
        return {"column": name, "kind": kind, "given": given_as(row), "expected": array(answer), "refusal": None}

    def convert(self, numbers, to):
        return {"torch": self._torch}.get(self.flavor, self._tabular)(numbers, to)

    def _tabular(self, numbers, to):
        graph, feed = tabular_graph(self.raw, self.flavor, self._typed(numbers), numbers)
        send_missing_as_trees_do(graph, self.raw)
        return finish(graph, feed, self.raw, self.expected, self.likely, to)

    def _typed(self, numbers):
        if self.tensor is not None:
            if len(self.tensor.shape) != 2:
                raise Refused("it takes a tensor that is no table")
            return {f"f{index}": numbers for index in range(self.sample_rows.shape[1])}
        return self.types

    def _torch(self, numbers, to):
        import torch

        if numbers == "double":
            raise Refused("its weights are single")
        rows = self.sample_rows if self.tensor is not None else self.sample_rows.to_numpy(dtype="float32")
        self.raw.eval()
        batch = torch.from_numpy(rows[:2])
        program = torch.onnx.export(self.raw, (batch,), dynamo=True, dynamic_shapes=({0: torch.export.Dim.DYNAMIC},), input_names=["input"], output_names=["output"], verbose=False)
        graph = program.model_proto
        return finish(graph, "tensors" if self.tensor is not None else "matrix", self.raw, self.expected, False, to)


def opened(model):
    """Gives (predict, the model itself or None, schema of its inputs, input example, which of its functions predict is; None: nobody knows)."""
    import mlflow

    folder = Path(model)
    if folder.is_dir() and (folder / "MLmodel").is_file():
        loaded = mlflow.pyfunc.load_model(model)
        described = loaded.metadata
        function = described.flavors.get("python_function", {}).get("predict_fn", "predict")
        raw = raw_of(loaded)
        example = described.load_input_example(model) if described.saved_input_example_info is not None else None
        return loaded.predict, raw, described.get_input_schema(), example, function if described.get_params_schema() is None else None
    from slipway_score import bare

    raw = bare(model)
    return raw.predict, raw, None, None, "predict"


def raw_of(loaded):
    """The model within a pyfunc; None when its loader is not one of mlflow's own, whose predict is known."""
    name = loaded.loader_module or ""
    if name not in ("mlflow.sklearn", "mlflow.xgboost", "mlflow.lightgbm", "mlflow.pytorch"):
        return None
    return loaded.get_raw_model()


def flavor_of(raw):
    """By where its class was made, bases included: a user's subclass of a scikit-learn estimator is tried as one."""
    modules = [base.__module__.split(".")[0] for base in type(raw).__mro__]
    return next((name for name in ("xgboost", "lightgbm", "torch", "sklearn") if name in modules), None)


def flavors_in(raw):
    return {found for found in (flavor_of(part) for part in parts_of(raw)) if found is not None}


def parts_of(raw):
    """A model and all that stand in it: steps of pipelines, transformers of columns, members of ensembles."""
    seen, waiting = set(), [raw]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (list, tuple)):
            waiting.extend(part)
        elif part is not None and id(part) not in seen and hasattr(type(part), "__module__") and flavor_of(part) is not None:
            seen.add(id(part))
            yield part
            waiting.extend(getattr(part, name, None) for name in ("steps", "transformers_", "estimators_", "estimator", "best_estimator_", "calibrated_classifiers_"))


def trees_of(raw):
    """Trees of a forest or of a single tree whose numbers come straight from the columns."""
    if hasattr(raw, "tree_"):
        return [raw]
    import numpy

    return [one for one in numpy.ravel(getattr(raw, "estimators_", [])) if hasattr(one, "tree_")] if type(raw).__module__.startswith("sklearn.ensemble") else []


def columns_of(raw):
    """Types by name of what has no signature, and whether the names are the model's own."""
    names = getattr(raw, "feature_names_in_", None)
    count = getattr(raw, "n_features_in_", None)
    if names is None and count is None:
        raise Refused("it has neither a signature nor an input example, and does not say how many columns it takes")
    return {str(name): "double" for name in (names if names is not None else range(count))}, names is not None


def tabular_graph(raw, flavor, types, numbers):
    """An ONNX graph and how it is fed. One matrix where all columns are numbers, else an input per column."""
    from skl2onnx.common.data_types import BooleanTensorType, DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType

    real = DoubleTensorType if numbers == "double" else FloatTensorType
    matrix = "string" not in types.values() and not takes_names(raw)
    if matrix:
        inputs = [("input", real([None, len(types)]))]
    else:
        kinds = {"string": StringTensorType, "boolean": BooleanTensorType, "integer": Int64TensorType, "long": Int64TensorType}
        inputs = [(name, kinds.get(type, real)([None, 1])) for name, type in types.items()]
    feed = "matrix" if matrix else "columns"
    if flavor in ("xgboost", "lightgbm"):
        return boosted_graph(raw, flavor, inputs, numbers), feed
    from skl2onnx import convert_sklearn

    register_boosters()
    take_truth_values_as_numbers()
    last = raw.steps[-1][1] if hasattr(raw, "steps") else raw
    options = {id(part): {"zipmap": False} for part in (raw, last) if hasattr(part, "classes_")}
    try:
        return convert_sklearn(raw, initial_types=inputs, options=options or None, target_opset=OPSETS), feed
    except NameError:
        # An estimator without that option.
        return convert_sklearn(raw, initial_types=inputs, target_opset=OPSETS), feed


def take_truth_values_as_numbers():
    """skl2onnx 1.20 gives truth values as integer attributes of trees that know missing values, which protobuf refuses from 7 on."""
    import numpy
    from onnx import helper

    made = helper.make_attribute
    if getattr(made, "__name__", "") == "make_attribute_of_numbers":
        return

    def make_attribute_of_numbers(key, value, *rest, **named):
        if isinstance(value, (list, tuple)) and any(isinstance(one, (bool, numpy.bool_)) for one in value):
            value = [int(one) for one in value]
        return made(key, value, *rest, **named)

    helper.make_attribute = make_attribute_of_numbers


def takes_names(raw):
    """Whether a part of it picks columns by name."""
    return any(type(part).__name__ == "ColumnTransformer" for part in parts_of(raw))


def boosted_graph(raw, flavor, inputs, numbers):
    from onnxmltools import convert_lightgbm, convert_xgboost
    from onnxmltools.convert.common.data_types import DoubleTensorType, FloatTensorType

    if len(inputs) > 1:
        raise Refused("its converter takes columns of numbers alone")
    if numbers == "double" and flavor == "xgboost":
        raise Refused("its thresholds are single")
    inputs = [(name, (DoubleTensorType if numbers == "double" else FloatTensorType)(type.shape)) for name, type in inputs]
    if flavor == "lightgbm":
        return convert_lightgbm(raw, initial_types=inputs, target_opset=BOOSTED_OPSET, zipmap=False)
    booster = raw if not hasattr(raw, "get_booster") else raw.get_booster()
    # onnxmltools reads the features as f0, f1, …; what they were called is put back for the original.
    names = booster.feature_names
    booster.feature_names = None
    try:
        return convert_xgboost(raw, initial_types=inputs, target_opset=BOOSTED_OPSET)
    finally:
        booster.feature_names = names


def send_missing_as_trees_do(graph, raw):
    """
    Missing values go where scikit-learn's trees send them (`missing_go_to_left`): its converter leaves that out. A forest keeps its nodes
    in their order on the way, which is seen to; where it does not, nothing is changed.
    """
    last = raw.steps[-1][1] if hasattr(raw, "steps") else raw
    trees = [one.tree_ for one in trees_of(last)]
    nodes = [node for node in graph.graph.node if node.op_type.startswith("TreeEnsemble")]
    if len(nodes) != 1 or not trees or not hasattr(trees[0], "missing_go_to_left"):
        return
    import onnx

    held = {one.name: one for one in nodes[0].attribute}
    count = len(held["nodes_nodeids"].ints)
    if count != sum(tree.node_count for tree in trees) or "nodes_treeids" not in held:
        return
    ways = [int(trees[tree].missing_go_to_left[node]) for tree, node in zip(held["nodes_treeids"].ints, held["nodes_nodeids"].ints)]
    if "nodes_missing_value_tracks_true" in held:
        nodes[0].attribute.remove(held["nodes_missing_value_tracks_true"])
    nodes[0].attribute.append(onnx.helper.make_attribute("nodes_missing_value_tracks_true", ways))


def register_boosters():
    """Tells skl2onnx of XGBoost and LightGBM, whose estimators may stand in a pipeline."""
    from skl2onnx import update_registered_converter
    from skl2onnx.common.shape_calculator import calculate_linear_classifier_output_shapes, calculate_linear_regressor_output_shapes

    shapes = {"Classifier": calculate_linear_classifier_output_shapes, "Regressor": calculate_linear_regressor_output_shapes}
    classes = {"nocl": [True, False], "zipmap": [True, False, "columns"]}
    for library, prefix, module, function in (("xgboost", "XGB", "XGBoost", "convert_xgboost"), ("lightgbm", "LGBM", "LightGbm", "convert_lightgbm")):
        if library in sys.modules and is_there("onnxmltools"):
            converters = __import__(f"onnxmltools.convert.{library}.operator_converters.{module}", fromlist=[function])
            for kind, shape in shapes.items():
                update_registered_converter(getattr(sys.modules[library], prefix + kind), prefix + kind, shape, getattr(converters, function), options=classes if kind == "Classifier" else None)


def finish(graph, feed, raw, expected, likely, to):
    """Chooses the output that is what predict gives (probabilities when it is `likely`), gives it the shape of that, and writes the graph."""
    import numpy
    import onnx

    outputs = {one.name: one.type.tensor_type.elem_type for one in graph.graph.output}
    first, *others = outputs
    labelled = bool(others) and hasattr(raw, "classes_") and not likely
    named = labelled and hasattr(raw, "predict_proba")
    classes = numpy.asarray(raw.classes_) if labelled else None
    texts = onnx.TensorProto.STRING
    labels = None
    answer = first
    if labelled and outputs[first] != texts and (classes.dtype.kind not in "iu" or (flavor_of(raw) != "sklearn" and classes.tolist() != list(range(len(classes))))):
        labels = [cell(value) for value in classes.tolist()]
    elif others and not labelled and expected.dtype.kind == "f":
        # A bare booster answers with probabilities, of the second class alone where there are two.
        answer = others[0] if expected.ndim == 2 else added(graph, "Gather", [others[0], constant(graph, numpy.array(1))], axis=1)
    elif expected.ndim == 1 and rank(graph, first) == 2:
        answer = added(graph, "Reshape", [first, constant(graph, numpy.array([-1]))])
    graph.ir_version = min(graph.ir_version, 10)
    onnx.checker.check_model(graph)
    onnx.save(graph, to)
    return {"feed": feed, "answer": answer, "labels": labels, "probabilities": others[0] if named else None, "classes": [str(cell(value)) for value in classes.tolist()] if named else None}


def rank(graph, name):
    return next(len(one.type.tensor_type.shape.dim) for one in graph.graph.output if one.name == name)


def constant(graph, value):
    import onnx

    name = f"slipway_constant_{len(graph.graph.initializer)}"
    graph.graph.initializer.append(onnx.numpy_helper.from_array(value.astype("int64"), name))
    return name


def added(graph, operator, inputs, **attributes):
    """Adds a node behind an output; returns the name of what it gives, which is an output then: one value per row."""
    import onnx

    if not any(one.domain == "" for one in graph.opset_import):
        # A graph of nothing but trees.
        graph.opset_import.append(onnx.helper.make_opsetid("", BOOSTED_OPSET))
    name = f"slipway_{operator.lower()}"
    behind = next(one for one in graph.graph.output if one.name == inputs[0])
    graph.graph.node.append(onnx.helper.make_node(operator, inputs, [name], **attributes))
    graph.graph.output.append(onnx.helper.make_tensor_value_info(name, behind.type.tensor_type.elem_type, [None]))
    return name


def given_as(rows):
    if hasattr(rows, "columns"):
        return {"columns": {str(name): [cell(value) for value in rows[name].tolist()] for name in rows.columns}}
    return {"tensor": array(rows)}


def array(values):
    import numpy

    values = numpy.asarray(values)
    return {"shape": list(values.shape), "dtype": str(values.dtype), "data": [cell(value) for value in values.ravel().tolist()]}


def cell(value):
    """A value as JSON has it. Not-a-number and infinities, which JSON lacks, are text."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, (str, bool, int, float)) or value is None:
        return value
    return cell(value.item()) if hasattr(value, "item") else str(value)


def is_there(module):
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def read_requests(requests):
    for line in sys.stdin:
        requests.put(line)
    # Nobody waits any more: a conversion that goes on would be for nobody.
    os._exit(0)


def main():
    if len(sys.argv) > 1:
        sys.path.append(sys.argv[1])
    warnings.simplefilter("ignore")
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    conversion = Conversion()
    while True:
        request = json.loads(requests.get())
        work = getattr(conversion, request.pop("do"))
        try:
            answer = work(**request)
        except Exception as error:
            import traceback

            traceback.print_exc()
            known = isinstance(error, Refused) or type(error).__name__ in ("NoSample", "NoPredict")
            answer = {"error": str(error) if known else f"{type(error).__name__}: {error}", "reason": known}
        json.dump(answer, ANSWERS, allow_nan=False)
        ANSWERS.write("\n")
        ANSWERS.flush()


if __name__ == "__main__":
    main()
