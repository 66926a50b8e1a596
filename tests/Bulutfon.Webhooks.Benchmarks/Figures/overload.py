#!/usr/bin/env -S python3 -B
"""More connections than the server is meant for: what they are answered, how much memory it takes, and how soon it is over."""
import argparse, os, resource, statistics, time
from load import Load
from server import HERE, Server

NORMAL_IN_A_ROW = 20
GIVE_UP_SECONDS = 60
BUDGET_SECONDS = 2.0


def usual_seconds(client):
    return statistics.median(client.post()[2] for _ in range(100))


def seconds_until_normal(client, usual):
    """Until the first of twenty posts in a row that are answered 200, none slower than five times the usual (at least 50 ms)."""
    started = time.perf_counter()
    begin, in_a_row = started, 0
    while in_a_row < NORMAL_IN_A_ROW:
        asked = time.perf_counter()
        status, _, elapsed = client.post()
        if status == 200 and elapsed <= max(0.05, 5 * usual):
            begin = asked if in_a_row == 0 else begin
            in_a_row += 1
        else:
            in_a_row = 0
        if time.perf_counter() - started > GIVE_UP_SECONDS:
            raise SystemExit("The server is not back to normal after a minute.")
    return begin - started


def allow_connections(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * count + 1024)), hard))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--connections", type=int, default=2000)
    arguments.add_argument("--padding", type=int, default=0, help="bytes that each body has beside the hangup's own")
    options = arguments.parse_args()
    allow_connections(options.connections)
    with Server() as server:
        client = server.hook()
        usual = usual_seconds(client)
        with Load(server.port, options.seconds, options.connections, script=os.path.join(HERE, "overload.lua"),
                  padding=options.padding) as load:
            result = load.result()
        normal = seconds_until_normal(client, usual)
        statuses = {key[6:]: int(count) for key, count in sorted(result.items()) if key.startswith("status")}
        others = sum(count for status, count in statuses.items() if status not in ("200", "503"))
        print(f"overload: {options.connections} connections, {options.seconds} s, answers {statuses}, neither 200 nor 503: {others}, "
              f"broken connections: {result['sockerr']:.0f}, without an answer: {result['timeout']:.0f}, p99 {result['p99us'] / 1000:.0f} ms, "
              f"peak RSS {server.peak_megabytes():.0f} MB; back to normal after {normal:.2f} s, / {BUDGET_SECONDS:.0f} s = {normal / BUDGET_SECONDS:.3f}")


if __name__ == "__main__":
    main()
