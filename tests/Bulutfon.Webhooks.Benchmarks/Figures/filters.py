#!/usr/bin/env -S python3 -B
"""The first page of each filter on a small and on a large journal of the generator, each request with another value of its own file."""
import argparse, contextlib, random
from datetime import datetime, timezone
from server import Server, percentile

WARM_UP = 10

# By the name that the table shows: the parameters, made of a random event of the file.
FILTERS = {
    "by time": lambda event: {},
    "by time, ascending": lambda event: {"order": "asc"},
    "from": lambda event: {"from": event["occurred_at"], "order": "asc"},
    "to": lambda event: {"to": event["occurred_at"]},
    "from, to": lambda event: {"from": event["occurred_at"][:10], "to": event["occurred_at"]},
    "time_limit": lambda event: {"time_limit": "month"},
    "uuid": lambda event: {"uuid": event["uuid"]},
    "caller": lambda event: {"caller": event["caller"]},
    "callee": lambda event: {"callee": event["callee"]},
    "caller_or_callee": lambda event: {"caller_or_callee": event["caller"]},
    "destination": lambda event: {"destination": event.get("destination", "101")},
    "event_type": lambda event: {"event_type": event["event_type"]},
    "event_type, rare": lambda event: {"event_type": "fax_init"},
    "hook": lambda event: {"hook": event["hook"]},
    "direction": lambda event: {"direction": event["direction"]},
}

COMBINATIONS = {
    "two callers": lambda event: {"caller": event["caller"] + ",905321110000"},
    "caller, event_type": lambda event: {"caller": event["caller"], "event_type": "call_hangup"},
    "callee, event_type": lambda event: {"callee": event["callee"], "event_type": "missing_call"},
    "hook, event_type": lambda event: {"hook": event["hook"], "event_type": "fax_init"},
    "callee, to": lambda event: {"callee": event["callee"], "to": event["occurred_at"]},
    "callee, none such": lambda event: {"callee": "908508850000", "direction": "LOCAL"},
}


def sample(client, pages):
    """Events from all over the file's time."""
    # The first is the probe that the server's start leaves.
    begin = client.page(order="asc", limit=2)["items"][1]["event"]["timestamp"]
    end = client.page(limit=1)["items"][0]["event"]["timestamp"]
    events = []
    for _ in range(pages):
        moment = iso(random.uniform(begin, end))
        for item in client.page(to=moment, limit=20)["items"]:
            if item["event"]["uuid"] != "probe":
                events.append({**item["event"], "hook": item["hook"]})
    return events


def iso(microseconds):
    return datetime.fromtimestamp(microseconds / 1e6, timezone.utc).isoformat().replace("+00:00", "Z")


def measure(parameters, sides, requests):
    """Seconds of each request, on each side by turns."""
    seconds = [[] for _ in sides]
    for number in range(-WARM_UP, requests):
        for (client, events), mine in zip(sides, seconds):
            query = parameters(random.choice(events))
            status, content, elapsed = client.get("/api/events", **query)
            if status != 200:
                raise SystemExit(f"{query} was answered {status}: {content.decode()}")
            if number >= 0:
                mine.append(elapsed * 1000)
    return seconds


def table(title, filters, sides, requests):
    print(f"{title:20} {'p50 small':>10} {'p50 large':>10} {'p99 small':>10} {'p99 large':>10} {'p50 ratio':>10} {'p99 ratio':>10}   (ms)")
    worst = ("", 0)
    for name, parameters in filters.items():
        small, large = measure(parameters, sides, requests)
        p50, p99 = [percentile(each, 0.5) for each in (small, large)], [percentile(each, 0.99) for each in (small, large)]
        worst = max(worst, (name, p99[1] / p99[0]), key=lambda each: each[1])
        print(f"{name:20} {p50[0]:10.2f} {p50[1]:10.2f} {p99[0]:10.2f} {p99[1]:10.2f} {p50[1] / p50[0]:10.2f} {p99[1] / p99[0]:10.2f}", flush=True)
    print(f"{title}: worst p99 large / small = {worst[1]:.2f} ({worst[0]})")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("small")
    arguments.add_argument("large")
    arguments.add_argument("--requests", type=int, default=300, help="of each filter on each journal")
    options = arguments.parse_args()
    random.seed(1)
    with contextlib.ExitStack() as running:
        servers = [running.enter_context(Server(journal)) for journal in (options.small, options.large)]
        for server in servers:
            server.wait_until_indexed()
        sides = [(client, sample(client, pages=50)) for client in (server.operator() for server in servers)]
        table("filters", FILTERS, sides, options.requests)
        table("combinations", COMBINATIONS, sides, options.requests)


if __name__ == "__main__":
    main()
