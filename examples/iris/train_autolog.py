"""The same random forest, with the one line that tracks it: `mlflow.autolog()`.

Parameters, training metrics and the model are logged by MLflow; the score on
held-out data is recorded because autologging watches `model.score`.
"""

import argparse

import mlflow
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trees", type=int, default=100, help="number of trees in the forest")
    parser.add_argument("--depth", type=int, default=None, help="deepest a tree may grow")
    args = parser.parse_args()

    mlflow.set_experiment("iris")
    mlflow.autolog()

    X, y = load_iris(return_X_y=True, as_frame=True)
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.3, stratify=y, random_state=42
    )

    with mlflow.start_run():
        model = RandomForestClassifier(
            n_estimators=args.trees, max_depth=args.depth, random_state=42
        )
        model.fit(X_train, y_train)
        print(f"Accuracy: {model.score(X_test, y_test):.3f}")


if __name__ == "__main__":
    main()
