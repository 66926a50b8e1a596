#!/usr/bin/env -S python3 -B
"""A journal of the generator copied into a PostgreSQL of its own and back, in parts: `there`, `back`, `export`, `end`."""
import argparse, hashlib, http.client, os, shutil, socket, sqlite3, subprocess, sys, tempfile, time
from server import WORK, Server

BINARIES = "/usr/lib/postgresql/15/bin"
CLUSTER = os.path.join(tempfile.gettempdir(), "bulutfon-copy-figure")
PORT_FILE = os.path.join(CLUSTER, "port")
BACK = os.path.join(WORK, "copied-back.db")


def postgres(*command):
    subprocess.run(["runuser", "-u", "postgres", "--", *command], check=True, cwd="/", stdout=subprocess.DEVNULL)


def settings():
    with open(PORT_FILE) as port:
        connection = f"Host=127.0.0.1;Port={port.read()};Username=postgres;Database=copied"
    return {"Journal__Provider": "PostgreSql", "ConnectionStrings__Journal": connection, "JOURNAL": connection}


def start():
    """A cluster that commits to the disk, and is there until `end`."""
    os.makedirs(CLUSTER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with open(PORT_FILE, "w") as file:
        file.write(port)
    shutil.chown(CLUSTER, "postgres")
    data = os.path.join(CLUSTER, "data")
    postgres(f"{BINARIES}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    postgres(f"{BINARIES}/pg_ctl", "-D", data, "-w", "-l", os.path.join(CLUSTER, "log"),
             "-o", f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=128MB -c max_wal_size=2GB", "start")
    postgres(f"{BINARIES}/createdb", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-T", "template0", "copied")


def end():
    if os.path.exists(CLUSTER):
        postgres(f"{BINARIES}/pg_ctl", "-D", os.path.join(CLUSTER, "data"), "-m", "immediate", "stop")
        shutil.rmtree(CLUSTER)
    for suffix in ("", "-wal", "-shm", ".lock", ".read.db", ".read.db-wal", ".read.db-shm", ".copying", ".copying-wal", ".copying-shm"):
        if os.path.exists(BACK + suffix):
            os.remove(BACK + suffix)


def copy(direction, file):
    started = time.perf_counter()
    verb = subprocess.Popen(["dotnet", f"{WORK}/build/bulutfon/Bulutfon.Webhooks.Server.dll", "copy-journal", direction, file],
                            env={**os.environ, **settings()}, stdin=subprocess.DEVNULL)
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


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("part", choices=["there", "back", "export", "end"])
    arguments.add_argument("journal", nargs="?", help="a file of the generator; it stays as it is")
    options = arguments.parse_args()
    if options.part == "end":
        return end()
    if options.journal is None:
        arguments.error("this part needs the journal")
    if options.part == "export":
        exports = []
        for name, store in (("file", {"journal": options.journal}), ("database", {"database": settings()["JOURNAL"]}), ("file that came back", {"journal": BACK})):
            with Server(**store) as server:
                exports.append(export(server.operator()))
            print(f"{name}: {exports[-1][0]} bytes, SHA-256 {exports[-1][1]}", flush=True)
        if len(set(exports)) != 1:
            sys.exit("The exports differ.")
        return None
    if options.part == "there":
        end()
        start()
    seconds, megabytes = copy(*(("--from", options.journal) if options.part == "there" else ("--to", BACK)))
    count = events(options.journal)
    print(f"{options.part}: {count} events in {seconds:.1f} s, {count / seconds:.0f} a second, compared as well; RSS at most {megabytes:.0f} MB")
    return None


if __name__ == "__main__":
    main()
