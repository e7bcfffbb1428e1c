"""`python -m workshop.bench`: a database of its own in a directory of its own, one run, its figures."""

import argparse
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from workshop.embedded import environment, postgres

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "contactpoint_bench"
# Everything that makes a commit last stays on. What runs at times of its own choosing is off, so that it disturbs no
# repeat more than another; statistics are made once, after the load.
PARAMETERS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "autovacuum": "off",
    "jit": "off",
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m workshop.bench", description=__doc__)
    parser.add_argument("--children", type=int, default=int(os.environ.get("CHILDREN") or 100_000))
    parser.add_argument("--repeats", type=int, default=5, help="at least 5 for figures that are compared")
    parser.add_argument("--rounds", type=int, default=400, help="rounds of a repeat")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run with several clients")
    parser.add_argument("--queries", type=int, default=150, help="queries of each kind, for the recall")
    parser.add_argument(
        "--json", metavar="FILE", default="-", help="every figure of every repeat; - for stdout"
    )
    parser.add_argument("--quiet", action="store_true", help="without bars of progress")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    data = Path(os.environ.get("DATA_DIR") or "var").expanduser()
    home = (data if data.is_absolute() else ROOT / data) / "bench"
    server = postgres.EmbeddedPostgres(home / "postgres", parameters=PARAMETERS)
    _settle(home, server)
    server.start()
    try:
        found = _measure(arguments, lambda: _make_empty(server))
        server.drop_database(DATABASE)
    finally:
        server.stop()
    text = json.dumps(found, indent=1)
    if arguments.json == "-":
        print(text)
    else:
        Path(arguments.json).write_text(text + "\n", encoding="utf-8")


def _make_empty(server: postgres.EmbeddedPostgres) -> None:
    """The database of the benchmark, with its tables and nothing in them."""
    server.drop_database(DATABASE)
    server.create_database(DATABASE)
    for command in ("prepare_database", "collectstatic --no-input"):
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command.split(), "--verbosity=0"],
            check=True,
            cwd=ROOT,
        )


def _settle(home: Path, server: postgres.EmbeddedPostgres) -> None:
    """Give the settings what they read; nothing of another installation's environment stays."""
    own = environment.bare(os.environ)
    own |= environment.keep_keys(home)
    own |= {
        "CONTACTPOINT_DATABASE_URL": server.url(postgres.WORKER, DATABASE),
        "CONTACTPOINT_OWNER_DATABASE_URL": server.url(postgres.OWNER, DATABASE),
        "CONTACTPOINT_REDIS_URL": "redis://127.0.0.1:1/0",  # no broker: nothing here is put off
        "CONTACTPOINT_HOSTS": "localhost",
        "CONTACTPOINT_VAR_DIR": str(home),
        "CONTACTPOINT_STATIC_DIR": str(home / "static"),
        "DJANGO_SETTINGS_MODULE": "contactpoint.settings",
    }
    os.environ.clear()
    os.environ.update(own)


def _measure(arguments: argparse.Namespace, make_empty: Callable[[], None]) -> dict[str, object]:
    # Django reads its settings when it is set up; the models can only be imported after that.
    import django

    django.setup()
    logging.disable(logging.INFO)  # signing in is logged; between the bars of progress it only disturbs
    from django.db import connections

    from workshop.bench import report, run

    options = run.Options(
        children=arguments.children,
        repeats=arguments.repeats,
        rounds=arguments.rounds,
        queries=arguments.queries,
        client_seconds=arguments.seconds,
        quiet=arguments.quiet,
    )
    make_empty()
    among_fewer = run.measure_lines_among_fewer(options)
    connections.close_all()
    make_empty()
    found = run.measure(options, among_fewer=among_fewer)
    connections.close_all()
    print(report.tables(found), file=sys.stderr if arguments.json == "-" else sys.stdout)
    return found


if __name__ == "__main__":
    main()
