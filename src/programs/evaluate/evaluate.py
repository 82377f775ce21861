# evaluate of cdk8s-mlops (Apache-2.0): judges a trained model by the tests that pytest runs. Python 3.8 or later.
"""Runs pytest on a folder and writes one of four verdicts, whatever happens to the tests.

pass          every test that ran passed, and at least EVALUATE_MIN_TESTS did
fail          a test failed
error         nothing was judged: pytest is not there, found no tests, could not load them, was stopped or killed;
              its report is missing or says something else than its exit code; too few tests ran; a fixture
              failed, which says nothing about the model

Writes evidence.json, reason and, last, verdict to OUT_DIR. Exits 0 when it judged and 1 when it did not.
It trusts the tests not to lie, but neither what they print nor how they end. Foreign text loses its secrets where
it comes in, so that it may be cut anywhere: half a secret is not recognised.
"""

import base64
import collections
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from urllib.parse import quote, unquote
from xml.parsers import expat

NAME = "evaluate"
MAX_REPORT_BYTES = 64 * 1024 * 1024
MAX_LOG_LINES = 5000
MAX_LISTED_TESTS = 50
# Between asking pytest to stop and killing it, and for what still holds its output open afterwards.
GRACE_SECONDS = 5

Configuration = collections.namedtuple("Configuration", "directory min_tests deadline")
# The cases, and how many passed tests are announced.
Report = collections.namedtuple("Report", "cases passed")
Case = collections.namedtuple("Case", "test outcome message details")
Judgement = collections.namedtuple("Judgement", "verdict reason")


class Unjudged(Exception):
    """Why there is no judgement, for the reader of the reason."""


class Stopped(BaseException):
    """A signal asks this program to end."""


def main(environment):
    gate = Gate(environment.get("OUT_DIR") or "/out", redaction(secrets_in(environment)))

    def stop(number, _):
        on_signals(signal.SIG_IGN)
        raise Stopped("terminated by %s before it could judge" % name_of(number))

    try:
        on_signals(stop)
        # Before anything is tried: a process that is killed without a warning leaves it behind.
        if not gate.leave("error", "did not finish"):
            return 1
        verdict, reason = evaluate(configuration_of(environment, gate.redact), gate)
    except (Unjudged, Stopped) as problem:
        verdict, reason = "error", str(problem)
    except BaseException as problem:
        verdict, reason = "error", "unexpected: %s: %s" % (type(problem).__name__, problem)
    on_signals(signal.SIG_IGN)
    written = gate.leave(verdict, reason)
    gate.log("%s: %s" % (verdict, reason))
    return 0 if written and verdict != "error" else 1


def on_signals(handler):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)


def name_of(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def evaluate(configuration, gate):
    deadline = time.monotonic() + configuration.deadline
    python = sys.executable or "python3"
    asked = {"directory": configuration.directory, "minTests": configuration.min_tests}
    gate.evidence["pytest"] = asked
    work = tempfile.mkdtemp(prefix="evaluate-")
    try:
        asked["version"] = pytest_version(python, work, deadline, gate)
        path = os.path.join(work, "report.xml")
        started = time.monotonic()
        # What a project's own settings add comes before these, so that these hold.
        command = [python, "-m", "pytest", configuration.directory, "--junitxml=" + path, "--color=no"]
        command += ["-o", "junit_family=xunit2", "-o", "cache_dir=" + os.path.join(work, "cache")]
        code, printed = run(command, deadline, gate.redact, gate.relay)
        asked.update(exitCode=code, seconds=round(time.monotonic() - started, 3))
        try:
            report = read_report(path, gate.redact)
        except Unjudged as problem:
            why = ending(code, Report([], 0), printed, configuration)
            raise Unjudged(why or "%s; %s" % (problem, last_words(code, printed)))
        gate.evidence.update(summary(report.cases))
        why = ending(code, report, printed, configuration)
        if why is not None:
            raise Unjudged(why)
        return judge(code, report, configuration.min_tests)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def pytest_version(python, work, deadline, gate):
    """Also tells whether pytest is there at all: without it python -m ends with 1, as it does for a failed test."""
    # In a file, since the version must not get lost in what a plugin or sitecustomize prints.
    path = os.path.join(work, "version")
    program = "import sys, pytest; open(sys.argv[1], 'w').write(pytest.__version__)"
    code, printed = run([python, "-c", program, path], deadline, gate.redact)
    if code is None:
        raise Unjudged("pytest was still being loaded at the deadline")
    if code != 0 or not os.path.exists(path):
        raise Unjudged("pytest cannot be loaded in this image: %s" % last_words(code, printed))
    with open(path, encoding="utf-8", errors="replace") as file:
        version = file.read(100)
    gate.log("pytest %s, Python %s" % (version, sys.version.split()[0]))
    return version


def run(command, deadline, redact, relay=None):
    """Runs a program, at most until the deadline, and ends all that it started; its exit code, None if it was stopped,
    and the last lines it printed."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # Nothing of a killed process is lost in its buffer.
        env=dict(os.environ, PYTHONUNBUFFERED="1"),
        start_new_session=True,
    )
    printed = collections.deque(maxlen=200)
    reader = threading.Thread(target=read_lines, args=(process.stdout, printed, redact, relay), daemon=True)
    reader.start()
    code = None
    try:
        code = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        pass
    finally:
        if code is None:
            # As Ctrl-C does: pytest then says where it was and reports what had ended.
            kill_group(process.pid, signal.SIGINT)
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        kill_group(process.pid, signal.SIGKILL)
        process.wait()
        reader.join(GRACE_SECONDS)
    return code, list(printed)


def kill_group(group, number):
    try:
        os.killpg(group, number)
    except OSError:
        pass


def read_lines(stream, printed, redact, relay):
    within = False
    while True:
        piece = stream.readline(65536)
        if not piece:
            return
        begins, within = not within, not piece.endswith(b"\n")
        line = redact(piece.decode("utf-8", "replace")).rstrip()
        # The rest of an endless line is read and dropped.
        if begins and line:
            printed.append(line)
            if relay is not None:
                relay(line)


def read_report(path, redact):
    """What a JUnit report says; Unjudged if it is missing, is none, or contradicts itself."""
    try:
        size = os.path.getsize(path)
    except OSError:
        raise Unjudged("pytest left no report") from None
    if size == 0:
        raise Unjudged("the report of pytest is empty")
    if size > MAX_REPORT_BYTES:
        raise Unjudged("the report of pytest has %d bytes, at most %d are read" % (size, MAX_REPORT_BYTES))
    reader = ReportReader(redact)
    try:
        with open(path, "rb") as file:
            reader.parser.ParseFile(file)
    except expat.ExpatError as problem:
        raise Unjudged("the report of pytest is not XML: %s" % problem) from None
    return reader.checked()


class ReportReader:
    """Follows an XML parser through a report, without keeping more of it than is asked for."""

    OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped"}

    def __init__(self, redact):
        self.redact = redact
        self.cases = []
        self.suites = 0
        self.declared = collections.Counter()
        self.seen = collections.Counter()
        self.path = []
        self.case = None
        self.text = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_):
        # No report has one; entities in it could grow without bounds or read files.
        raise Unjudged("the report of pytest has a document type")

    def start(self, tag, attributes):
        if not self.path and tag not in ("testsuites", "testsuite"):
            raise Unjudged("the report of pytest is no JUnit report")
        if tag == "testsuite":
            self.suites += 1
            for key in ("tests", "failures", "errors", "skipped"):
                count = attributes.get(key, "")
                if not re.fullmatch(r"[0-9]{1,9}", count):
                    raise Unjudged("the report of pytest does not say how many %s there are" % key)
                self.declared[key] += int(count)
        elif tag == "testcase":
            names = [attributes.get(key) or "" for key in ("classname", "name")]
            self.case = Case(self.redact("::".join(name for name in names if name)), "passed", "", "")
        elif tag in self.OUTCOMES and self.path[-1] == "testcase":
            self.outcome(tag, attributes)
        self.path.append(tag)

    def outcome(self, tag, attributes):
        self.seen[tag] += 1
        outcome = self.OUTCOMES[tag]
        if attributes.get("type") == "pytest.xfail":
            outcome = "xfailed"
        ranks = ("passed", "xfailed", "skipped", "error", "failed")
        # One case can have several: subtests, or a failure and then an error on the way out.
        if ranks.index(outcome) > ranks.index(self.case.outcome):
            message = self.redact(attributes.get("message") or "")
            self.case = self.case._replace(outcome=outcome, message=message, details="")
            self.text = []

    def characters(self, text):
        if self.case is not None and self.path[-1] in self.OUTCOMES:
            self.text.append(text)

    def end(self, tag):
        self.path.pop()
        if tag in self.OUTCOMES and self.case is not None and not self.case.details:
            self.case = self.case._replace(details=self.redact("".join(self.text))[:100000])
        if tag == "testcase":
            self.cases.append(self.case)
            self.case = None

    def checked(self):
        if self.suites == 0:
            raise Unjudged("the report of pytest holds no test suite")
        counted = {"failures": self.seen["failure"], "errors": self.seen["error"], "skipped": self.seen["skipped"]}
        for key, count in counted.items():
            if count != self.declared[key]:
                raise Unjudged("the report of pytest announces %d %s and holds %d" % (self.declared[key], key, count))
        # Subtests are announced as tests and are no cases; a test that fails and whose fixture does is two cases.
        return Report(self.cases, max(0, self.declared["tests"] - sum(counted.values())))


def ending(code, report, printed, configuration):
    """Why pytest did not end as it does when it ran the tests, or None."""
    if code is None:
        return "not finished after %g s; %s passed until then" % (configuration.deadline, tests(report.passed))
    if code < 0:
        hint = ", perhaps for needing more memory than the container may use" if -code == signal.SIGKILL else ""
        return "pytest was killed by %s%s" % (name_of(-code), hint)
    if code in (0, 1):
        return None
    if code == 5:
        return "pytest found no tests in %s" % configuration.directory
    kinds = {
        2: "pytest could not load all tests, or was interrupted",
        3: "pytest had an internal error",
        4: "pytest refused its command line or its settings",
    }
    unloaded = [case for case in report.cases if case.outcome == "error" and code == 2]
    why = listed(unloaded) if unloaded else last_words(code, printed)
    return "%s (exit code %d): %s" % (kinds.get(code, "pytest ended in a way it does not know"), code, why)


def judge(code, report, min_tests):
    """The verdict on the model, once pytest and its report agree on what happened."""
    failed, broken, passed, skipped, xfailed = (
        [case for case in report.cases if case.outcome == outcome]
        for outcome in ("failed", "error", "passed", "skipped", "xfailed")
    )
    if (code == 0) != (not failed and not broken):
        raise Unjudged(
            "pytest ended with %d, but its report has %d failed and %d broken tests" % (code, len(failed), len(broken))
        )
    aside = "".join(
        ", %d %s" % (len(some), what)
        for some, what in ((broken, "broken"), (skipped, "skipped"), (xfailed, "failed as expected"))
        if some
    )
    if failed:
        count = "%d of %s failed%s" % (len(failed), tests(len(report.cases)), aside)
        return Judgement("fail", "%s: %s" % (count, listed(failed)))
    if broken:
        raise Unjudged("fixtures failed, which says nothing about the model: %s" % listed(broken))
    if len(passed) > report.passed:
        # A case without an outcome is one that began: pytest.exit(returncode=0) ends with 0 as well.
        raise Unjudged("the run was stopped within a test: %s passed until then" % tests(report.passed))
    if len(passed) < min_tests:
        raise Unjudged("%s passed, and at least %d must%s" % (tests(len(passed)), min_tests, aside))
    return Judgement("pass", "%s passed%s" % (tests(len(passed)), aside))


def tests(count):
    return "%d test%s" % (count, "" if count == 1 else "s")


def listed(cases):
    more = "; and %d more" % (len(cases) - 3) if len(cases) > 3 else ""
    return "; ".join(described(case) for case in cases[:3]) + more


def described(case):
    """A test and why it did not pass; of a file that could not be loaded, the error in it."""
    errors = re.findall(r"^E +(\S.*)$", case.details, re.MULTILINE)
    why = errors[-1] if errors and case.message == "collection failure" else case.message
    return excerpt(case.test, 120) + (" (%s)" % excerpt(why, 120) if why else "")


def last_words(code, printed):
    """What pytest printed about its end."""
    marked = [line for line in printed if re.match(r"\S+: error: |ERROR: (?!usage)|INTERNALERROR> [\w.]+: ", line)]
    words = excerpt((marked or printed or ["it printed nothing"])[-1], 200)
    return "it ended with %s: %s" % (code, words)


def summary(cases):
    """What the evidence says about the tests."""
    counts = collections.Counter(case.outcome for case in cases)
    noted = [case for case in cases if case.outcome in ("failed", "error")]
    return {
        "tests": {name: counts[name] for name in ("passed", "failed", "error", "skipped", "xfailed")},
        "notPassed": [
            {
                "test": case.test[:500],
                "outcome": case.outcome,
                "message": case.message[:2000],
                "details": case.details[:4000],
            }
            for case in noted[:MAX_LISTED_TESTS]
        ],
        "notListed": max(0, len(noted) - MAX_LISTED_TESTS),
    }


def configuration_of(environment, redact):
    """What the variables ask for; Unjudged names every one that is wrong, not only the first."""
    problems = []

    def read(name, parse, expected):
        text = environment.get(name, "")
        try:
            return parse(text)
        except ValueError:
            found = "found %s" % json.dumps(excerpt(redact(text), 80)) if text else "it is not set"
            problems.append("%s: expected %s, %s" % (name, expected, found))

    configuration = Configuration(
        read("EVALUATE_DIRECTORY", directory_of, "the path of a folder"),
        read("EVALUATE_MIN_TESTS", number_of(r"[0-9]{1,6}", 1, 100000), "tests from 1 to 100000"),
        read(
            "EVALUATE_DEADLINE_SECONDS",
            number_of(r"[0-9]{1,9}(\.[0-9]{1,6})?", 0.1, 604800),
            "seconds from 0.1 to 604800",
        ),
    )
    if problems:
        raise Unjudged("; ".join(problems))
    if not os.path.isdir(configuration.directory):
        raise Unjudged("EVALUATE_DIRECTORY: there is no folder %s in %s" % (configuration.directory, os.getcwd()))
    return configuration


def directory_of(text):
    # A path that begins with - would be read as an option.
    if not re.fullmatch(r"[^-\x00-\x1f\x7f][^\x00-\x1f\x7f]*", text):
        raise ValueError(text)
    return text


def number_of(pattern, least, most):
    def parse(text):
        if not re.fullmatch(pattern, text) or not least <= float(text) <= most:
            raise ValueError(text)
        return float(text) if "." in text else int(text)

    return parse


def secrets_in(environment):
    """The values of the variables that EVALUATE_SECRETS names, and the credentials in URLs."""
    names = environment.get("EVALUATE_SECRETS", "").split(",")
    secrets = [environment.get(name.strip(), "") for name in names]
    for value in environment.values():
        for user in re.findall(r"://([^/?#\s]*)@", value):
            secrets.append(user.partition(":")[2] or user)
    return secrets


def redaction(secrets):
    """A function that takes these secrets out of a text."""
    forms = {form for secret in secrets for part in parts_of(secret) for form in forms_of(part)}
    # Longest first: a short form may be part of a longer one.
    ordered = sorted((form for form in forms if form), key=len, reverse=True)

    def redact(text):
        for form in ordered:
            text = text.replace(form, "[hidden]")
        return re.sub(r"(\[hidden\]){2,}", "[hidden]", text)

    return redact


def parts_of(secret):
    """Bearer <token> is echoed as the bare token too, and Basic <base64> as the password in it."""
    words = [word for word in secret.split() if len(word) >= 8]
    basic = re.fullmatch(r"Basic\s+([A-Za-z0-9+/=]+)", secret.strip(), re.IGNORECASE)
    credentials = ""
    if basic:
        try:
            credentials = base64.b64decode(basic.group(1) + "==").decode("utf-8", "replace")
        except ValueError:
            pass
    parts = [secret, secret.strip(), unquote(secret), *words, credentials, credentials.partition(":")[2]]
    # pytest shows the two ends of a long text, and half a secret is not recognised.
    step = 16
    for part in [part for part in parts if len(part) > 4 * step]:
        parts += [part[at : at + step] for at in range(0, len(part) - step, step)]
        parts += [part[at - step : at] for at in range(len(part), step, -step)]
    return parts


def forms_of(part):
    """How JSON, Python, a URL and a header spell it."""
    raw = part.encode("utf-8", "surrogateescape")
    return [
        part,
        json.dumps(part, ensure_ascii=False)[1:-1],
        json.dumps(part)[1:-1],
        repr(part)[1:-1],
        part.encode("unicode_escape").decode(),
        quote(raw, safe="!'()*"),
        quote(raw, safe=""),
        base64.b64encode(raw).decode(),
    ]


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
    """The log and the output folder; nothing leaves through them with a secret in it."""

    def __init__(self, folder, redact):
        self.folder = folder
        self.redact = redact
        self.evidence = {}
        self.started = now()
        self.lines = 0

    def log(self, line):
        self.say("%s: %s" % (NAME, excerpt(self.redact(line))))

    def relay(self, line):
        """A line that pytest printed, without secrets already; its indentation stays."""
        self.lines += 1
        if self.lines <= MAX_LOG_LINES:
            shown = re.sub(r"\{(?=\{)", "{ ", printable(line)).rstrip()
            self.say("pytest: %s" % (shown if len(shown) <= 1000 else shown[:999] + "\u2026"))
        elif self.lines == MAX_LOG_LINES + 1:
            self.log("pytest printed more than %d lines, the rest is left out" % MAX_LOG_LINES)

    def say(self, line):
        try:
            sys.stdout.buffer.write((line + "\n").encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        except (OSError, ValueError):
            pass

    def leave(self, verdict, reason):
        """Whoever finds a verdict finds what belongs to it; each file appears whole or not at all."""
        line = excerpt(self.redact(reason))
        evidence = {"program": NAME, "verdict": verdict, "reason": line, "startedAt": self.started}
        evidence.update(self.evidence, finishedAt=now())
        files = (("evidence.json", json.dumps(evidence, indent=2) + "\n"), ("reason", line), ("verdict", verdict))
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
    code = main(os.environ)
    # Nothing that a thread still holds may keep the process.
    os._exit(code)
