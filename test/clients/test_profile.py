"""Promise: `slipway profile` says of every column what pandas, NumPy and scipy say, of CSV, Parquet, JSON lines and Arrow alike; where pandas
has another opinion (duplicate names, times in CSV, whole numbers with gaps), the difference is named here.
"""

import datetime
import json
import subprocess
from pathlib import Path

import numpy
import pandas
import pyarrow
import pyarrow.feather
import pyarrow.parquet
import pytest
import scipy.stats
from conftest import NODE, ROOT

QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def slipway(*arguments: object, code: int = 0) -> subprocess.CompletedProcess:
    ran = subprocess.run([NODE, ROOT / "dist" / "slipway.js", "profile", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ran.returncode == code, (ran.returncode, ran.stderr)
    return ran


def profile(file: Path, *options: str) -> dict:
    return json.loads(slipway(file, "--json", *options).stdout)


def by_name(report: dict) -> dict[str, dict]:
    return {column["name"]: column for column in report["columns"]}


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def table(rows: int, seed: int = 1) -> pandas.DataFrame:
    random = numpy.random.default_rng(seed)
    normal = random.normal(0, 1, rows)
    infinite = random.normal(5, 1, rows)
    infinite[rows // 2] = numpy.inf
    infinite[rows // 3] = -numpy.inf
    letters = random.choice(list("abcé"), rows, p=[0.5, 0.3, 0.15, 0.05])
    return pandas.DataFrame({
        "normal": normal,
        "linked": normal * 2 + random.normal(0, 0.5, rows),
        "curved": numpy.exp(normal * 3),
        "far from zero": 1e9 + random.normal(0, 1, rows),
        "tiny": 1e-12 * random.normal(0, 1, rows),
        "holes": numpy.where(random.random(rows) < 0.2, numpy.nan, normal + 1),
        "infinite": infinite,
        "whole": random.integers(-5000, 5000, rows),
        "thirty whole": random.integers(0, 30, rows),
        "few whole": random.integers(0, 4, rows),
        "bytes": random.integers(0, 200, rows).astype("uint8"),
        "constant": numpy.full(rows, 3.5),
        "boolean": random.random(rows) < 0.3,
        "letters": letters,
        "letters with holes": pandas.array(numpy.where(random.random(rows) < 0.2, None, letters), dtype="object"),
        "names, all different": [f"Zoë {i}\n\"{'x' * (i % 7)}\"" for i in range(rows)],
        "none": pandas.array([None] * rows, dtype="float64"),
    })


def check_numbers(ours: dict, theirs: pandas.Series) -> None:
    values = theirs.to_numpy(dtype=float)
    finite = values[numpy.isfinite(values)]
    assert ours["missing"] == close(numpy.isnan(values).mean())
    assert ours["infinite"] == close(numpy.isinf(values).mean())
    assert ours["present"] == (~numpy.isnan(values)).sum()
    if len(finite) == 0:
        assert ours["type"] == "unknown" and ours["distinct"] == 0 and "mean" not in ours
        return
    assert ours["distinct"] == len(numpy.unique(finite)) and ours["distinct_exact"] is True
    assert ours["unique"] == close(len(numpy.unique(finite)) / len(finite))
    for name, value in (("min", finite.min()), ("max", finite.max()), ("mean", pandas.Series(finite).mean())):
        assert ours[name] == close(value), name
    if len(finite) > 1:
        assert ours["std"] == close(pandas.Series(finite).std())
    else:
        assert ours["std"] is None
    assert ours["quantiles"] == close(list(numpy.quantile(finite, QUANTILES)))
    edges = ours["histogram"]["edges"]
    assert len(edges) <= 41 and ours["histogram"]["counts"] == list(numpy.histogram(finite, bins=edges)[0])
    assert sum(ours["histogram"]["counts"]) == len(finite)


def check_texts(ours: dict, theirs: pandas.Series) -> None:
    counts = theirs.value_counts()
    lengths = theirs.dropna().str.len()
    assert ours["distinct"] == theirs.nunique() and ours["missing"] == close(theirs.isna().mean())
    assert [entry["count"] for entry in ours["top"]] == list(counts.iloc[:20])
    assert all(counts[entry["value"]] == entry["count"] for entry in ours["top"])
    assert ours["length"] == {"min": lengths.min(), "max": lengths.max(), "mean": close(lengths.mean())}


@pytest.mark.parametrize("rows", [3, 17, 1000, 60_000])
def test_numbers_and_texts(tmp_path: Path, rows: int) -> None:
    frame = table(rows)
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    report = profile(tmp_path / "t.parquet")
    assert report["rows"] == rows and report["bytes"] == (tmp_path / "t.parquet").stat().st_size
    columns = by_name(report)
    assert list(columns) == list(frame.columns)
    for name, column in columns.items():
        if name in ("letters", "letters with holes", "names, all different"):
            check_texts(column, frame[name])
        elif name == "boolean":
            assert {entry["value"]: entry["count"] for entry in column["top"]} == {str(value).lower(): count for value, count in frame[name].value_counts().items()}
        else:
            check_numbers(column, frame[name])
    if rows == 60_000:
        assert {name: column["type"] for name, column in columns.items()} == {
            **dict.fromkeys(frame.columns, "num"), **dict.fromkeys(("few whole", "boolean", "letters", "letters with holes"), "cat"), "names, all different": "text", "none": "unknown"}
        few = columns["few whole"]
        assert {int(entry["value"]): entry["count"] for entry in few["top"]} == frame["few whole"].value_counts().to_dict()
        assert few["histogram"]["edges"] == [-0.5, 0.5, 1.5, 2.5, 3.5]


@pytest.mark.parametrize("rows", [2, 9, 500, 50_000])
def test_correlations(tmp_path: Path, rows: int) -> None:
    """Pearson's and Spearman's, over pairs of complete rows, with ties, gaps and infinities."""
    frame = table(rows)
    frame["mirrored"] = -frame["normal"]
    frame["ties"] = numpy.round(frame["linked"])
    frame["large"] = 1e200 * frame["linked"]
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    ours = profile(tmp_path / "t.parquet")["correlations"]
    assert ours["rows"] == rows and ours["columns_left_out"] == 0 and {"normal", "linked", "mirrored"} <= set(ours["columns"])
    # Squares of 1e200 are none to scipy. And pandas' own corr loses digits far from zero: its Pearson of two rows there is -0.9999991.
    theirs = frame[ours["columns"]].replace([numpy.inf, -numpy.inf], numpy.nan).assign(large=frame["linked"])
    for name, peer in (("pearson", scipy.stats.pearsonr), ("spearman", scipy.stats.spearmanr)):
        for at, first in enumerate(ours["columns"]):
            for beside, second in enumerate(ours["columns"]):
                pairs = theirs[[first, second]].set_axis(["a", "b"], axis=1).dropna()
                found = ours[name][at][beside]
                if len(pairs) < 2 or pairs["a"].nunique() < 2 or pairs["b"].nunique() < 2:
                    assert found is None, (name, first, second)
                else:
                    assert found == pytest.approx(peer(pairs["a"], pairs["b"]).statistic, rel=1e-9, abs=1e-9), (name, first, second)


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "arrow", "stream.arrow", "feather", "zstd.feather", "plain.feather"])
def test_the_same_from_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    frame = table(500).drop(columns=["infinite", "none"])
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    file = tmp_path / f"t.{kind}"
    arrow = pyarrow.Table.from_pandas(frame, preserve_index=False)
    if kind in ("csv", "tsv"):
        frame.to_csv(file, index=False, sep="\t" if kind == "tsv" else ",", na_rep="NA")
    elif kind == "jsonl":
        frame.to_json(file, orient="records", lines=True, double_precision=15)
    elif kind == "stream.arrow":
        with pyarrow.ipc.new_stream(file, arrow.schema) as writer:
            writer.write_table(arrow, max_chunksize=130)
    elif kind == "arrow":
        with pyarrow.ipc.new_file(file, arrow.schema) as writer:
            writer.write_table(arrow, max_chunksize=130)
    else:
        pyarrow.feather.write_feather(arrow, file, compression={"feather": "lz4", "zstd.feather": "zstd", "plain.feather": "uncompressed"}[kind])
    expected, found = by_name(profile(tmp_path / "t.parquet")), by_name(profile(file))
    assert list(found) == list(expected)
    for name, column in found.items():
        assert column["type"] == expected[name]["type"]
        # JSON holds 15 digits here, of which the least of 1e-12 are few.
        if kind != "jsonl" or name not in ("tiny", "far from zero"):
            for key in ("missing", "distinct", "min", "max", "mean", "std", "quantiles", "top", "length"):
                assert column.get(key) == (close(expected[name][key]) if isinstance(expected[name].get(key), (int, float)) or key == "quantiles" and key in expected[name] else expected[name].get(key)), (name, key)


def test_whole_numbers_beyond_float64(tmp_path: Path) -> None:
    """Neighbours that float64 can't tell apart are different values, and their ends have all digits."""
    first = 2**60
    frame = pandas.DataFrame({"id": numpy.arange(first, first + 3000), "big": numpy.array([2**64 - 1] * 2999 + [1], dtype="uint64")})
    for file in (tmp_path / "t.parquet", tmp_path / "t.csv"):
        frame.to_parquet(file, index=False) if file.suffix == ".parquet" else frame.to_csv(file, index=False)
        columns = by_name(profile(file))
        assert (columns["id"]["distinct"], columns["id"]["min"], columns["id"]["max"]) == (3000, str(first), str(first + 2999))
        # Whole numbers of 64 bits without a sign are read as floats from CSV, as DuckDB tells types.
        assert file.suffix == ".csv" or columns["big"]["top"] == [{"value": str(2**64 - 1), "count": 2999}, {"value": "1", "count": 1}] and columns["big"]["min"] == 1


def test_times(tmp_path: Path) -> None:
    """Times are times, from CSV too, where pandas reads texts; their spread is in seconds."""
    random = numpy.random.default_rng(4)
    frame = pandas.DataFrame({
        "when": pandas.Timestamp("2026-01-01") + pandas.to_timedelta(random.integers(0, 10**12, 700), unit="us"),
        "day": pandas.Timestamp("2020-02-28") + pandas.to_timedelta(random.integers(0, 400, 700), unit="D"),
    })
    frame.loc[5, "when"] = pandas.NaT
    stored = frame.assign(zoned=frame["when"].dt.tz_localize("UTC"), day=frame["day"].dt.date)
    stored.to_parquet(tmp_path / "t.parquet", index=False)
    stored.drop(columns="zoned").to_csv(tmp_path / "t.csv", index=False)
    for file in (tmp_path / "t.parquet", tmp_path / "t.csv"):
        columns = by_name(profile(file))
        for name, column in columns.items():
            series = frame["when" if name == "zoned" else name]
            assert column["type"] == "datetime" and column["distinct"] == series.nunique() and column["missing"] == close(series.isna().mean())
            assert column["std"] == close(series.std().total_seconds())
            for value, expected in zip([column["min"], column["max"], column["mean"], *column["quantiles"]], [series.min(), series.max(), series.mean(), *series.quantile(QUANTILES)]):
                assert abs((pandas.Timestamp(value).tz_localize(None) - expected).total_seconds()) <= 2e-6, (name, value, expected)
            assert sum(column["histogram"]["counts"]) == series.count()
            assert column["histogram"]["edges"][0] == close(series.min().timestamp() * 1000)
    assert columns["day"]["min"] == "2020-02-28"


def test_nested_and_unusual_types(tmp_path: Path) -> None:
    """Lists, structures and bytes are told as such, with their gaps; dictionaries are what they stand for."""
    rows = pyarrow.table({
        "list": pyarrow.array([[1], None, [2, 3]]), "structure": pyarrow.array([{"a": 1}, {"a": 2}, None]), "bytes": pyarrow.array([b"x", None, b"y"]),
        "category": pyarrow.array(["red", "red", None]).dictionary_encode(), "nothing": pyarrow.nulls(3), "decimal": pyarrow.array([None, 1, 2], pyarrow.decimal128(10, 2)),
        "negative decimal": pyarrow.array([-1, -2, -4], pyarrow.decimal128(20, 3)), "time of day": pyarrow.array([datetime.time(1), None, datetime.time(2)]), "half": pyarrow.array([0.5, 1.5, None], pyarrow.float16()),
    })
    pyarrow.parquet.write_table(rows, tmp_path / "t.parquet")
    with pyarrow.ipc.new_file(tmp_path / "t.arrow", rows.schema) as writer:
        writer.write_table(rows)
    for file in (tmp_path / "t.parquet", tmp_path / "t.arrow"):
        columns = by_name(profile(file))
        assert all(columns[name]["type"] == "unknown" and columns[name]["distinct"] is None and columns[name]["missing"] == close(1 / 3) for name in ("list", "structure", "bytes"))
        assert columns["category"]["top"] == [{"value": "red", "count": 2}] and columns["category"]["type"] == "cat"
        assert columns["nothing"]["type"] == "unknown" and columns["nothing"]["missing"] == 1
        assert columns["decimal"]["mean"] == 1.5 and columns["negative decimal"]["mean"] == close(-7 / 3) and columns["half"]["mean"] == 1
        assert columns["time of day"]["type"] == "datetime" and columns["time of day"]["present"] == 2


@pytest.mark.parametrize(("content", "rows", "names"), [
    ("", 0, []), ("a,b\n", 0, ["a", "b"]), ("a,b", 0, ["a", "b"]), ("a,b\n1,x\n", 1, ["a", "b"]), ("a,b\n,\n,\n", 2, ["a", "b"]),
    ("a,a,A\n1,2,3\n", 1, ["a", "a_1", "A_2"]), ("größe,名前,\U0001f600 x\n1,2,3\n", 1, ["größe", "名前", "\U0001f600 x"]), ('a,b\n1,"two\nlines"\n2,"x, ""y"""\n', 2, ["a", "b"]),
])
def test_odd_csv(tmp_path: Path, content: str, rows: int, names: list[str]) -> None:
    """Empty, a header only, one row, all missing, names twice and in other scripts, line ends in quotes: an answer, never a crash."""
    file = tmp_path / "t.csv"
    file.write_text(content, encoding="utf-8")
    report = profile(file)
    assert report["rows"] == rows and [column["name"] for column in report["columns"]] == names and report["correlations"] is None
    for column in report["columns"]:
        if column["present"] == 0:
            assert column["type"] == "unknown" and column["distinct"] == 0 and column["unique"] is None
    assert slipway(file).stdout.startswith("t.csv is empty" if content == "" else "COLUMN")


@pytest.mark.parametrize("content", ["x\ninf\n1.5\n-inf\n", "x\n1\n-inf\nInfinity\n", "x\n-Infinity\ninf\n2\n", "x\nNA\ninf\n2\n-inf"])
def test_infinities_in_csv(tmp_path: Path, content: str) -> None:
    """Wherever they stand, they leave a column one of numbers, as pandas has it."""
    (tmp_path / "t.csv").write_text(content)
    check_numbers(by_name(profile(tmp_path / "t.csv"))["x"], pandas.read_csv(tmp_path / "t.csv")["x"])


def test_five_thousand_columns(tmp_path: Path) -> None:
    """Numbers, and a text beside them; correlations say what they left out."""
    random = numpy.random.default_rng(3)
    frame = pandas.DataFrame(random.normal(0, 1, (50, 5000)), columns=[f"c{i}" for i in range(5000)])
    frame["text"] = "x"
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    report = profile(tmp_path / "t.parquet")
    columns = by_name(report)
    assert len(columns) == 5001 and columns["text"]["top"] == [{"value": "x", "count": 50}]
    check_numbers(columns["c4321"], frame["c4321"])
    assert len(report["correlations"]["columns"]) == 40 and report["correlations"]["columns_left_out"] == 4960


def test_correlations_of_many_rows_are_of_a_sample(tmp_path: Path) -> None:
    random = numpy.random.default_rng(8)
    frame = pandas.DataFrame({"x": random.normal(0, 1, 250_000)})
    frame["y"] = frame["x"] + random.normal(0, 1, 250_000)
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    first, again = profile(tmp_path / "t.parquet"), profile(tmp_path / "t.parquet")
    assert first == again and first["correlations"]["rows"] == 100_000
    assert first["correlations"]["pearson"][0][1] == pytest.approx(frame["x"].corr(frame["y"]), abs=0.01)


def test_more_distinct_values_than_are_kept_at_once(tmp_path: Path) -> None:
    """They are counted in parts."""
    rows = 5_200_000
    numbers = numpy.arange(rows)
    texts = numpy.where(numbers % 4 == 0, -1, numbers)
    pyarrow.parquet.write_table(pyarrow.table({"text": pyarrow.array(texts).cast(pyarrow.string()), "id": 2**60 + numbers}), tmp_path / "t.parquet")
    columns = by_name(profile(tmp_path / "t.parquet"))
    text = columns["text"]
    assert text["distinct_exact"] is True and text["distinct"] == rows * 3 // 4 + 1
    assert [entry["count"] for entry in text["top"]] == [rows // 4] + [1] * 19 and text["top"][0]["value"] == "-1"
    assert [entry["value"] for entry in text["top"][1:]] == sorted({str(number) for number in numbers[:2_000_000] if number % 4})[:19]
    assert columns["id"]["distinct"] == rows and columns["id"]["unique"] == 1


def test_more_rows_than_are_sorted(tmp_path: Path) -> None:
    """Counts, shares, ends, mean and spread are of all rows; quantiles are of ten million, drawn evenly, and said to be."""
    rows = 10_200_000
    random = numpy.random.default_rng(6)
    values = random.exponential(1, rows)
    values[[5, rows - 1]] = [numpy.nan, -1]
    few = random.integers(0, 4, rows, dtype="int8")
    pyarrow.parquet.write_table(pyarrow.table({"value": values, "few": few, "yes": few > 2}), tmp_path / "t.parquet")
    columns = by_name(profile(tmp_path / "t.parquet"))
    ours = columns["value"]
    series = pandas.Series(values)
    assert ours["sampled_rows"] == 10_000_000 and ours["min"] == -1 and ours["max"] == series.max() and ours["missing"] == close(1 / rows)
    assert ours["mean"] == close(series.mean()) and ours["std"] == close(series.std())
    assert ours["distinct"] == series.nunique() and ours["distinct_exact"] is True
    assert ours["quantiles"] == pytest.approx(list(series.quantile(QUANTILES)), rel=0.01)
    assert {int(entry["value"]): entry["count"] for entry in columns["few"]["top"]} == pandas.Series(few).value_counts().to_dict()
    assert {entry["value"]: entry["count"] for entry in columns["yes"]["top"]} == {"false": int((few <= 2).sum()), "true": int((few > 2).sum())}


def test_a_table_for_people(tmp_path: Path) -> None:
    table(300).to_csv(tmp_path / "t.csv", index=False)
    said = slipway(tmp_path / "t.csv").stdout
    assert "normal and linked: Pearson 0.9" in said and "none" in said and "no values" in said and "infinite 0.7 %" in said
    assert said.rstrip().splitlines()[-1].startswith("t.csv: 300 rows, 17 columns, ")
    only = slipway(tmp_path / "t.csv", "--columns", "letters,whole").stdout
    assert "letters" in only and "normal" not in only


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("gone.csv",), 2, "There is no file"),
    (("t.txt",), 2, "These endings can: .csv"),
    (("t.csv", "--columns", "y"), 2, 'The file has no column "y". There are: x'),
    ((), 2, "missing required argument"),
    (("t.parquet",), 1, "t.parquet could not be read: "),
    (("t.arrow",), 1, "t.arrow could not be read: "),
])
def test_wrong_use_and_broken_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("x\n1\n")
    for name in ("t.txt", "t.parquet", "t.arrow"):
        (tmp_path / name).write_text("no data file")
    ran = slipway(*arguments, code=code)
    assert said in ran.stderr and ran.stdout == ""
