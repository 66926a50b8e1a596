#!/usr/bin/env -S python3 -B
"""A journal of the generator copied into a PostgreSQL of its own and back, in parts: `there`, `back`, `export`, `end`, which deletes both copies."""
import argparse, hashlib, http.client, os, shutil, sqlite3, subprocess, sys, time
from postgres import Postgres
from server import WORK, Server

CLUSTER = os.path.join(WORK, "copied-postgres")
BACK = os.path.join(WORK, "copied-back.db")


def end():
    shutil.rmtree(CLUSTER, ignore_errors=True)
    for suffix in ("", "-wal", "-shm", ".lock", ".read.db", ".read.db-wal", ".read.db-shm", ".copying", ".copying-wal", ".copying-shm"):
        if os.path.exists(BACK + suffix):
            os.remove(BACK + suffix)


def copy(database, direction, file):
    started = time.perf_counter()
    verb = subprocess.Popen(["dotnet", f"{WORK}/build/bulutfon/Bulutfon.Webhooks.Server.dll", "copy-journal", direction, file],
                            env={**os.environ, "Journal__Provider": "PostgreSql", "ConnectionStrings__Journal": database}, stdin=subprocess.DEVNULL)
    _, status, used = os.wait4(verb.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"copy-journal {direction} ended with {os.waitstatus_to_exitcode(status)}.")
    return seconds, used.ru_maxrss / 1024


def events(file):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as journal:
        return journal.execute("SELECT count(*) FROM journal").fetchone()[0]


def export(client):
    """The size and the hash of the export of all events, read as it comes."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=120)
    # The probes of the start, which are of 2001, arrived at different times.
    connection.request("GET", "/api/events/export?format=ndjson&from=2002-01-01", headers=client.headers)
    answer, digest, size = connection.getresponse(), hashlib.sha256(), 0
    if answer.status != 200:
        sys.exit(f"The export was answered {answer.status}.")
    while part := answer.read(1 << 20):
        digest.update(part)
        size += len(part)
    connection.close()
    return size, digest.hexdigest()


def compare(journal, database):
    exports = []
    for name, store in (("file", {"journal": journal}), ("database", {"database": database}), ("file that came back", {"journal": BACK})):
        with Server(**store) as server:
            exports.append(export(server.operator()))
        print(f"{name}: {exports[-1][0]} bytes, SHA-256 {exports[-1][1]}", flush=True)
    if len(set(exports)) != 1:
        sys.exit("The exports differ.")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("part", choices=["there", "back", "export", "end"])
    arguments.add_argument("journal", nargs="?", help="a file of the generator; it stays as it is")
    options = arguments.parse_args()
    if options.part == "end":
        return end()
    if options.journal is None:
        arguments.error("this part needs the journal")
    if options.part == "there":
        end()
    with Postgres(CLUSTER) as postgres:
        database = postgres.database("copied")
        if options.part == "export":
            return compare(options.journal, database)
        seconds, megabytes = copy(database, *(("--from", options.journal) if options.part == "there" else ("--to", BACK)))
    count = events(options.journal)
    print(f"{options.part}: {count} events in {seconds:.1f} s, {count / seconds:.0f} a second, compared as well; RSS at most {megabytes:.0f} MB")
    return None


if __name__ == "__main__":
    main()
