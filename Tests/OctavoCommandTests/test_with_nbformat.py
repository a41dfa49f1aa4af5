"""Validates what `octavo export --to ipynb` writes by nbformat.

`make test` runs this where `nbformat` and `pytest` are installed. OCTAVO names another program than
the one in `.build/release`.
"""

import os
import pathlib
import subprocess

import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCTAVO = os.environ.get("OCTAVO", str(ROOT / ".build/release/octavo"))


def test_exported_reports_are_valid(tmp_path):
    for report in sorted(ROOT.glob("docs/examples/*/index.html")):
        target = tmp_path / f"{report.parent.name}.ipynb"
        subprocess.run([OCTAVO, "export", report, "--to", "ipynb", "-o", target], check=True)
        notebook = nbformat.read(target, as_version=4)
        nbformat.validate(notebook)
        kinds = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
        assert {"image/svg+xml", "text/html"} <= kinds
        assert not any("{value}" in cell.source for cell in notebook.cells if cell.cell_type == "markdown")
