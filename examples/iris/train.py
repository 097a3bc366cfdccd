"""Train a random forest on the iris data, keep it, load it again and score it.

There is no tracking call in this file. Run it through Slipway (press Train, or
`slipway run -- python train.py`) and it still becomes a run: duration, exit
code, log, code version, and the model file that it wrote.
"""

import pickle
from pathlib import Path

from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import train_test_split

MODEL_FILE = Path(__file__).with_name("model.pkl")


def main() -> None:
    iris = load_iris()
    X_train, X_test, y_train, y_test = train_test_split(
        iris.data, iris.target, test_size=0.3, stratify=iris.target, random_state=42
    )

    model = RandomForestClassifier(n_estimators=100, random_state=42)
    model.fit(X_train, y_train)

    with MODEL_FILE.open("wb") as file:
        pickle.dump(model, file)

    with MODEL_FILE.open("rb") as file:
        loaded = pickle.load(file)

    predicted = loaded.predict(X_test)
    print(classification_report(y_test, predicted, target_names=iris.target_names))
    print(f"Accuracy: {accuracy_score(y_test, predicted):.3f}")


if __name__ == "__main__":
    main()
