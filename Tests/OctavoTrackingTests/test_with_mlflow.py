"""Reads what `octavo run --log-to mlflow=URL` sends with MLflow's own client and server.

`make test` runs this where `mlflow` and `pytest` are installed. OCTAVO names another program than the
one in `.build/release`.
"""

import json
import math
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytest.importorskip("mlflow", reason="mlflow is not installed, so no server takes in a run")

from mlflow import MlflowClient  # noqa: E402
from tracked import OCTAVO, TRAINING  # noqa: E402

NOTEBOOK = """\
---
title: Two rates
params: {count: 60, word: once}
---

""" + TRAINING + """
```step shapes
run: shapes.draw
count: 12
```

```step odd
run: table
rows:
  - {iteration: 1, "share (%)": 1.5, limit: .nan}
  - {iteration: 2, "share (%)": 2.5, limit: .inf}
```
"""


def environment(folder, **variables):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    return kept | {"HOME": str(folder), "NO_PROXY": "127.0.0.1"} | variables


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        + ["--backend-store-uri", f"sqlite:///{folder}/runs.db", "--artifacts-destination", str(folder / "artifacts")],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1).read()
                break
            except OSError:
                assert process.poll() is None, "the server has ended"
                time.sleep(0.2)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run(folder, server, *arguments, check=True, **variables):
    return subprocess.run(
        [OCTAVO, "run", "n.md", "-q", "--log-to", f"mlflow={server}", *arguments],
        cwd=folder,
        check=check,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
    )


def runs_of(server, experiment):
    client = MlflowClient(server)
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs([found.experiment_id], max_results=1000)
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    return client, parents, [run for run in runs if run not in parents]


@pytest.fixture(scope="module")
def logged(tmp_path_factory, server):
    folder = tmp_path_factory.mktemp("run")
    (folder / "n.md").write_text(NOTEBOOK)
    ended = run(folder, server, "--log-to", "jsonl=events.jsonl")
    assert "mlflow" not in ended.stderr, ended.stderr
    client, (parent,), children = runs_of(server, "n")
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    return folder, client, parent, children, events


def name_of(event):
    point = ",".join(f"{axis}={value}" for axis, value in event["point"].items())
    return event["step"] + (f"/{point}" if point else "")


def stored(value):
    """As a server with a database has it: without infinities."""
    value = float(value) if isinstance(value, str) else value
    return math.copysign(sys.float_info.max, value) if math.isinf(value) else value


def test_one_run_has_one_child_for_each_point(logged):
    _, _, parent, children, events = logged
    finished = [event for event in events if event["event"] == "step-finished"]
    assert sorted(child.info.run_name for child in children) == sorted(map(name_of, finished))
    assert len(children) == 7
    assert {child.data.tags["mlflow.parentRunId"] for child in children} == {parent.info.run_id}
    assert {run.info.status for run in [parent, *children]} == {"FINISHED"}
    assert all(run.info.end_time >= run.info.start_time > 0 for run in [parent, *children])


def test_every_number_comes_back(logged):
    _, client, _, children, events = logged
    runs = {child.info.run_name: child for child in children}
    series = [event for event in events if event["event"] == "series"]
    assert len(series) == 4 * 4 + 2
    for event in series:
        name = event["name"].replace("(", "_").replace(")", "_").replace("%", "_")
        history = client.get_metric_history(runs[name_of(event)].info.run_id, name)
        history.sort(key=lambda metric: metric.step)
        assert [metric.step for metric in history] == event["iterations"]
        assert [metric.value for metric in history] == pytest.approx([*map(stored, event["values"])], rel=0, abs=0, nan_ok=True)
    for event in events:
        if event["event"] != "step-finished":
            continue
        data = runs[name_of(event)].data
        for name, value in event["values"].items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert data.metrics[f"values/{name}"] == value
            else:
                assert f"values/{name}" in data.metrics or data.tags[f"values/{name}"]


def test_params_and_tags_tell_how_a_run_was_made(logged):
    _, _, parent, children, events = logged
    assert parent.data.params == {"count": "60", "word": "once"}
    child = next(child for child in children if child.info.run_name == "learn/rate=0.004,seed=2")
    assert child.data.params == {"count": "60", "word": "once", "rate": "0.004", "seed": "2"}
    for tags in (parent.data.tags, child.data.tags):
        assert tags["octavo.notebook"] == "n"
        assert tags["octavo.seed"] == events[0]["seed"]
        assert len(tags["octavo.program"]) == 64
        assert tags["octavo.version"] in subprocess.run([OCTAVO, "--version"], capture_output=True, text=True).stdout
    assert parent.data.tags["mlflow.note.content"] == "Two rates"
    assert child.data.tags["octavo.operation"] == "gpt.train"


def test_artifacts_and_the_report_come_back(logged, tmp_path):
    folder, client, parent, children, _ = logged
    outputs = folder / "outputs/n"
    sent = {"": parent} | {child.info.run_name: child for child in children}
    count = 0
    for name, run in sent.items():
        place = pathlib.Path(client.download_artifacts(run.info.run_id, "", str(tmp_path)))
        files = [file for file in place.rglob("*") if file.is_file()] if client.list_artifacts(run.info.run_id) else []
        own = outputs / "artifacts" / name if name else outputs
        for file in files:
            assert file.read_bytes() == (own / file.relative_to(place)).read_bytes()
        if name:
            assert len(files) == sum(file.is_file() for file in own.rglob("*"))
        else:
            assert {file.name for file in files} == {"index.html", "results.json", "run.json"}
        count += len(files)
        for file in files:
            file.unlink()
    assert count > 20


def test_results_from_the_store_are_logged(logged, server):
    assert "mlflow" not in run(logged[0], server, MLFLOW_EXPERIMENT_NAME="other/Ä 1").stderr
    client, (parent,), children = runs_of(server, "other/Ä 1")
    assert {child.data.tags["octavo.cached"] for child in children} == {"true"}
    first = {child.info.run_name: child for child in logged[3]}
    for child in children:
        assert child.data.metrics.keys() == {
            name for name in first[child.info.run_name].data.metrics if not name.startswith("progress/")
        }


def test_a_step_that_fails_has_failed(tmp_path, server):
    (tmp_path / "n.md").write_text(
        "```step text\nrun: symbols.compose\ncount: 400\n```\n\n```step learn\nrun: gpt.train\nfor: {rate: [1e-3, 1e30]}\n"
        "data: text\nmodel: {layers: 1, heads: 1, width: 4, context: 4}\n"
        'training: {iterations: 20, batch: 1, learning-rate: "${rate}", clip: 0}\n```\n\n'
        "```step claims\nrun: expect\nthat: [1 > 2]\n```\n"
    )
    assert run(tmp_path, server, check=False, MLFLOW_EXPERIMENT_NAME="failing").returncode == 1
    _, (parent,), children = runs_of(server, "failing")
    states = {child.info.run_name: child.info.status for child in children}
    assert states["text"] == states["learn/rate=0.001"] == "FINISHED"
    assert states["learn/rate=1e+30"] == parent.info.status == "FAILED"
    failed = next(child for child in children if child.info.run_name == "learn/rate=1e+30")
    assert "not a finite number" in failed.data.tags["octavo.error"]
    assert parent.data.tags["octavo.broken-expectations"] == "1"


def test_an_interrupted_run_is_killed(tmp_path, server):
    (tmp_path / "n.md").write_text(
        "```step text\nrun: symbols.compose\ncount: 4000\n```\n\n```step learn\nrun: gpt.train\ndata: text\n"
        "model: {layers: 1, heads: 1, width: 8, context: 8}\ntraining: {iterations: 900000, batch: 4}\n```\n"
    )
    process = subprocess.Popen(
        [OCTAVO, "run", "n.md", "--log-to", f"mlflow={server}"],
        cwd=tmp_path,
        env=environment(tmp_path, MLFLOW_EXPERIMENT_NAME="stopped"),
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if "gpt.train" in line:
            break
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    assert process.wait(60) == 130
    client, (parent,), children = runs_of(server, "stopped")
    states = {child.info.run_name: child.info.status for child in children}
    assert states == {"text": "FINISHED", "learn": "KILLED"}
    assert parent.info.status == "KILLED"
    learn = next(child for child in children if child.info.run_name == "learn")
    assert any(name.startswith("progress/") for name in learn.data.metrics)


def test_a_long_history_takes_several_requests(tmp_path, server):
    rows = "\n".join(f"  - {{iteration: {row}, a: {row / 7}, b: {-row}}}" for row in range(1, 2401))
    (tmp_path / "n.md").write_text(f"```step long\nrun: table\nrows:\n{rows}\n```\n")
    assert run(tmp_path, server, MLFLOW_EXPERIMENT_NAME="long").stderr == ""
    client, _, (child,) = runs_of(server, "long")
    history = client.get_metric_history(child.info.run_id, "table/a")
    assert sorted((metric.step, metric.value) for metric in history) == [(row, row / 7) for row in range(1, 2401)]
