#!/usr/bin/env -S python3 -B
"""Posts a second of one, two and three replicas on PostgreSQL ÷ of the server on SQLite, round by round, and what bounded each. wrk posts to each
replica by itself: a load balancer would share the machine."""
import argparse, contextlib, os, statistics, time
import cpu
from load import Load
from postgres import Postgres
from server import Server

WARM_UP_SECONDS = 3
# wrk is asked how much of the processors it took before it ends.
BEFORE_THE_END = 0.3


def processors():
    """Seconds that the machine's processors were busy, and waited with nothing to do."""
    with open("/proc/stat") as stat:
        values = [int(each) / cpu.TICK for each in stat.readline().split()[1:9]]
    return sum(values) - values[3] - values[4], values[3] + values[4]


def measure(servers, seconds, options, postgres=None):
    """Posts a second, shares of one processor, and posts of each commit."""
    each = max(1, options.connections // len(servers))
    with contextlib.ExitStack() as stack:
        loads = [stack.enter_context(Load(server.port, seconds, each, options.mix)) for server in servers]
        processes = {"servers": [server.process for server in servers], "PostgreSQL": [postgres.process] if postgres else [], "wrk": [load.process for load in loads]}
        look = lambda: {name: sum(map(cpu.seconds, family)) for name, family in processes.items()}
        began, before, (busy, idle) = time.time(), look(), processors()
        time.sleep(seconds - BEFORE_THE_END)
        elapsed, shares, (busy_then, idle_then) = time.time() - began, look(), processors()
        results = [load.result() for load in loads]
    shares = {name: (value - before[name]) / elapsed for name, value in shares.items()}
    # More than a little of others, and the figure is not worth much.
    shares |= {"others": (busy_then - busy) / elapsed - sum(shares.values()), "idle": (idle_then - idle) / elapsed}
    return sum((result["requests"] - result["non2xx"]) / result["seconds"] for result in results), shares, max(result["p99us"] for result in results) / 1000


def sqlite(options):
    with Server() as server:
        return warm(lambda seconds: measure([server], seconds, options), options)


def replicas(count, options):
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(Postgres())
        connection = postgres.database("replicas")
        servers = [stack.enter_context(Server(database=connection)) for _ in range(count)]
        return warm(lambda seconds: measure(servers, seconds, options, postgres), options)


def warm(run, options):
    os.sync()
    run(WARM_UP_SECONDS)
    return run(options.seconds)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=8)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    options = arguments.parse_args()
    runs = {"SQLite": lambda: sqlite(options), **{f"{count} on PostgreSQL": lambda count=count: replicas(count, options) for count in (1, 2, 3)}}
    ratios = {name: [] for name in runs}
    for number in range(options.rounds):
        # By turns, so that none has the warmer machine.
        names = list(runs)[number % len(runs):] + list(runs)[:number % len(runs)]
        found = {name: runs[name]() for name in names}
        for name in runs:
            posts, shares, p99 = found[name]
            ratios[name].append(posts / found["SQLite"][0])
            print(f"round {number + 1}: {name:16} {posts:6.0f} posts a second, ratio {ratios[name][-1]:.3f}, p99 {p99:.0f} ms; of {os.cpu_count()} processors: "
                  + ", ".join(f"{each} {share:.2f}" for each, share in shares.items()), flush=True)
    for name, values in ratios.items():
        print(f"{name:16} / SQLite = {statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})")


if __name__ == "__main__":
    main()
