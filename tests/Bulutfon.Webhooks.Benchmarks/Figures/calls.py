#!/usr/bin/env -S python3 -B
"""Every filter of events and calls, first page and 1,000th page, the month's statistics and the call-backs, on a journal of the
generator that ends today: median and p99 of each, and whether every p99 is within the bound."""
import argparse, json, random
from datetime import datetime
from server import Server, percentile
import filters

WARM_UP = 50
PAGE = 1000

EVENTS = filters.FILTERS

CALLS = {
    "by time": lambda call: {},
    "by time, ascending": lambda call: {"order": "asc"},
    "from": lambda call: {"from": call["started_at"], "order": "asc"},
    "to": lambda call: {"to": call["started_at"]},
    "time_limit": lambda call: {"time_limit": "month"},
    "uuid": lambda call: {"uuid": call["uuid"]},
    "unreturned": lambda call: {"unreturned": "true"},
    "caller": lambda call: {"caller": call["caller"]},
    "callee": lambda call: {"callee": call["callee"]},
    "caller_or_callee": lambda call: {"caller_or_callee": call["caller"]},
    "destination": lambda call: {"destination": call["path"][-1]["number"] if call["path"] else "101"},
    "hangup_cause": lambda call: {"hangup_cause": call["hangup_cause"] or "USER_BUSY"},
    "outcome": lambda call: {"outcome": call["outcome"]},
    "outcome, in progress": lambda call: {"outcome": "in_progress"},
    "missing_call": lambda call: {"missing_call": "true"},
    "hook": lambda call: {"hook": call["hook"]},
    "direction": lambda call: {"direction": call["direction"]},
}

GROUPS = (None, "extension", "group", "menu", "hook", "direction")
BUCKETS = (None, "hour", "day", "month")


def get(client, path, query):
    status, content, seconds = client.get(path, **query)
    if status != 200:
        raise SystemExit(f"{path} {query} was answered {status}: {content.decode()}")
    return content, seconds * 1000


class Table:
    """Prints a line for each thing that is measured, and remembers the slowest."""

    def __init__(self, requests):
        self.requests, self.slowest = requests, ("", 0.0)
        print(f"{'':44} {'p50':>8} {'p99':>8}   (ms)")

    def measure(self, name, client, path, next_query):
        values = [get(client, path, next_query())[1] for _ in range(WARM_UP + self.requests)][WARM_UP:]
        p50, p99 = percentile(values, 0.5), percentile(values, 0.99)
        self.slowest = max(self.slowest, (name, p99), key=lambda each: each[1])
        print(f"{name:44} {p50:8.2f} {p99:8.2f}", flush=True)


def sample(client):
    """Calls from all over the file's time."""
    begin = client_page(client, order="asc", limit=2)["items"][-1]["started_at"]
    end = client_page(client, limit=1)["items"][0]["started_at"]
    edges = [json_time(text) for text in (begin, end)]
    calls = []
    for _ in range(40):
        calls += client_page(client, to=filters.iso(random.uniform(*edges)), limit=20)["items"]
    return [call for call in calls if call["uuid"] != "probe" and call["caller"] and call["callee"] and call["direction"]]


def client_page(client, **query):
    return json.loads(get(client, "/api/calls", query)[0])


def json_time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1e6


def later_page(client, path, query):
    """The query of the 1,000th page of 50 items, whose place larger pages find faster; None if there are fewer."""
    query = {**query, "limit": 500}
    for _ in range(PAGE * 50 // 500):
        cursor = json.loads(get(client, path, query)[0])["next_cursor"]
        if cursor is None:
            return None
        query["cursor"] = cursor
    return {**query, "limit": 50}


def lists(table, client, path, queries, items, deep):
    for name, parameters in queries.items():
        table.measure(f"{path} {name}", client, path, lambda: parameters(random.choice(items)))
        if deep:
            query = later_page(client, path, parameters(random.choice(items)))
            if query is not None:
                table.measure(f"{path} {name}, page {PAGE}", client, path, lambda: query)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", help="made by: generate --events 1000000 --days 90 --end TODAY")
    arguments.add_argument("--requests", type=int, default=200, help="of each line")
    arguments.add_argument("--only", choices=("events", "calls", "statistics", "callbacks"))
    arguments.add_argument("--first-pages", action="store_true", help="leaves out the 1,000th pages")
    arguments.add_argument("--bound", type=float, default=50, help="milliseconds that no p99 may exceed")
    options = arguments.parse_args()
    random.seed(1)
    with Server(options.journal) as server:
        server.wait_until_indexed()
        client = server.operator()
        table = Table(options.requests)
        wanted = lambda part: options.only in (None, part)
        if wanted("statistics"):
            for group in GROUPS:
                for bucket in BUCKETS if group is None else (None, "day"):
                    query = {"time_limit": "month", **({"group_by": group} if group else {}), **({"bucket": bucket} if bucket else {})}
                    name = ", ".join(f"{key}={value}" for key, value in query.items() if key != "time_limit")
                    table.measure(f"/api/statistics {name or 'of the month'}", client, "/api/statistics", lambda: query)
        if wanted("callbacks"):
            table.measure("/api/callbacks", client, "/api/callbacks", dict)
        if wanted("events"):
            lists(table, client, "/api/events", EVENTS, filters.sample(client, pages=40), not options.first_pages)
        if wanted("calls"):
            lists(table, client, "/api/calls", CALLS, sample(client), not options.first_pages)
        print(f"slowest p99: {table.slowest[1]:.2f} ms ({table.slowest[0]})")
        if table.slowest[1] > options.bound:
            raise SystemExit(f"That is more than {options.bound:g} ms.")


if __name__ == "__main__":
    main()
