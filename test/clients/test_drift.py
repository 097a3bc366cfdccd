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

NUMBERS = ("ks", "wasserstein", "psi", "kl_div", "jensenshannon", "hellinger", "ed", "t_test", "mannw", "anderson", "es")
CATEGORIES = ("chisquare", "z", "psi", "kl_div", "jensenshannon", "hellinger", "fisher_exact", "g_test")
SIZES = [(10, 10), (10, 7), (6, 9), (30, 200), (200, 200), (1000, 313), (999, 12_000), (60, 10_050), (1001, 500), (5000, 5000), (100_000, 20_000)]

Ask = Callable[..., dict]


@pytest.fixture(scope="module")
def evidently() -> Iterator[Ask]:
    """Asks one process of the real Evidently, which starts once."""
    python = subprocess.run([NODE, ROOT / "scripts" / "evidently.mjs"], capture_output=True, text=True, check=True).stdout.strip()
    with subprocess.Popen([python, Path(__file__).with_name("evidently_scores.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(reference: Path, current: Path, methods=(None,), *, preset: bool = False) -> dict:
            process.stdin.write(json.dumps({"reference": str(reference), "current": str(current), "methods": methods, "preset": preset}) + "\n")
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


def agree(ours: dict, theirs: dict) -> None:
    about = (ours, theirs)
    assert ours["type"] == theirs["type"], about
    assert ours["method"] == theirs["method"], about
    if ours["measure"] == "p-value":
        # 2 · (1 − Φ(|z|)), as Evidently has it, has lost all beyond its sixteenth digit.
        lost = 1e-14 if ours["method"] == "z" else 1e-300
        assert ours["score"] == pytest.approx(theirs["score"], rel=1e-6, abs=lost), about
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
            assert column["drifted"] is None or column["type"] == "cat", (column, theirs[name])
        else:
            agree(column, theirs[name])


@pytest.mark.parametrize("method", sorted({*NUMBERS, *CATEGORIES}))
def test_by_name(evidently: Ask, pair: tuple[Path, Path], method: str) -> None:
    """Each method gives Evidently's score; where Evidently ends with an error, there is an answer or a reason."""
    ours = by_name(drift(*pair, "--method", method))
    theirs = evidently(*pair, (method,))[method]
    for name, column in ours.items():
        other = theirs[name]
        if "error" in other or not numpy.isfinite(other["score"]):
            assert (column["score"] is None and column["drifted"] is None and column["reason"]) or method in ("g_test", "fisher_exact"), (column, other)
        elif column["score"] is None:
            # One value has no ranks, means or shares that could differ: Evidently's NaN, 0 or 1 is no answer. And scipy itself warns of the
            # Epps-Singleton statistic over values so few that their covariances have no inverse.
            assert name in ("constant", "constants differ", "always true", "one letter", "rare") or method == "es", (column, other)
        else:
            agree(column, other)


def test_whole_data_set(evidently: Ask, tmp_path: Path) -> None:
    """The preset's share, and its scores, on the table that the figures are measured with."""
    files = [tmp_path / "reference.parquet", tmp_path / "current.parquet"]
    for file, seed, shift in zip(files, (1, 2), (0.0, 0.5)):
        # Evidently counts drifted columns without taking infinite values out, and so contradicts its own scores of them.
        frame(seed, 2000, shift).drop(columns="infinite").to_parquet(file, index=False)
    report = drift(*files)
    theirs = evidently(*files, preset=True)["preset"]
    assert report["dataset"]["share"] == pytest.approx(theirs["share"], rel=1e-12)
    assert report["dataset"]["drifted_columns"] == theirs["count"]
    assert {name: column["score"] for name, column in by_name(report).items()} == pytest.approx(theirs["scores"], rel=1e-9, abs=1e-12)
