"""The program that the comparisons run."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def program():
    """Builds the program and says where it lies."""
    subprocess.run(["swift", "build", "-c", "release", "--product", "octavo"], cwd=ROOT, check=True)
    return ROOT / ".build" / "release" / "octavo"
