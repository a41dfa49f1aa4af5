"""Reads what `octavo export --to parquet` writes by Apache Arrow.

`make test` runs this where `pyarrow` and `pytest` are installed. OCTAVO names another program than the
one in `.build/release`.
"""

import csv
import json
import math
import os
import pathlib
import subprocess

import pytest

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed, so nothing reads Parquet files")

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCTAVO = os.environ.get("OCTAVO", str(ROOT / ".build/release/octavo"))
NOTEBOOK = """\
```step mixed
run: table
for: {rate: [0.1, 0.2]}
rows:
  - {name: "a, \\"b\\"", count: 3, share: 0.5, good: true, often: "${rate * 0 + 1}"}
  - {name: "ä\U0001f600", count: -9007199254740993, share: .nan, good: false, often: 0.25}
  - {name: "", count: 7, share: -.inf, good: true, often: "${rate}"}
```

```step sparse
run: table
rows:
  - {number: 1, word: null, flag: true, whole: 1}
  - {number: null, word: x, flag: null, whole: null}
  - {number: 0.5, word: null, flag: false, whole: 3}
```

```step stories
run: stories.compose
count: 60
```

```step learn
run: gpt.train
for: {seed: 1..3}
data: stories
model: {layers: 1, heads: 1, width: 8, context: 32}
training: {iterations: 20, batch: 4, evaluate-every: 5}
```
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (folder / "n.md").write_text(NOTEBOOK)
    subprocess.run([OCTAVO, "run", "n.md", "-q"], cwd=folder, check=True)
    for kind in ("csv", "parquet"):
        subprocess.run([OCTAVO, "export", "outputs/n", "--to", kind, "-o", kind], cwd=folder, check=True)
    return folder


def same(cell, text):
    if cell is None:
        return text == ""
    if isinstance(cell, bool):
        return text == str(cell).lower()
    if isinstance(cell, float):
        return math.isnan(cell) if text == "nan" else cell == float(text)
    return str(cell) == text


def test_the_files_have_the_rows_of_the_csv_files(folder):
    names = sorted(file.stem for file in (folder / "parquet").iterdir())
    assert names == sorted(file.stem for file in (folder / "csv").iterdir())
    assert {"mixed.table", "mixed.points", "learn.history", "learn.points"} <= set(names)
    empty = 0
    for name in names:
        table = parquet.read_table(folder / f"parquet/{name}.parquet")
        with open(folder / f"csv/{name}.csv", newline="") as file:
            header, *rows = csv.reader(file)
        assert table.column_names == header
        columns = [column.to_pylist() for column in table.columns]
        assert len(rows) == table.num_rows
        empty += sum(column.null_count for column in table.columns)
        for place, row in enumerate(rows):
            for column, text in zip(columns, row):
                assert same(column[place], text), (name, column[place], text)
    assert empty == 5


def test_columns_have_types_and_units(folder):
    mixed = parquet.read_table(folder / "parquet/mixed.table.parquet")
    types = {field.name: str(field.type) for field in mixed.schema}
    assert types == {
        "rate": "double", "name": "string", "count": "int64", "share": "double", "good": "bool", "often": "double",
    }  # fmt: skip
    assert mixed["count"].to_pylist()[1] == -9007199254740993
    assert mixed["name"].to_pylist()[1] == "ä\U0001f600"
    assert mixed["good"].to_pylist() == [True, False, True] * 2
    metadata = parquet.read_metadata(folder / "parquet/learn.history.parquet").metadata
    assert metadata[b"octavo.step"] == b"learn" and metadata[b"octavo.table"] == b"history"
    results = json.loads((folder / "outputs/n/results.json").read_text())
    history = results["steps"]["learn"]["points"][0]["tables"]["history"]["columns"]
    for column in history:
        assert metadata.get(f"octavo.unit.{column['name']}".encode(), b"").decode() == column.get("unit", "")


def test_many_rows_are_several_groups(tmp_path):
    rows = "\n".join(f"- {{a: {row}, b: {row % 9}.5}}" for row in range(10_001))
    (tmp_path / "n.md").write_text(f"```step long\nrun: table\nrows:\n{rows}\n```\n")
    subprocess.run([OCTAVO, "run", "n.md", "-q"], cwd=tmp_path, check=True)
    subprocess.run([OCTAVO, "export", "outputs/n", "--to", "parquet"], cwd=tmp_path, check=True)
    file = tmp_path / "n-tables/long.table.parquet"
    assert parquet.read_metadata(file).num_row_groups == 2
    table = parquet.read_table(file)
    assert table["a"].to_pylist() == list(range(10_001))
    assert table["b"].to_pylist() == [row % 9 + 0.5 for row in range(10_001)]
