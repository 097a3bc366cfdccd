"""Promise: `slipway validate` finds what pandas finds to break a schema, with counts, shares and the first rows; and what
`slipway profile --suggest` writes, the data that it was made from pass.
"""

import json
import subprocess
from pathlib import Path

import numpy
import pandas
import pyarrow
import pyarrow.parquet
import pytest
import yaml
from conftest import NODE, ROOT, start


def slipway(folder: Path, *arguments: object, code: set[int] = frozenset({0, 1})) -> subprocess.CompletedProcess:
    ran = subprocess.run([NODE, ROOT / "dist" / "slipway.js", *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode in code, (ran.returncode, ran.stderr)
    return ran


def schema(folder: Path, **columns: dict) -> None:
    (folder / ".slipway").mkdir(exist_ok=True)
    (folder / "slipway.yaml").write_text(yaml.safe_dump({"data": {"train": {"file": "train.parquet", "columns": columns}}}, allow_unicode=True))


def validate(folder: Path, file: str = "train.parquet", *options: str) -> dict:
    ran = slipway(folder, "validate", file, "--json", *options)
    report = json.loads(ran.stdout)
    assert ran.returncode == (0 if report["valid"] else 1) and report["valid"] == (report["violations"] == [])
    return report


def broken(report: dict) -> dict[tuple[str, str], dict]:
    return {(violation["column"], violation["rule"]): violation for violation in report["violations"]}


def check(found: dict, wrong: pandas.Series, values: pandas.Series) -> None:
    """@param wrong which rows break the rule"""
    rows = numpy.flatnonzero(wrong.to_numpy())
    assert found["count"] == len(rows) and found["share"] == pytest.approx(len(rows) / len(wrong))
    assert [example["row"] for example in found["examples"]] == [row + 1 for row in rows[:5]]
    for example, row in zip(found["examples"], rows):
        assert (example["value"] is None) == bool(pandas.isna(values[row]))


@pytest.fixture
def frame() -> pandas.DataFrame:
    random = numpy.random.default_rng(2)
    table = pandas.DataFrame({
        "age": numpy.where(random.random(3000) < 0.1, numpy.nan, random.normal(40, 15, 3000)), "id": numpy.arange(3000), "plan": random.choice(["free", "pro", "team", "Team "], 3000, p=[0.5, 0.3, 0.19, 0.01]),
        "code": [f"A{i:04d}" if i % 400 else "bad" for i in range(3000)], "share": numpy.where(numpy.arange(3000) % 500 == 7, numpy.inf, random.random(3000)), "whole": numpy.where(numpy.arange(3000) % 700 == 3, 2.5, 2.0),
        "when": pandas.Timestamp("2026-01-01") + pandas.to_timedelta(numpy.arange(3000), unit="h"), "yes": random.random(3000) < 0.5, "grade": random.integers(1, 6, 3000),
    })
    table.loc[[10, 20, 30, 2000], "id"] = [9, 9, 29, 0]
    return table


def test_each_rule_counts_what_pandas_counts(tmp_path: Path, frame: pandas.DataFrame) -> None:
    frame.to_parquet(tmp_path / "train.parquet", index=False)
    schema(tmp_path, age={"type": "number", "min": 20, "max": 60.5, "missing": 0.05}, id={"type": "integer", "unique": True}, plan={"type": "text", "values": ["free", "pro", "team"], "max_length": 4},
           code={"pattern": "A[0-9]{4}", "min_length": 5}, share={"min": 0, "max": 1}, whole={"type": "integer"}, when={"type": "time", "min": "2026-01-02", "max": "2026-04-01 12:00:00"},
           yes={"type": "boolean"}, grade={"values": [1, 2, 3, 4]}, gone={"type": "text"}, spare={"optional": True})
    report = validate(tmp_path)
    found = broken(report)
    expected = {
        ("age", "min"): frame["age"] < 20, ("age", "max"): frame["age"] > 60.5, ("age", "missing"): frame["age"].isna(), ("id", "unique"): frame["id"].duplicated(),
        ("plan", "values"): ~frame["plan"].isin(["free", "pro", "team"]), ("plan", "max_length"): frame["plan"].str.len() > 4, ("code", "pattern"): ~frame["code"].str.fullmatch("A[0-9]{4}"),
        ("code", "min_length"): frame["code"].str.len() < 5, ("share", "max"): frame["share"] > 1, ("whole", "type"): frame["whole"] % 1 != 0,
        ("when", "min"): frame["when"] < "2026-01-02", ("when", "max"): frame["when"] > "2026-04-01 12:00:00", ("grade", "values"): frame["grade"] > 4,
    }
    assert set(found) == {*expected, ("gone", "column")}
    for key, wrong in expected.items():
        check(found[key], wrong, frame[key[0]])
    assert found["gone", "column"]["share"] == 1 and report["rows"] == 3000 and report["columns_checked"] == 11
    assert set(broken(validate(tmp_path, "train.parquet", "--columns", "plan,yes"))) == {("plan", "values"), ("plan", "max_length")}


def test_texts_that_should_be_numbers(tmp_path: Path) -> None:
    """One bad value makes a column of CSV text: that row is told, and the limits hold for the others. In a file with types, all rows are."""
    frame = pandas.DataFrame({"x": ["1", "2.5", "oops", "-3", None], "n": ["1", "2.5", "3", "4", "5"], "t": ["2026-01-01", "later", "2026-01-03", "x", "2026-01-05"], "zip": ["01", "02", "03", "04", "05"], "ok": ["true", "false", "no idea", "true", "true"]})
    frame.to_csv(tmp_path / "train.csv", index=False)
    frame.to_parquet(tmp_path / "train.parquet", index=False)
    schema(tmp_path, x={"type": "number", "min": 0}, n={"type": "integer"}, t={"type": "time"}, zip={"type": "text", "values": ["01", "02", "03", "04"]}, ok={"type": "boolean"})
    found = broken(validate(tmp_path, "train.csv"))
    assert {key: [(example["row"], example["value"]) for example in violation["examples"]] for key, violation in found.items()} == {
        ("x", "type"): [(3, "oops")], ("x", "min"): [(4, "-3")], ("n", "type"): [(2, "2.5")], ("t", "type"): [(2, "later"), (4, "x")], ("ok", "type"): [(3, "no idea")],
        ("zip", "values"): [(5, found["zip", "values"]["examples"][0]["value"])]}
    typed = broken(validate(tmp_path, "train.parquet"))
    assert typed["x", "type"]["count"] == 4 and typed["n", "type"]["count"] == 5 and ("zip", "type") not in typed


def test_whole_data(tmp_path: Path) -> None:
    """Other columns, too few rows, and no rows at all are never "valid"."""
    pandas.DataFrame({"a": [1, 2], "b": [1, 2]}).to_parquet(tmp_path / "train.parquet", index=False)
    pandas.DataFrame({"a": pandas.array([], dtype="int64")}).to_parquet(tmp_path / "none.parquet", index=False)
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "header.csv").write_text("a\n")
    (tmp_path / "slipway.yaml").write_text("data:\n  train:\n    file: train.parquet\n    extra_columns: fail\n    min_rows: 3\n    columns: { a: { type: integer } }\n  loose:\n    file: other.parquet\n    columns: { a: {} }\n")
    assert set(broken(validate(tmp_path))) == {(None, "min_rows"), ("b", "extra_columns")}
    assert validate(tmp_path, "train.parquet", "--schema", "loose")["valid"]
    assert set(broken(validate(tmp_path, "none.parquet", "--schema", "loose"))) == {(None, "min_rows")}
    assert set(broken(validate(tmp_path, "header.csv", "--schema", "loose"))) == {(None, "min_rows")}
    assert set(broken(validate(tmp_path, "empty.csv", "--schema", "loose"))) == {(None, "min_rows"), ("a", "column")}


def test_nested_columns_and_types_that_changed(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"list": [[1], None], "number": [1, 2], "time": pyarrow.array([1, 2], pyarrow.timestamp("us"))}), tmp_path / "train.parquet")
    schema(tmp_path, list={"missing": 0.5}, number={"type": "text"}, time={"type": "number"})
    assert set(broken(validate(tmp_path))) == {("number", "type"), ("time", "type")}
    schema(tmp_path, list={"missing": 0.4, "type": "text"}, number={"type": "time"}, time={"type": "boolean"})
    assert set(broken(validate(tmp_path))) == {("list", "type"), ("list", "missing"), ("number", "type"), ("time", "type")}


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl", "feather"])
def test_what_is_suggested_is_passed(tmp_path: Path, frame: pandas.DataFrame, kind: str) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / f"train.{kind}"
    if kind == "parquet":
        frame.to_parquet(file, index=False)
    elif kind == "csv":
        frame.to_csv(file, index=False)
    elif kind == "jsonl":
        frame.assign(share=frame["share"].replace(numpy.inf, 1)).to_json(file, orient="records", lines=True, date_format="iso")
    else:
        frame.to_feather(file)
    (tmp_path / "slipway.yaml").write_text("# my project\nmetrics:\n  cost: lower # why\n")
    printed = yaml.safe_load(slipway(tmp_path, "profile", file, "--suggest", "train", code={0}).stdout)
    said = slipway(tmp_path, "profile", file, "--suggest", "train", "--write", code={0})
    written = (tmp_path / "slipway.yaml").read_text()
    assert written.startswith("# my project\nmetrics:\n  cost: lower # why\n\ndata:\n") and "Written into" in said.stderr
    columns = yaml.safe_load(written)["data"]["train"]["columns"]
    assert yaml.safe_load(written)["data"] == printed["data"] and printed["data"]["train"]["file"] == f"data/train.{kind}"
    assert columns["plan"]["values"] == ["Team ", "free", "pro", "team"] and columns["code"]["type"] == "text" and columns["grade"]["values"] == [1, 2, 3, 4, 5]
    assert columns["age"]["type"] == "number" and 0.1 < columns["age"]["missing"] < 0.4 and columns["age"]["max"] > frame["age"].max()
    assert validate(tmp_path, f"data/train.{kind}")["valid"]
    again = slipway(tmp_path, "validate", "--schema", "train", code={0}).stdout
    assert again == f'train.{kind} is as "train" says (3,000 rows, 9 columns checked).\n'


def test_five_thousand_columns(tmp_path: Path) -> None:
    frame = pandas.DataFrame(numpy.random.default_rng(1).normal(0, 1, (40, 5000)), columns=[f"c{i}" for i in range(5000)])
    frame.to_parquet(tmp_path / "train.parquet", index=False)
    slipway(tmp_path, "profile", "train.parquet", "--suggest", "train", "--write", "--store", tmp_path, code={0})
    assert validate(tmp_path, "train.parquet", "--store", str(tmp_path))["valid"]
    frame["c4000"] += 1000
    frame.to_parquet(tmp_path / "train.parquet", index=False)
    assert set(broken(validate(tmp_path, "train.parquet", "--store", str(tmp_path)))) == {("c4000", "max")}


def test_values_that_repeat_among_many_rows(tmp_path: Path) -> None:
    """More values than fit into memory at once are counted in parts."""
    ids = numpy.arange(5_300_000)
    ids[[100, 5_000_000]] = [7, 8]
    pyarrow.parquet.write_table(pyarrow.table({"id": ids}), tmp_path / "train.parquet")
    schema(tmp_path, id={"unique": True})
    found = broken(validate(tmp_path))["id", "unique"]
    assert found["count"] == 2 and found["examples"] == [{"row": 101, "value": "7"}, {"row": 5_000_001, "value": "8"}]


@pytest.mark.parametrize(("arguments", "said"), [
    (("train.parquet", "--schema", "none"), 'has no schema "none". It has a, b'),
    (("other.parquet",), "Name one with --schema: a, b"),
    ((), "Name one with --schema: a, b"),
    (("gone.csv", "--schema", "a"), "There is no file"),
    (("train.parquet", "--schema", "a", "--columns", "y"), 'The schema has no column "y". There are: x'),
    (("train.parquet", "--schema", "b"), '"min" of column "text" is 3, but its values are neither numbers nor times'),
])
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, never "valid"."""
    pandas.DataFrame({"x": [1], "text": ["a"]}).to_parquet(tmp_path / "train.parquet")
    pandas.DataFrame({"x": [1], "text": ["a"]}).to_parquet(tmp_path / "other.parquet")
    (tmp_path / "slipway.yaml").write_text("data:\n  a: { file: a.csv, columns: { x: {} } }\n  b: { file: b.csv, columns: { text: { min: 3 } } }\n")
    ran = slipway(tmp_path, "validate", *arguments, code={2})
    assert said in ran.stderr and ran.stdout == ""


def test_a_table_for_people(tmp_path: Path, frame: pandas.DataFrame) -> None:
    frame.to_parquet(tmp_path / "train.parquet", index=False)
    schema(tmp_path, age={"max": 80}, plan={"values": ["free", "pro", "team"]})
    said = slipway(tmp_path, "validate", "train.parquet", code={1}).stdout
    assert "✗  plan    values  Each value must be one of free, pro, team, and in" in said
    assert said.rstrip().splitlines()[-1] == 'train.parquet is not as "train" says: 2 rules of 2 columns are broken (3,000 rows, 2 columns checked).'


def test_training_waits_for_valid_data(tmp_path: Path) -> None:
    """A target whose data are not as their schema says is not started, unless somebody says so; with good data it is."""
    (tmp_path / "train.csv").write_text("x\n1\n200\n")
    (tmp_path / "slipway.yaml").write_text("data:\n  input: { file: train.csv, columns: { x: { max: 100 } } }\ntrain:\n  good: { command: 'python -c \"print(5)\"', validate: [input] }\n  lost: { command: 'true', validate: [other] }\n")
    stopped = slipway(tmp_path, "run", "--target", "good", "--store", tmp_path, code={1})
    assert 'train.csv is not as "input" says' in stopped.stderr and "--no-validate" in stopped.stderr and "2: 200" in stopped.stderr
    assert 'has no schema "other" under "data"' in slipway(tmp_path, "run", "--target", "lost", "--store", tmp_path, code={1}).stderr
    assert not (tmp_path / ".slipway").exists(), "no engine was asked"
    server = start(tmp_path / ".slipway")
    try:
        assert "5\n" in slipway(tmp_path, "run", "--target", "good", "--no-validate", "--store", tmp_path, code={0}).stdout
        (tmp_path / "train.csv").write_text("x\n1\n2\n")
        ran = slipway(tmp_path, "run", "--target", "good", "--store", tmp_path, code={0})
        assert "5\n" in ran.stdout and 'train.csv is as "input" says' in ran.stderr
    finally:
        server.stop()
