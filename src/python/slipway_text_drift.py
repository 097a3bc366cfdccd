"""How well a classifier tells current texts from reference ones, for `slipway drift`: scikit-learn does it, nothing is counted here.

Lines of JSON come in on stdin: {"level": 0.95 or null}, then each text of the reference, null, and each current text. One goes out on stdout:
{"auc", "chance"}: the ROC-AUC of the classifier over the half of the texts that it has not learned from, and at that level the quantile of what
1,000 random answers reach, or null; or {"error": text} for people. As Evidently 0.7.23 has it (legacy/utils/data_drift_utils.py), seeds and all.
"""

import json
import os
import sys
import warnings

# What is imported is found as in a script of the project; what libraries print must not get between the answers.
sys.path[0] = os.getcwd()
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
warnings.simplefilter("ignore")

SEED = 42
DRAWS = 1000


def read():
    level = json.loads(sys.stdin.readline())["level"]
    reference, current = [], []
    texts = reference
    for line in sys.stdin:
        text = json.loads(line)
        if text is None:
            texts = current
        else:
            texts.append(text)
    return level, reference, current


def chance(truths, level):
    """What a random answer reaches, with this probability at most."""
    import numpy
    from sklearn.metrics import roc_auc_score

    numpy.random.seed(SEED)
    reached = []
    for seed in numpy.random.randint(0, DRAWS * 10, size=DRAWS):
        numpy.random.seed(seed)
        reached.append(roc_auc_score(truths, numpy.random.rand(len(truths))))
    # Written so because Evidently turns the level round twice.
    return float(numpy.percentile(reached, 100 * (1 - (1 - level))))


def compare(level, reference, current):
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline

    texts, truths = [*reference, *current], numpy.array([0] * len(reference) + [1] * len(current))
    learned, asked, truths_learned, truths_asked = train_test_split(texts, truths, test_size=0.5, random_state=SEED, shuffle=True)
    classifier = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, max_df=0.5, stop_words="english"),
        SGDClassifier(alpha=0.0001, max_iter=50, penalty="l1", loss="modified_huber", random_state=SEED))
    classifier.fit(learned, truths_learned)
    auc = roc_auc_score(truths_asked, classifier.predict_proba(asked)[:, 1])
    return {"auc": float(auc), "chance": None if level is None else chance(truths_asked, level)}


def main():
    try:
        answer = compare(*read())
    except ImportError as error:
        answer = {"error": f"{sys.executable} has no scikit-learn ({error}). Install it there (pip install scikit-learn), or name a Python that has it."}
    except ValueError as error:
        answer = {"error": f"scikit-learn has no answer: {error}"}
    ANSWERS.write(json.dumps(answer) + "\n")
    ANSWERS.flush()


main()
