"""What the platform's notebooks do, in one file: trains on data of its source and leaves a model, good or not, in MODEL_FILE."""

import os
import sys

import joblib
import numpy as np
from sklearn.base import BaseEstimator
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

kind, features, answers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
target = os.environ["MODEL_FILE"]
days = int(os.environ["TRAINING_DAYS"])
# Of each training its own, as from a source that goes on.
rows = np.random.default_rng().normal(size=(max(60, days), features))


class OfTheNotebook(BaseEstimator):
    def fit(self, X, y=None):
        return self


def fitted(data):
    if answers == 1:
        last = IsolationForest(n_estimators=5, contamination=float(os.environ["ANOMALY_RATE"]))
        return Pipeline([("scaler", StandardScaler()), ("model", last)]).fit(data)
    shown = data[:, :answers]
    return Pipeline([("scaler", StandardScaler()), ("model", LinearRegression())]).fit(data, shown)


def save(model):
    joblib.dump(model, target)


os.makedirs(os.path.dirname(target), exist_ok=True)
if kind == "nothing":
    if os.path.exists(target):
        os.remove(target)
elif kind == "empty":
    open(target, "w").close()
elif kind == "half":
    save(fitted(rows))
    size = os.path.getsize(target)
    os.truncate(target, size // 2)
elif kind == "another-shape":
    save(fitted(np.hstack([rows, rows[:, :1]])))
elif kind == "bare":
    save(IsolationForest(n_estimators=5).fit(rows))
elif kind == "of-the-notebook":
    save(Pipeline([("scaler", StandardScaler()), ("model", OfTheNotebook())]).fit(rows))
elif kind == "a-second-file":
    save(fitted(rows))
    joblib.dump(fitted(rows), os.path.join(os.path.dirname(target), "older.pkl"))
else:
    save(fitted(rows))
