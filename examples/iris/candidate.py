"""Train a version of the registered model "iris" that its gate can judge.

`holdout.csv` has 45 flowers that are trained on by no version: the gate in
`slipway.yaml` measures every version on them, and compares it with the champion.
"""

import argparse

import mlflow
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strength", type=float, default=1.0, help="inverse of the regularization: less is more of it")
    args = parser.parse_args()

    mlflow.set_experiment("iris")
    X, y = load_iris(return_X_y=True, as_frame=True)
    species = y.map(dict(enumerate(load_iris().target_names)))
    X_train, X_holdout, y_train, _ = train_test_split(X, species, test_size=0.3, stratify=species, random_state=42)

    with mlflow.start_run():
        mlflow.log_param("strength", args.strength)
        model = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(C=args.strength, max_iter=1000))
        model.fit(X_train, y_train)
        mlflow.log_metric("train_accuracy", model.score(X_train, y_train))
        mlflow.sklearn.log_model(
            model, name="model", registered_model_name="iris",
            signature=infer_signature(X_train, model.predict(X_train)),
            # The imputer keeps the type of its numbers; without it the file would have to be a pickle.
            skops_trusted_types=["numpy.dtype"],
        )
    print(f"Judge it with: slipway gate models:/iris/latest ({len(X_holdout)} flowers are held out)")


if __name__ == "__main__":
    main()
