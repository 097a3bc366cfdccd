"""Trains the models that every server serves: `python train.py FOLDER`, in the environment of mlflow.

FOLDER/<model>/mlflow is a model of MLflow, FOLDER/<model>/model.joblib the same estimator alone; FOLDER/rows.json has the rows of
iris and what each model answers to them. With MLFLOW_TRACKING_URI set, each is registered there too, as lr and rf.
"""

import json
import os
import sys
from pathlib import Path

import joblib
import mlflow
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

COLUMNS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def main(folder: Path) -> None:
    data, target = load_iris(return_X_y=True, as_frame=True)
    data.columns = COLUMNS
    told = {"columns": COLUMNS, "rows": data.to_numpy().tolist(), "labels": {}}
    for name, model in {"lr": LogisticRegression(max_iter=500), "rf": RandomForestClassifier(n_estimators=100, random_state=0)}.items():
        model.fit(data, target)
        told["labels"][name] = model.predict(data).tolist()
        saved = {"signature": infer_signature(data, model.predict(data)), "input_example": data.head(3), "pip_requirements": ["scikit-learn"], "serialization_format": "cloudpickle"}
        mlflow.sklearn.save_model(model, str(folder / name / "mlflow"), **saved)
        # What peers are given has no names of columns: they send arrays.
        bare = type(model)(**model.get_params()).fit(data.to_numpy(), target)
        joblib.dump(bare, folder / name / "model.joblib")
        if os.environ.get("MLFLOW_TRACKING_URI"):
            with mlflow.start_run():
                mlflow.sklearn.log_model(model, name="model", registered_model_name=name, **saved)
    (folder / "rows.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
