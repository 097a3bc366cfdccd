"""Promise: `slipway drift` scores every column as Evidently does, by its default choice and by each of its methods that is there, on data of
many sizes and kinds; where it answers and Evidently does not, or says more precisely what Evidently says, the difference is named here.
"""

import json
import subprocess
from pathlib import Path
from typing import Callable, Iterator

import numpy
import pandas
import pytest
from conftest import NODE, ROOT
from statsmodels.stats.multitest import multipletests

NUMBERS = ("ks", "wasserstein", "psi", "kl_div", "jensenshannon", "hellinger", "ed", "t_test", "mannw", "anderson", "es", "cramer_von_mises")
CATEGORIES = ("chisquare", "z", "psi", "kl_div", "jensenshannon", "hellinger", "fisher_exact", "g_test")
SIZES = [(10, 10), (10, 7), (30, 200), (1000, 313), (999, 12_000), (60, 10_050), (1001, 500), (5000, 5000), (100_000, 20_000)]

Ask = Callable[..., dict]


@pytest.fixture(scope="module")
def evidently() -> Iterator[Ask]:
    """Asks one process of the real Evidently, which starts once."""
    python = subprocess.run([NODE, ROOT / "scripts" / "evidently.mjs"], capture_output=True, text=True, check=True).stdout.strip()
    with subprocess.Popen([python, Path(__file__).with_name("evidently_scores.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(reference: Path, current: Path, methods=(None,), *, preset: dict | None = None, texts: bool = False) -> dict:
            process.stdin.write(json.dumps({"reference": str(reference), "current": str(current), "methods": methods, "preset": preset, "texts": texts}) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()


def slipway(*arguments: object, code: set[int] = frozenset({0, 1})) -> subprocess.CompletedProcess:
    ran = subprocess.run([NODE, ROOT / "dist" / "slipway.js", "drift", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ran.returncode in code, (ran.returncode, ran.stderr)
    return ran


def drift(reference: Path, current: Path, *options: str) -> dict:
    ran = slipway(reference, current, "--json", *options)
    report = json.loads(ran.stdout)
    assert ran.returncode == (0 if report["dataset"]["drifted"] is False else 1)
    return report


def by_name(report: dict) -> dict[str, dict]:
    return {column["name"]: column for column in report["columns"]}


def frame(seed: int, rows: int, shift: float) -> pandas.DataFrame:
    """Columns of all kinds; those of another `shift` are distributed somewhat differently."""
    random = numpy.random.default_rng(seed)

    def holed(values: numpy.ndarray, share: float = 0.1) -> numpy.ndarray:
        holes = random.random(rows) < share
        # Something is always left.
        holes[0] = False
        return numpy.where(holes, numpy.nan, values.astype(float))

    normal = random.normal(shift, 1 + shift / 4, rows)
    infinite = random.normal(shift, 1, rows)
    infinite[rows // 2] = numpy.inf
    infinite[rows // 3] = -numpy.inf
    letters = random.choice(list("abc") + (["d"] if shift else []), rows)
    return pandas.DataFrame({
        "normal": normal,
        "same": random.normal(0, 1, rows),
        "exponential": random.exponential(1 + shift, rows),
        "far from zero": 1e6 + random.normal(shift, 1, rows),
        "tiny": 1e-12 * random.normal(shift, 1, rows),
        "ties": numpy.round(normal * 2) / 2,
        "many whole": random.integers(-5000, 5000 + int(1000 * shift), rows),
        "fifteen whole": numpy.concatenate([numpy.arange(15), random.integers(0, 15, rows)])[-rows:] + int(2 * shift),
        "thirty whole": random.integers(0, 30 + int(10 * shift), rows),
        "huge whole": random.integers(2**60, 2**62, rows),
        "few whole": random.integers(0, 4 + int(2 * shift), rows),
        "bytes": random.integers(0, 200, rows).astype("int16"),
        "five floats": random.integers(0, 5, rows) / 4,
        "two floats": (random.random(rows) < 0.4 + shift / 5) / 2,
        "holes": holed(normal),
        "whole with holes": holed(random.integers(0, 6, rows)),
        "infinite": infinite,
        "constant": numpy.full(rows, 3.5),
        "constants differ": numpy.full(rows, 3.5 + shift),
        "boolean": random.random(rows) < 0.5 + shift / 5,
        "always true": numpy.full(rows, True),
        "two letters": random.choice(list("ab"), rows, p=[0.7 - shift / 5, 0.3 + shift / 5]),
        "unseen": letters,
        "one letter": numpy.full(rows, "a"),
        "rare": numpy.where(random.random(rows) < 0.001 + shift / 100, "é", "z"),
        "letters with holes": pandas.array(numpy.where(random.random(rows) < 0.2, None, letters), dtype="object"),
    })


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}")
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("pair")
    for name, seed, rows, shift in (("reference", 1, request.param[0], 0.0), ("current", 2, request.param[1], 0.5)):
        frame(seed + sum(request.param), rows, shift).to_parquet(folder / f"{name}.parquet", index=False)
    return folder / "reference.parquet", folder / "current.parquet"


def agree(ours: dict, theirs: dict, rel: float = 1e-6) -> None:
    about = (ours, theirs)
    assert ours["type"] == theirs["type"], about
    assert ours["method"] == theirs["method"], about
    if ours["measure"] == "p-value":
        # 2 · (1 − Φ(|z|)), as Evidently has it, has lost all beyond its sixteenth digit.
        # Of 1 − (a series of which terms below 1e-7 are left out), as scipy has Cramér-von Mises, little is left even earlier.
        lost = {"z": 1e-14, "cramer_von_mises": 1e-12}.get(ours["method"], 1e-300)
        assert ours["score"] == pytest.approx(theirs["score"], rel=rel, abs=lost), about
    else:
        assert ours["score"] == pytest.approx(theirs["score"], rel=1e-9, abs=1e-12), about
    assert ours["threshold"] == theirs["threshold"], about
    assert ours["drifted"] == theirs["drifted"], about


def test_by_default(evidently: Ask, pair: tuple[Path, Path]) -> None:
    """Types, choice of method, scores and answers of all columns are Evidently's."""
    ours = by_name(drift(*pair))
    theirs = evidently(*pair)["None"]
    assert list(ours) == list(theirs)
    for name, column in ours.items():
        if theirs[name]["type"] in ("text", "unknown"):
            # To Evidently, ten rows of few letters are texts; to us the reference has a say.
            assert column["drifted"] is None or column["type"] == "cat", (column, theirs[name])
        else:
            agree(column, theirs[name])


@pytest.mark.parametrize("method", sorted({*NUMBERS, *CATEGORIES}))
def test_by_name(evidently: Ask, pair: tuple[Path, Path], method: str) -> None:
    """Each method gives Evidently's score; where Evidently ends with an error, there is an answer or a reason."""
    report = drift(*pair, "--method", method)
    ours, theirs = by_name(report), evidently(*pair, (method,))[method]
    # Evidently counts the orders of so few values in float16 (cramerVonMises.ts); scipy's own numbers stand in the unit tests.
    rel = 2e-3 if method == "cramer_von_mises" and report["reference"]["rows"] <= 20 else 1e-6
    for name, column in ours.items():
        other = theirs[name]
        if "error" in other or not numpy.isfinite(other["score"]):
            assert (column["score"] is None and column["drifted"] is None and column["reason"]) or method in ("g_test", "fisher_exact", "cramer_von_mises"), (column, other)
        elif column["score"] is None:
            # One value has no ranks, means or shares that could differ: Evidently's NaN, 0 or 1 is no answer. And scipy itself warns of the
            # Epps-Singleton statistic over values so few that their covariances have no inverse.
            assert name in ("constant", "constants differ", "always true", "one letter", "rare") or method == "es", (column, other)
        else:
            agree(column, other, rel)


def test_a_million_rows(evidently: Ask, tmp_path: Path) -> None:
    """Every method, on columns of each kind that it takes, where rounding has most to add up."""
    rows = 1_000_000
    files = write(tmp_path, **{name: frame(seed, rows, shift)[["normal", "ties", "holes", "unseen"]] for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 0.02))})
    methods = (None, *sorted({*NUMBERS, *CATEGORIES}))
    theirs = evidently(*files, methods)
    compared = 0
    for method in methods:
        for name, column in by_name(drift(*files, *(() if method is None else ("--method", method)))).items():
            other = theirs[str(method)][name]
            if column["score"] is not None and "error" not in other and numpy.isfinite(other["score"]):
                agree(column, other)
                compared += 1
    assert compared > 40


@pytest.mark.parametrize(("method", "divisions"), [("TVD", 1000), ("empirical_mmd", 100)])
def test_by_permutation(evidently: Ask, tmp_path: Path, method: str, divisions: int) -> None:
    """Methods that draw at random: the p-values of both are shares of so many draws of one probability, and ours repeat."""
    files = write(tmp_path, **{name: frame(seed, rows, shift) for name, seed, rows, shift in (("reference", 1, 300, 0.0), ("current", 2, 200, 0.15))})
    ours, theirs = by_name(drift(*files, "--method", method)), evidently(*files, (method,))[method]
    compared = [(column, theirs[name]) for name, column in ours.items() if column["score"] is not None and "error" not in theirs[name]]
    assert len(compared) >= 5
    for column, other in compared:
        # Evidently subtracts the squares of values far from zero, of which nothing is left.
        if column["name"] not in ("far from zero", "huge whole", "constant", "constants differ"):
            p = (column["score"] + other["score"]) / 2
            assert column["score"] == pytest.approx(other["score"], abs=5 * (2 * p * (1 - p) / divisions) ** 0.5 + 2 / divisions), (column, other)
    assert drift(*files, "--method", method)["columns"] == list(ours.values())


def test_whole_data_set(evidently: Ask, tmp_path: Path) -> None:
    """The preset's share, and its scores, on the table that the figures are measured with."""
    files = [tmp_path / "reference.parquet", tmp_path / "current.parquet"]
    for file, seed, shift in zip(files, (1, 2), (0.0, 0.5)):
        # Evidently counts drifted columns without taking infinite values out, and so contradicts its own scores of them.
        frame(seed, 2000, shift).drop(columns="infinite").to_parquet(file, index=False)
    report = drift(*files)
    theirs = evidently(*files, preset={})["preset"]
    assert report["dataset"]["share"] == pytest.approx(theirs["share"], rel=1e-12)
    assert report["dataset"]["drifted_columns"] == theirs["count"]
    assert {name: column["score"] for name, column in by_name(report).items()} == pytest.approx(theirs["scores"], rel=1e-9, abs=1e-12)


def write(folder: Path, **frames: pandas.DataFrame) -> list[Path]:
    for name, table in frames.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
    return [folder / f"{name}.parquet" for name in frames]


def test_csv_as_pandas_reads_it(evidently: Ask, tmp_path: Path) -> None:
    """Quoted newlines, commas and what pandas takes for missing do not turn numbers into categories."""
    files = [tmp_path / "reference.csv", tmp_path / "current.csv"]
    for file, seed, shift in zip(files, (1, 2), (0.0, 0.5)):
        table = frame(seed, 1500, shift).drop(columns="infinite")
        table["quoted"] = numpy.where(table["normal"] > 0, 'two\nlines, "quoted"', "plain")
        table["day"] = pandas.date_range("2026-01-01", periods=len(table), freq="h").astype(str)
        table.to_csv(file, index=False, na_rep="NA")
    ours, theirs = by_name(drift(*files)), evidently(*files)["None"]
    for name, column in ours.items():
        if name == "day":
            # To pandas these are strings, and nearly all distinct: texts. New times are no drift.
            assert theirs[name]["type"] == "text" and column["type"] == "datetime" and column["drifted"] is None
        else:
            agree(column, theirs[name])


def test_columns_that_evidently_drops(evidently: Ask, tmp_path: Path) -> None:
    """Unsigned and nullable whole numbers, and booleans with gaps, are scored like those that Evidently knows."""
    random = numpy.random.default_rng(5)
    known = {name: pandas.DataFrame({"number": random.integers(0, most, 800), "answer": random.random(800) < most / 100}) for name, most in (("reference", 60), ("current", 65))}
    dropped = {f"{name}_dropped": table.astype({"number": "uint8", "answer": "boolean"}) for name, table in known.items()}
    for table in dropped.values():
        table.loc[800] = [table["number"][0], pandas.NA]
    with_gap = {f"{name}_gap": table.astype({"number": "uint8"}) for name, table in dropped.items()}
    files, peers = write(tmp_path, **with_gap), write(tmp_path, **known)
    ours, theirs = by_name(drift(*files, "--columns", "answer")), evidently(*files)["None"]
    assert theirs["number"]["type"] == theirs["answer"]["type"] == "unknown"
    agree(ours["answer"], evidently(*peers)["None"]["answer"])
    assert ours["answer"]["missing"] == {"reference": 1 / 801, "current": 1 / 801}
    unsigned = write(tmp_path, **{f"{name}_unsigned": table[["number"]].astype("uint8") for name, table in known.items()})
    agree(by_name(drift(*unsigned))["number"], evidently(*peers)["None"]["number"])


def test_options_of_columns_types_and_all(evidently: Ask, tmp_path: Path) -> None:
    """Which of several methods and thresholds holds for a column is what Evidently's preset says."""
    kept = ["normal", "same", "ties", "exponential", "few whole", "unseen", "two letters"]
    files = write(tmp_path, **{name: frame(seed, 1200, shift)[kept].rename(columns={"ties": "a:b"}) for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 0.5))})
    theirs = evidently(*files, preset={
        "method": "jensenshannon", "num_method": "ks", "per_column_method": {"same": "psi", "a:b": "hellinger"},
        "threshold": 0.3, "cat_threshold": 0.01, "per_column_threshold": {"a:b": 0.02, "unseen": 0.9}, "drift_share": 0.3})["preset"]
    report = drift(*files, "--method", "jensenshannon", "--num-method", "ks", "--column", "same:method=psi", "--column", "a:b:method=hellinger,threshold=0.02",
                   "--threshold", "0.3", "--cat-threshold", "0.01", "--column", "unseen:threshold=0.9", "--share", "0.3")
    columns = by_name(report)
    assert {name: column["score"] for name, column in columns.items()} == pytest.approx(theirs["scores"], rel=1e-9, abs=1e-12)
    assert {name: column["threshold"] for name, column in columns.items()} == theirs["thresholds"]
    assert (report["dataset"]["drifted_columns"], report["dataset"]["threshold"]) == (theirs["count"], 0.3)
    assert [columns[name]["method"] for name in kept[:2]] == ["ks", "psi"] and columns["a:b"]["method"] == "hellinger"


def test_distributions(tmp_path: Path) -> None:
    """When asked for: bins over both, and shares of categories."""
    files = write(tmp_path, **{name: frame(seed, 500, shift)[["normal", "unseen", "constant"]] for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 0.5))})
    assert all("distribution" not in column for column in drift(*files)["columns"])
    columns = by_name(drift(*files, "--distributions"))
    told = columns["normal"]["distribution"]
    for side, file in zip(("reference", "current"), files):
        counts, _ = numpy.histogram(pandas.read_parquet(file)["normal"], told["edges"])
        assert told[side] == pytest.approx(list(counts / 500), rel=1e-12)
        shares = pandas.read_parquet(file)["unseen"].value_counts(normalize=True)
        letters = columns["unseen"]["distribution"]
        assert dict(zip(letters["categories"], letters[side])) == {letter: shares.get(letter, 0) for letter in letters["categories"]}
    assert columns["constant"]["distribution"]["reference"] == [1]


@pytest.mark.parametrize(("correction", "peer"), [("bonferroni", "bonferroni"), ("benjamini-hochberg", "fdr_bh")])
def test_correction(tmp_path: Path, correction: str, peer: str) -> None:
    """Which of many tests are significant is what statsmodels says."""
    random = numpy.random.default_rng(11)
    files = write(tmp_path, **{name: pandas.DataFrame({f"c{i}": random.normal(shift * i / 40, 1, 300) for i in range(40)}) for name, shift in (("reference", 0), ("current", 1))})
    plain, corrected = by_name(drift(*files)), by_name(drift(*files, "--correction", correction))
    rejected, *_ = multipletests([column["score"] for column in plain.values()], alpha=0.05, method=peer)
    assert 0 < sum(rejected) < sum(column["drifted"] for column in plain.values())
    assert [column["drifted"] for column in corrected.values()] == list(rejected)
    assert all((column["score"] <= column["threshold"]) == column["drifted"] for column in corrected.values())


def test_nothing_to_compare_is_never_no_drift(tmp_path: Path) -> None:
    """Empty, one row, all missing, infinite, gone, new, of another type: a reason for each, and no verdict that it could change."""
    table = frame(1, 300, 0)
    some = pandas.DataFrame({"stays": table["normal"], "gone": table["same"], "other type": table["normal"], "lost": table["normal"], "all infinite": table["normal"]})
    now = pandas.DataFrame({"stays": table["normal"], "new": table["same"], "other type": table["unseen"], "lost": pandas.Series([None] * 300, dtype="float64"), "all infinite": numpy.inf})
    files = write(tmp_path, some=some, now=now, none=some.iloc[:0], one=some.iloc[:1], lists=pandas.DataFrame({"stays": [[1.0]] * 3}))
    report = drift(files[0], files[1])
    columns = by_name(report)
    assert columns["stays"]["drifted"] is False
    for name in ("gone", "new", "other type", "lost", "all infinite"):
        assert columns[name]["score"] is None and columns[name]["drifted"] is None and columns[name]["reason"].endswith(".")
    assert columns["lost"]["missing"] == {"reference": 0, "current": 1}
    assert columns["all infinite"]["infinite"] == {"reference": 0, "current": 1}
    assert report["dataset"] == {"share": 0, "threshold": 0.5, "drifted": None, "judged": 1, "drifted_columns": 0}
    for pair in ((files[2], files[0]), (files[0], files[2]), (files[2], files[2])):
        empty = drift(*pair)
        assert empty["dataset"]["share"] is None and empty["dataset"]["drifted"] is None
        assert all("no rows" in column["reason"] for column in empty["columns"])
    single = by_name(drift(files[3], files[3]))
    assert single["stays"]["method"] == "z" and single["stays"]["score"] == 1
    assert by_name(drift(files[0], files[4]))["stays"]["reason"].startswith("It holds numbers in the reference")


def test_signals(tmp_path: Path) -> None:
    """Missing values, new categories and values out of range are told of columns that have not drifted too."""
    reference = pandas.DataFrame({"x": numpy.arange(100.0), "letter": ["a", "b"] * 50})
    current = reference.copy()
    current.loc[0:1, "x"] = [numpy.nan, 1000.0]
    current.loc[5, "letter"] = "new"
    columns = by_name(drift(*write(tmp_path, reference=reference, current=current)))
    assert columns["x"]["drifted"] is False
    assert columns["x"]["missing"] == {"reference": 0, "current": 0.01}
    assert columns["x"]["out_of_range"] == {"share": 1 / 99, "min": 2, "max": 1000}
    assert columns["letter"]["new_categories"] == {"count": 1, "share": 0.01, "examples": ["new"]}


def test_five_thousand_columns(tmp_path: Path) -> None:
    random = numpy.random.default_rng(3)
    files = write(tmp_path, **{name: pandas.DataFrame(random.normal(0, 1, (50, 5000)), columns=[f"c{i}" for i in range(5000)]) for name in ("reference", "current")})
    report = drift(*files)
    assert report["dataset"]["judged"] == 5000 and report["dataset"]["drifted"] is False


def test_types_that_change_far_down(tmp_path: Path) -> None:
    """A CSV whose first 20,480 rows are whole numbers and whose later ones are not is read as pandas reads it."""
    rows = ["x"] + ["1"] * 30_000 + ["2.5", "oops"]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    report = drift(tmp_path / "a.csv", tmp_path / "a.csv")
    assert by_name(report)["x"]["type"] == "cat" and report["dataset"]["drifted"] is False


@pytest.mark.parametrize(("arguments", "said"), [
    (("a.csv", "gone.csv"), "There is no file"),
    (("a.csv", "a.txt"), "These endings can: .csv"),
    (("a.csv", "a.csv", "--method", "psy"), 'There is no method "psy". There are: ks, chisquare'),
    (("a.csv", "a.csv", "--num-method", "z"), "z compares categories, not numbers"),
    (("a.csv", "a.csv", "--columns", "y,x"), 'has a column "y"'),
    (("a.csv", "a.csv", "--threshold", "much"), "must be a number"),
    (("a.csv", "a.csv", "--correction", "holm"), "bonferroni"),
    (("a.csv", "a.csv", "--share", "2"), "must be a share"),
    (("a.csv", "a.csv", "--column", "x"), "method=NAME"),
    (("a.csv", "a.csv", "--column", "x:colour=red"), "method=NAME"),
    (("a.csv", "a.csv", "--column", "x:method=psy"), 'There is no method "psy"'),
    (("a.csv", "a.csv", "--column", "y:method=psi"), 'has the column "y"'),
    (("a.csv",), "missing required argument"),
])
def test_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, a sentence that says what there is, and nothing on stdout."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("x\n1\n2\n")
    (tmp_path / "a.txt").write_text("")
    ran = slipway(*arguments, code={2})
    assert said in ran.stderr and ran.stdout == ""


def test_broken_files(tmp_path: Path) -> None:
    """Exit code 1, and the file's name."""
    for name, content in (("a.parquet", "no parquet"), ("a.jsonl", '{"x": ')):
        (tmp_path / name).write_text(content)
        ran = slipway(tmp_path / name, tmp_path / name, code={1})
        assert f"{name} could not be read: " in ran.stderr and ran.stdout == "", ran.stderr


def test_json_lines_and_a_table_for_people(tmp_path: Path) -> None:
    for name, shift in (("reference", 0.0), ("current", 0.5)):
        frame(1, 500, shift)[["normal", "boolean", "unseen"]].to_json(tmp_path / f"{name}.jsonl", orient="records", lines=True)
    ran = slipway(tmp_path / "reference.jsonl", tmp_path / "current.jsonl", code={1})
    assert "normal   num   ks" in ran.stdout and "new category: d" in ran.stdout
    assert ran.stdout.rstrip().endswith("500 rows against 500).")
