"""Validates what `octavo export --to ipynb` writes by nbformat, and imports what nbformat writes.

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
    all_kinds = set()
    for report in sorted(ROOT.glob("docs/examples/*/index.html")):
        target = tmp_path / f"{report.parent.name}.ipynb"
        subprocess.run([OCTAVO, "export", report, "--to", "ipynb", "-o", target], check=True)
        notebook = nbformat.read(target, as_version=4)
        nbformat.validate(notebook)
        kinds = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
        all_kinds |= kinds
        assert "image/svg+xml" in kinds
        assert not any("{value}" in cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "text/html" in all_kinds


def test_exported_notebooks_that_jupyter_has_saved_come_back(tmp_path):
    for report in sorted(ROOT.glob("docs/examples/*/index.html")):
        folder = tmp_path / report.parent.name
        folder.mkdir()
        subprocess.run([OCTAVO, "extract", report, "-o", folder / "own.md"], check=True)
        subprocess.run([OCTAVO, "export", report, "--to", "ipynb", "-o", folder / "n.ipynb"], check=True)
        nbformat.write(nbformat.read(folder / "n.ipynb", as_version=4), folder / "n.ipynb")
        subprocess.run([OCTAVO, "import", folder / "n.ipynb", "-o", folder / "back.md"], cwd=folder)
        assert (folder / "back.md").read_bytes() == (folder / "own.md").read_bytes()


def test_other_notebooks_become_markdown(tmp_path):
    new = nbformat.v4
    code = new.new_code_cell("print(1)\nprint(2)", outputs=[new.new_output("stream", text="1\n2\n")], execution_count=1)
    cells = [new.new_markdown_cell("# Title\n\nText."), code, new.new_raw_cell("raw")]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new.new_notebook(cells=cells, metadata=metadata), tmp_path / "n.ipynb")
    ended = subprocess.run([OCTAVO, "import", "n.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (tmp_path / "n.md").read_text() == "# Title\n\nText.\n\n```python\nprint(1)\nprint(2)\n```\n\n```\nraw\n```\n"
    assert "1 output of code cells left out" in ended.stderr
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_text_cell("markdown", "x")])])
    nbformat.write(old, tmp_path / "old.ipynb", version=nbformat.NO_CONVERT)
    ended = subprocess.run([OCTAVO, "import", "old.ipynb"], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 65 and "nbformat 3" in ended.stderr
