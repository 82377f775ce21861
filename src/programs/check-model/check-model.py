# check-model of cdk8s-mlops (Apache-2.0): judges the file of a trained model before it is published. Python 3.8 or later.
"""Looks at a model's file as the server that is to load it will, and writes one of three verdicts.

pass          it is the only model in its folder, loads as a scikit-learn Pipeline, takes as many numbers as the
              contract says, and answers every sample of the contract with finite numbers
fail          one of these is not so; `diagnosis` says which
error         nothing was judged: this image has no scikit-learn or joblib, memory or time ran out, the file changed

The model is loaded by a process of its own, so that one that crashes or hangs leaves a verdict. Loading a pickle runs
what is in it: the task has no credentials and no token of the cluster.

Writes evidence.json, reason, diagnosis, digest (of the bytes that passed, else `none`) and, last, verdict to OUT_DIR.
Exits 0 when it judged and 1 when it did not.
"""

import collections
import datetime
import hashlib
import importlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
import warnings

NAME = "check-model"
# What KServe's server for scikit-learn takes for a model; it refuses a folder with two.
ENDINGS = (".joblib", ".pickle", ".pkl")

Configuration = collections.namedtuple("Configuration", "file values contract deadline")
Judgement = collections.namedtuple("Judgement", "verdict reason diagnosis")


class Unjudged(Exception):
    """Why there is no judgement, for the reader of the reason."""


class Stopped(BaseException):
    """A signal asks this program to end."""


class Unfit(Exception):
    """What is wrong with the model, and the word for it."""

    def __init__(self, diagnosis, reason):
        super().__init__(reason)
        self.diagnosis = diagnosis


def main(environment):
    gate = Gate(environment.get("OUT_DIR") or "/out")

    def stop(number, _):
        on_signals(signal.SIG_IGN)
        raise Stopped("terminated by %s before it could judge" % signal.Signals(number).name)

    try:
        on_signals(stop)
        # Before anything is tried: a process that is killed without a warning leaves it behind.
        if not gate.leave(unjudged("did not finish")):
            return 1
        judgement = check(configuration_of(environment), gate)
    except Unfit as problem:
        judgement = Judgement("fail", str(problem), problem.diagnosis)
    except (Unjudged, Stopped) as problem:
        judgement = unjudged(str(problem))
    except BaseException as problem:
        judgement = unjudged("unexpected: %s: %s" % (type(problem).__name__, problem))
    on_signals(signal.SIG_IGN)
    written = gate.leave(judgement)
    gate.log("%s: %s" % (judgement.verdict, judgement.reason))
    return 0 if written and judgement.verdict != "error" else 1


def unjudged(reason):
    return Judgement("error", reason, "not-judged")


def on_signals(handler):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)


def check(configuration, gate):
    path = configuration.file
    size = size_of(path)
    gate.evidence.update(file=path, bytes=size, values=configuration.values)
    gate.digest = digest_of(path)
    seen = load_apart(configuration, gate)
    gate.evidence.update(seen)
    if digest_of(path) != gate.digest:
        raise Unjudged("%s changed while it was judged" % path)
    if "unjudged" in seen:
        raise Unjudged(seen["unjudged"])
    if "diagnosis" in seen:
        raise Unfit(seen["diagnosis"], seen["reason"])
    answered = ", %d samples answered" % seen["samples"] if seen["samples"] else ""
    return Judgement("pass", "a Pipeline of %d features, %d bytes%s" % (seen["features"], size, answered), "none")


def size_of(path):
    """How large the only model of its folder is."""
    folder, name = os.path.split(path)
    try:
        found = sorted(each for each in os.listdir(folder) if each.endswith(ENDINGS))
    except OSError as problem:
        raise Unfit("missing-file", "the folder %s can't be read: %s" % (folder, problem.strerror)) from None
    if name not in found:
        beside = ", only %s" % ", ".join(found[:5]) if found else ""
        raise Unfit("missing-file", "there is no %s in %s%s" % (name, folder, beside))
    if len(found) > 1:
        raise Unfit("several-files", "%s has %d models, and a server takes one: %s" % (folder, len(found), ", ".join(found[:5])))
    if not os.path.isfile(path):
        raise Unfit("missing-file", "%s is no file" % path)
    size = os.path.getsize(path)
    if size == 0:
        raise Unfit("empty-file", "%s is empty" % path)
    return size


def digest_of(path):
    sha = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(1024 * 1024), b""):
                sha.update(piece)
    except OSError as problem:
        raise Unjudged("%s can't be read: %s" % (path, problem.strerror)) from None
    return "sha256:" + sha.hexdigest()


def load_apart(configuration, gate):
    """What the process that loads the model wrote down."""
    work = tempfile.mkdtemp(prefix="check-model-")
    try:
        result = os.path.join(work, "result.json")
        command = [sys.executable or "python3", "-I", os.path.abspath(__file__), "load", configuration.file, result]
        command += [str(configuration.values), configuration.contract]
        with open(os.path.join(work, "printed"), "w+b") as printed:
            code = run(command, configuration.deadline, printed)
            printed.seek(0)
            last = printed.read(65536).decode("utf-8", "replace").strip().split("\n")[-1]
        if code is None:
            raise Unjudged("the model was still being loaded after %g s" % configuration.deadline)
        if code == -signal.SIGKILL:
            raise Unjudged("loading was killed, perhaps for needing more memory than the container may use")
        try:
            with open(result, encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            how = "signal %d" % -code if code < 0 else "exit code %d" % code
            raise Unjudged("loading ended with %s and no result: %s" % (how, excerpt(last, 200))) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def run(command, seconds, printed):
    """Runs a program, at most so long, and ends all that it started; its exit code, None if it was stopped."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        process.wait()


def load(path, result, values, contract):
    """In a process of its own: loads the model and writes down what it is."""
    seen = {}
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            seen.update(judge(path, int(values), contract))
            # Such as a model of another version of scikit-learn.
            seen["warnings"] = [excerpt(str(each.message), 300) for each in warned[:10]]
    except Unjudged as problem:
        seen["unjudged"] = str(problem)
    except MemoryError:
        seen["unjudged"] = "the model needs more memory than the container may use"
    except Unfit as problem:
        seen.update(diagnosis=problem.diagnosis, reason=str(problem))
    with open(result + ".part", "w", encoding="utf-8") as file:
        json.dump(seen, file)
    os.replace(result + ".part", result)
    return 0


def judge(path, values, contract):
    model = loaded(path)
    pipeline = module("sklearn.pipeline").Pipeline
    if not isinstance(model, pipeline):
        kind = "%s.%s" % (type(model).__module__, type(model).__qualname__)
        raise Unfit("not-a-pipeline", "it is a %s, not a Pipeline with everything that stands before the model" % kind)
    features = getattr(model, "n_features_in_", None)
    if features is None:
        raise Unfit("wrong-features", "it does not say how many features it takes: it was not fitted")
    if features != values:
        raise Unfit("wrong-features", "it takes %s features, and the contract has %d" % (features, values))
    samples = samples_in(contract)
    if samples:
        answer(model, samples)
    return {"features": int(features), "samples": len(samples)}


def loaded(path):
    joblib = module("joblib")
    module("sklearn")
    try:
        return joblib.load(path)
    except MemoryError:
        raise
    except ModuleNotFoundError as problem:
        raise Unfit("missing-module", "it needs the module %s, which this image does not have" % problem.name) from None
    except (AttributeError, ImportError) as problem:
        # What a notebook defines is in no image: "Can't get attribute 'Scaler' on <module '__main__'>".
        raise Unfit("missing-module", "it needs code that this image does not have: %s" % excerpt(str(problem), 200)) from None
    except Exception as problem:
        raise Unfit("unreadable", "it can't be loaded: %s" % described(problem)) from None


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError as problem:
        raise Unjudged("%s cannot be loaded in this image: %s" % (name, excerpt(str(problem), 200))) from None


def samples_in(contract):
    if not contract:
        return []
    try:
        with open(contract, encoding="utf-8") as file:
            return [sample["instance"] for sample in json.load(file)["samples"]]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Unjudged("%s is no contract: %s" % (contract, described(problem))) from None


def answer(model, samples):
    try:
        predictions = model.predict(samples)
        answers = predictions.tolist() if hasattr(predictions, "tolist") else list(predictions)
    except MemoryError:
        raise
    except Exception as problem:
        raise Unfit("wrong-answer", "it can't answer the samples of the contract: %s" % described(problem)) from None
    if len(answers) != len(samples):
        raise Unfit("wrong-answer", "it answers %d samples with %d predictions" % (len(samples), len(answers)))
    for index, each in enumerate(answers):
        if not is_finite(each):
            raise Unfit("wrong-answer", "its answer to sample %d is not finite: %s" % (index, excerpt(str(each), 80)))


def is_finite(value):
    if isinstance(value, list):
        return all(is_finite(each) for each in value)
    return not isinstance(value, float) or math.isfinite(value)


def described(problem):
    return excerpt("%s: %s" % (type(problem).__name__, problem), 200)


def configuration_of(environment):
    """What the variables ask for; Unjudged names every one that is wrong, not only the first."""
    problems = []

    def read(name, pattern, expected, parse=str):
        text = environment.get(name, "")
        if re.fullmatch(pattern, text):
            return parse(text)
        found = "found %s" % json.dumps(excerpt(text, 80)) if text else "it is not set"
        problems.append("%s: expected %s, %s" % (name, expected, found))

    path = r"/[^\x00-\x1f\x7f]{1,1000}"
    configuration = Configuration(
        read("MODEL_FILE", path, "the absolute path of a file"),
        read("MODEL_VALUES", r"[1-9][0-9]{0,6}", "how many numbers the model takes", int),
        read("CHECK_MODEL_CONTRACT", "|" + path, "the absolute path of a contract, or nothing"),
        read("CHECK_MODEL_DEADLINE_SECONDS", r"[0-9]{1,5}(\.[0-9]{1,3})?", "seconds up to 99999", float),
    )
    if problems:
        raise Unjudged("; ".join(problems))
    return configuration


def printable(text):
    """Without what a terminal or a log viewer obeys: control and format characters, surrogates, line separators."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)


def excerpt(text, limit=500):
    """Foreign text fit for one line of an output: engines read tags in braces, and Kubernetes expands $( )."""
    line = " ".join(printable(text[: limit * 20]).split())
    line = re.sub(r"\$(?=\()", "$ ", line.replace("{", "(").replace("}", ")"))
    if len(line) <= limit and len(text) <= limit * 20:
        return line
    return line[: limit - 1].rstrip() + "\u2026"


class Gate:
    """The log and the output folder."""

    def __init__(self, folder):
        self.folder = folder
        self.evidence = {}
        self.digest = "none"
        self.started = now()

    def log(self, line):
        try:
            sys.stdout.buffer.write(("%s: %s\n" % (NAME, excerpt(line))).encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        except (OSError, ValueError):
            pass

    def leave(self, judgement):
        """Whoever finds a verdict finds what belongs to it; each file appears whole or not at all."""
        verdict, reason, diagnosis = judgement.verdict, excerpt(judgement.reason), judgement.diagnosis
        evidence = {"program": NAME, "verdict": verdict, "reason": reason, "diagnosis": diagnosis, "judged": self.digest}
        evidence.update(self.evidence, startedAt=self.started, finishedAt=now())
        # What did not pass has none, so that nobody can publish it by mistake.
        passed = self.digest if verdict == "pass" else "none"
        files = (
            ("evidence.json", json.dumps(evidence, indent=2) + "\n"),
            ("reason", reason),
            ("diagnosis", diagnosis),
            ("digest", passed),
            ("verdict", verdict),
        )
        try:
            if not os.path.exists(self.folder):
                os.mkdir(self.folder)
            for name, text in files:
                path = os.path.join(self.folder, name)
                with open(path + ".part", "w", encoding="utf-8", errors="replace") as file:
                    file.write(text)
                os.replace(path + ".part", path)
            return True
        except OSError as problem:
            self.log("cannot write to %s: %s" % (self.folder, problem.strerror))
            return False


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    code = load(*sys.argv[2:6]) if sys.argv[1:2] == ["load"] else main(os.environ)
    # Nothing that a thread of the model still holds may keep the process.
    os._exit(code)
