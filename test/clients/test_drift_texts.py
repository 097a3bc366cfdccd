"""Promise: of columns of texts, whose content no formula compares, lengths and new words are told, as pandas and scipy count them."""

import re
import sys
from collections import Counter
from pathlib import Path

import numpy
import pandas
import pytest
from scipy.stats import ks_2samp, wasserstein_distance
from test_drift import Ask, by_name, drift, evidently, slipway, write  # noqa: F401  evidently is a fixture

WORDS = ["late", "order", "refund", "Großes", "Paket", "naïve", "42", "delivery", "ÉTÉ", "thanks", "broken", "слово"]


def texts(seed: int, rows: int, words: list[str], most: int) -> pandas.DataFrame:
    random = numpy.random.default_rng(seed)
    said = [", ".join(random.choice(words, random.integers(2, most))) + f" #{at}!" for at in range(rows)]
    return pandas.DataFrame({"text": [None if at % 50 == 7 else text for at, text in enumerate(said)]})


def words_of(column: pandas.Series) -> Counter:
    return Counter(word for text in column.dropna() for word in re.findall(r"[^\W_]+", text.lower()))


@pytest.mark.parametrize(("rows", "most"), [(800, 12), (800, 8), (2500, 11)])
def test_lengths_and_new_words(tmp_path: Path, rows: int, most: int) -> None:
    tables = {"reference": texts(1, rows, WORDS, 8), "current": texts(2, 600, [*WORDS, "fraud", "Lawyer"], most)}
    column = by_name(drift(*write(tmp_path, **tables)))["text"]
    assert column["type"] == "text" and column["drifted"] is None and column["score"] is None and column["reason"].endswith(".")
    before, now = (table["text"].dropna().str.len() for table in tables.values())
    length = column["text"]["length"]
    assert (length["reference"], length["current"]) == pytest.approx((before.mean(), now.mean()), rel=1e-12)
    expected = ks_2samp(before, now).pvalue if rows <= 1000 else wasserstein_distance(before, now) / before.std(ddof=0)
    assert length["score"] == pytest.approx(expected, rel=1e-9 if rows > 1000 else 1e-6)
    assert length["drifted"] == (expected <= 0.05 if rows <= 1000 else expected >= 0.1)
    known, said = (words_of(table["text"]) for table in tables.values())
    fresh = Counter({word: times for word, times in said.items() if word not in known})
    told = column["text"]["out_of_vocabulary"]
    assert told["share"] == pytest.approx(fresh.total() / said.total(), rel=1e-12)
    assert told["expected"] == pytest.approx(sum(times == 1 for times in known.values()) / known.total(), rel=1e-12)
    assert set(told["examples"][:2]) == {"fraud", "lawyer"}


@pytest.mark.parametrize(("rows", "more", "method"), [(800, [], None), (800, ["fraud"], None), (2500, ["fraud"], None), (900, ["fraud"], "abs_text_content_drift"), (1200, [], "perc_text_content_drift")])
def test_content(evidently: Ask, tmp_path: Path, rows: int, more: list[str], method: str | None) -> None:
    """With a Python that has scikit-learn, the content is judged as Evidently does."""
    files = write(tmp_path, reference=texts(1, rows, WORDS, 8), current=texts(2, 600, [*WORDS, *more], 8))
    report = drift(*files, "--python", sys.executable, *([] if method is None else ["--text-method", method]))
    column, theirs = by_name(report)["text"], evidently(*files, (method,), texts=True)[str(method)]["text"]
    assert (column["type"], column["method"], column["drifted"]) == ("text", theirs["method"], theirs["drifted"])
    assert column["score"] == pytest.approx(theirs["score"], rel=1e-9)
    assert (column["score"] > column["threshold"]) == column["drifted"] and 0.5 < column["threshold"] < 0.6
    assert report["dataset"]["judged"] == 1 and "text" in column


def test_content_without_python(tmp_path: Path) -> None:
    """What is missing is said, and nothing is called stable."""
    files = write(tmp_path, reference=texts(1, 80, WORDS, 8), current=texts(2, 60, WORDS, 8), symbols=pandas.DataFrame({"text": ["-" * (at + 1) for at in range(60)]}))
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 3\n")
    bare.chmod(0o755)
    for options, said in (([], "none was named"), (["--python", str(tmp_path / "gone")], "ENOENT"), (["--python", str(bare)], "exit code 3"), (["--column", "text:method=psi"], "psi compares numbers or categories")):
        column = by_name(drift(*files[:2], *options))["text"]
        assert column["score"] is None and column["drifted"] is None and said in column["reason"], column
    assert "scikit-learn has no answer" in by_name(drift(files[2], files[2], "--python", sys.executable))["text"]["reason"]
    assert 'for texts. There are: perc_text_content_drift' in slipway(*files[:2], "--text-method", "psi", code={2}).stderr


def test_for_people(tmp_path: Path) -> None:
    ran = slipway(*write(tmp_path, reference=texts(1, 800, WORDS, 8), current=texts(2, 600, [*WORDS, "fraud"], 30)), code={1})
    assert re.search(r"length \S+ → \S+ \(drifted\), \S+ % new words", ran.stdout), ran.stdout


def test_texts_without_words(tmp_path: Path) -> None:
    """Nothing to count is told as nothing."""
    tables = {name: pandas.DataFrame({"text": ["-" * (at + 1) for at in range(60)]}) for name in ("reference", "current")}
    column = by_name(drift(*write(tmp_path, **tables)))["text"]
    assert column["text"]["out_of_vocabulary"] is None and column["text"]["length"]["drifted"] is False
