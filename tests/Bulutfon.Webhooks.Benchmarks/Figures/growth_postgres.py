#!/usr/bin/env -S python3 -B
"""Posts a second, and the first page of some lists, of a replica on a PostgreSQL database of many events ÷ on an empty one, round by round. The
events are made by the generator, all in one month's partition, into which the posts go too."""
import argparse, datetime, os, random, statistics, subprocess
import filters
from load import rate
from postgres import Postgres
from server import HERE, Server, percentile

WARM_UP_SECONDS = 3
REQUESTS = 200
LISTS = ("by time", "by time, ascending", "uuid", "caller", "event_type", "caller_or_callee")


def generate(connection, count):
    next_month = (datetime.date.today().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    subprocess.run(["dotnet", "run", "-c", "Release", "--no-build", "--project", os.path.join(HERE, ".."), "--", "generate", "--events", str(count),
                    "--database", connection, "--days", "28", "--end", str(next_month)], check=True)


def first_pages(server, events):
    """Median milliseconds of each list; the same questions to both sides."""
    client, random_ = server.operator(), random.Random(1)
    found = {}
    for name in LISTS:
        seconds = []
        for _ in range(filters.WARM_UP + REQUESTS):
            status, content, elapsed = client.get("/api/events", **filters.FILTERS[name](random_.choice(events)))
            if status != 200:
                raise SystemExit(f"{name} was answered {status}: {content.decode()}")
            seconds.append(elapsed * 1000)
        found[name] = (percentile(seconds[filters.WARM_UP:], 0.5), percentile(seconds[filters.WARM_UP:], 0.99))
    client.close()
    return found


def measure(connection, events, options):
    os.sync()
    with Server(database=connection) as server:
        server.wait_until_indexed()
        events = events or filters.sample(server.operator(), pages=20)
        pages = first_pages(server, events)
        rate(server.port, WARM_UP_SECONDS, connections=options.connections, mix=options.mix)
        return events, pages, rate(server.port, options.seconds, connections=options.connections, mix=options.mix)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", help="where PostgreSQL keeps the large database, for later runs too")
    arguments.add_argument("--events", type=int, default=2_000_000)
    arguments.add_argument("--generate", action="store_true", help="only makes the events, or the rest of them")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=8)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    options = arguments.parse_args()
    with Postgres(options.folder) as postgres:
        large = postgres.database("large")
        if options.generate:
            return generate(large, options.events)
        ratios, events, worst = [], None, {}
        for number in range(options.rounds):
            events, pages, posts = measure(large, events, options)
            postgres.sql("DROP DATABASE IF EXISTS empty")
            _, empty_pages, empty_posts = measure(postgres.database("empty"), events, options)
            ratios.append(posts / empty_posts)
            print(f"round {number + 1}: empty {empty_posts:.0f}, large {posts:.0f} posts a second, ratio {ratios[-1]:.3f}", flush=True)
            for name in LISTS:
                (p50, p99), (empty_p50, empty_p99) = pages[name], empty_pages[name]
                print(f"  {name:20} p50 {empty_p50:6.2f} and {p50:6.2f} ms, ratio {p50 / empty_p50:.2f}; p99 {empty_p99:6.2f} and {p99:6.2f} ms", flush=True)
                worst.setdefault(name, []).append(p50 / empty_p50)
        rows = postgres.sql("SELECT count(*) FROM journal", "large")[0][0]
    print(f"growth: {rows} rows / empty: posts {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}); first page, p50: "
          + ", ".join(f"{name} {statistics.median(values):.2f}" for name, values in worst.items()))


if __name__ == "__main__":
    main()
