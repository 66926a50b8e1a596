#!/usr/bin/env -S python3 -B
"""The write-ahead logs of the journal and of the search while posts arrive and one client reads an export slowly."""
import argparse, os, socket, threading, time
from load import Load
from server import Server

BOUND_MEGABYTES = 64
BYTES_A_SECOND = 10_000
WARM_UP_SECONDS = 5


class SlowExport(threading.Thread):
    """Reads an export of everything at a few kilobytes a second, with no more in its socket than it must."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.read, self.ended = server, 0, threading.Event()

    def run(self):
        headers = self.server.operator().headers
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", self.server.port))
            lines = ["GET /api/events/export?format=ndjson HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
            connection.sendall("\r\n".join(lines).encode())
            while not self.ended.wait(1):
                due = self.read + BYTES_A_SECOND
                while self.read < due:
                    content = connection.recv(due - self.read)
                    if not content:
                        return
                    self.read += len(content)


def megabytes(path):
    try:
        return os.path.getsize(path) / 2**20
    except FileNotFoundError:
        return 0.0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    options = arguments.parse_args()
    with Server() as server, Load(server.port, options.seconds + WARM_UP_SECONDS, options.connections, options.mix) as load:
        logs = {"journal": server.journal + "-wal", "search": server.journal + ".read.db-wal"}
        most = dict.fromkeys(logs, 0.0)
        # The export needs something to be slow about.
        time.sleep(WARM_UP_SECONDS)
        export = SlowExport(server)
        export.start()
        second, due = 0, time.perf_counter()
        while load.runs:
            sizes = {name: megabytes(path) for name, path in logs.items()}
            most = {name: max(most[name], size) for name, size in sizes.items()}
            if time.perf_counter() >= due:
                print(f"{second:3} s: " + ", ".join(f"{name} {sizes[name]:.1f} MiB (most {most[name]:.1f})" for name in logs), flush=True)
                second, due = second + 1, due + 1
            time.sleep(0.05)
        reading = export.is_alive()
        export.ended.set()
        result = load.result()
    worst = max(most.values())
    print("slow reader: most " + ", ".join(f"{name} {size:.1f} MiB" for name, size in most.items())
          + f"; bound {BOUND_MEGABYTES} MiB, most / bound = {worst / BOUND_MEGABYTES:.3f}")
    print(f"export: {export.read} bytes read, still reading at the end: {reading}")
    print(f"load: {result['requests'] / result['seconds']:.0f} posts a second, not 2xx: {result['non2xx']:.0f}")
    if worst > BOUND_MEGABYTES or not reading:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
