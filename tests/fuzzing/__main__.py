"""Feed a reader with what atheris makes of honest files, until it stumbles.

``pip install -e '.[fuzz]'``, then ``python -m tests.fuzzing .csv -max_total_time=600``. What comes
after the suffix goes to libFuzzer. One target a suffix of :mod:`tests.articles.hostile`. It stops
at anything but an article or an :class:`~dataset.errors.InputError` of one printable line.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dataset.articles"]):
    from tests.articles.hostile import bases
    from tests.articles.test_hostile_inputs import faults


def main() -> None:
    """Run one target."""
    given = {Path(name).name.removeprefix("a"): data for name, data in bases().items()}
    if len(sys.argv) < 2 or sys.argv[1] not in given:
        sys.exit(f"usage: python -m tests.fuzzing SUFFIX [OPTION...]; one of {' '.join(given)}")
    suffix = sys.argv.pop(1)
    folder = tempfile.mkdtemp()
    seeds = Path(folder, "seeds")
    seeds.mkdir()
    (seeds / "honest").write_bytes(given[suffix])
    os.chdir(folder)
    name = f"a{suffix}"

    def target(data: bytes) -> None:
        Path(name).write_bytes(data)
        found = list(faults(name))
        assert found == [], found

    atheris.Setup([*sys.argv, "-timeout=10", str(seeds)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
