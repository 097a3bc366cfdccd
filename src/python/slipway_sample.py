"""Rows on which a converted model is compared with its original: the input example, and neighbours of it within the signature's types."""

import numpy
import pandas

SEED = 20_240_229
ROWS = 256
MOST_THRESHOLDS = 200
PROBED = 16
UNKNOWN = "a text that no row had"
WHOLE = {"integer": (-(2**31), 2**31 - 1), "long": (-(2**53), 2**53)}
NUMBERS = ("double", "float", *WHOLE)


class NoSample(Exception):
    """Why nothing can be compared, in a sentence."""


def frame_sample(types, example, steps):
    """
    types: MLflow's name of the type of each column, by name; example: DataFrame, or None; steps: the model and all in it.
    Returns a DataFrame, rows of the example first, of MLflow's types.
    """
    random = numpy.random.default_rng(SEED)
    odd = [name for name, type in types.items() if type not in (*NUMBERS, "boolean", "string")]
    if odd:
        raise NoSample(f"its column {odd[0]} is of type {types[odd[0]]}, which no graph takes")
    if example is not None and example[[name for name in types if name in example.columns]].isna().any(axis=None):
        raise NoSample("its input example has missing values, which graphs and Python tell apart differently")
    columns = {}
    for name, type in types.items():
        given = None if example is None or name not in example.columns else example[name].to_numpy()[:ROWS]
        columns[name] = _column(name, type, given, steps, random)
    return pandas.DataFrame(columns)


def tensor_sample(dtype, shape, example):
    """dtype, shape (-1: any) as the signature has them; example: array or None. Returns an array, rows of the example first."""
    random = numpy.random.default_rng(SEED)
    rows = 16 if len(shape) > 2 else ROWS
    if example is not None and len(shape) > 0 and shape[0] == -1:
        base = numpy.asarray(example, dtype=dtype)[:rows]
    elif all(size > 0 for size in shape[1:]) and shape[:1] == (-1,):
        base = random.standard_normal((1, *shape[1:])).astype(dtype)
    else:
        raise NoSample("its signature fixes the number of rows, or leaves the shape of a row open without an input example")
    picked = base[random.integers(0, len(base), rows)]
    if numpy.issubdtype(dtype, numpy.floating):
        picked = picked + random.standard_normal(picked.shape) * max(float(numpy.std(base)), 0.1)
    return numpy.concatenate([base, picked.astype(dtype)])


def at_thresholds(frame, trees):
    """The first rows once more, each with one number exactly at a threshold of one of its trees: there `<` and `<=` show."""
    random = numpy.random.default_rng(SEED)
    pairs = [(feature, threshold) for tree in trees for feature, threshold in zip(tree.feature, tree.threshold) if feature >= 0]
    rows = []
    for index in random.permutation(len(pairs))[:MOST_THRESHOLDS]:
        row = frame.iloc[int(random.integers(0, len(frame)))].copy()
        row.iloc[pairs[index][0]] = pairs[index][1]
        rows.append(row)
    return frame if not rows else pandas.concat([frame, pandas.DataFrame(rows)], ignore_index=True).astype(frame.dtypes.to_dict())


def probes(types, frame):
    """Rows that an original may refuse: the first of the sample, for each column of text with an unknown one, for each of numbers with a missing one."""
    found = []
    for name, type in types.items():
        kind = "unknown" if type == "string" else "missing" if type in ("double", "float") else None
        if kind is not None:
            row = frame.iloc[:PROBED].copy()
            row[name] = [UNKNOWN if kind == "unknown" else float("nan")] * len(row)
            found.append((name, kind, row))
    return found


def tensor_probes(rows):
    """The same of a table that is an array: a missing number in each of its columns."""
    found = []
    if rows.ndim == 2 and rows.dtype.kind == "f":
        for index in range(rows.shape[1]):
            row = rows[:PROBED].copy()
            row[:, index] = float("nan")
            found.append((str(index), "missing", row))
    return found


def _column(name, type, given, steps, random):
    if type == "string":
        texts = _texts(name, given, steps)
        picked = random.choice(numpy.array(texts, dtype=object), ROWS)
        return numpy.concatenate([given.astype(object), picked])
    if type == "boolean":
        picked = random.integers(0, 2, ROWS).astype(bool)
        return numpy.concatenate([given, picked]).astype(bool) if given is not None else picked
    if type in WHOLE:
        base = numpy.array([0, 1, 2, 10, 100]) if given is None else given.astype("int64")
        reach = max(2, int(base.max() - base.min()), int(abs(base).max()) // 4)
        picked = random.choice(base, ROWS) + random.integers(-reach, reach + 1, ROWS)
        whole = picked if given is None else numpy.concatenate([base, picked])
        return numpy.clip(whole, *WHOLE[type]).astype("int32" if type == "integer" else "int64")
    base = numpy.array([-100.0, -10, -1, 0, 1, 10, 100]) if given is None else given.astype("float64")
    spread = max(float(base.std()), 0.25 * float(abs(base).max()), 1e-3)
    # A quarter far out: where a model was never trained, the graph has to answer alike as well.
    reach = numpy.where(numpy.arange(ROWS) % 4 == 3, 10 * spread, spread)
    picked = random.choice(base, ROWS) + random.standard_normal(ROWS) * reach
    return (picked if given is None else numpy.concatenate([base, picked])).astype("float32" if type == "float" else "float64")


def _texts(name, given, steps):
    """Texts of a column: the example's, and those of every encoder that knows one of them."""
    texts = [] if given is None else list(dict.fromkeys(given.tolist()))
    if not texts:
        raise NoSample(f"there is no input example that says what text column {name} holds")
    known = [list(values) for step in steps for values in getattr(step, "categories_", [])]
    return list(dict.fromkeys([*texts, *(text for values in known if set(texts) <= set(values) for text in values if isinstance(text, str))]))
