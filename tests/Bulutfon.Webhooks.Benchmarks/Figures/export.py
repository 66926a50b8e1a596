#!/usr/bin/env -S python3 -B
"""Everything in a journal as one file, in each format, events and calls: how long it takes, how large it is, and how much more
memory the server needs for it; whether that is within the bound."""
import argparse, http.client, re, sys, time
from server import Server

BOUND_MEGABYTES = 100
READ_AT_ONCE = 1 << 18


def resident(process, field):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(rf"{field}:\s+(\d+)", status.read()).group(1)) / 1024


def forget_peak(process):
    """The peak becomes what is resident now."""
    with open(f"/proc/{process.pid}/clear_refs", "w") as clear:
        clear.write("5")


def download(client, path):
    """Bytes, seconds to the first of them, seconds, and lines."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=600)
    started = time.perf_counter()
    connection.request("GET", path, headers=client.headers)
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"{path} was answered {answer.status}: {answer.read().decode()}")
    first, size, lines = time.perf_counter() - started, 0, 0
    while chunk := answer.read(READ_AT_ONCE):
        size += len(chunk)
        lines += chunk.count(b"\n")
    connection.close()
    return size, first, time.perf_counter() - started, lines


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", help="a journal of 1,000,000 events; the probe of the start is added to it")
    arguments.add_argument("--formats", nargs="+", default=["csv", "ndjson", "xlsx"])
    arguments.add_argument("--lists", nargs="+", default=["events", "calls"])
    options = arguments.parse_args()
    worst = 0
    with Server(options.journal) as server:
        server.wait_until_indexed()
        client = server.operator()
        for name in options.lists:
            client.get(f"/api/{name}/export", format="csv", time_limit="hour")
        print(f"{'':16} {'MB':>8} {'lines':>9} {'first byte':>11} {'whole':>8} {'RSS before':>11} {'peak':>7} {'extra':>7}")
        for name in options.lists:
            for kind in options.formats:
                time.sleep(2)
                before = resident(server.process, "VmRSS")
                forget_peak(server.process)
                size, first, seconds, lines = download(client, f"/api/{name}/export?format={kind}")
                peak = resident(server.process, "VmHWM")
                worst = max(worst, peak - before)
                print(f"{name + ' ' + kind:16} {size / 1e6:8.1f} {lines if kind != 'xlsx' else '-':>9} {first:9.2f} s {seconds:6.1f} s "
                      f"{before:8.0f} MB {peak:4.0f} MB {peak - before:4.0f} MB", flush=True)
    sys.exit(f"An export needed {worst:.0f} MB; {BOUND_MEGABYTES} are allowed." if worst > BOUND_MEGABYTES else None)


if __name__ == "__main__":
    main()
