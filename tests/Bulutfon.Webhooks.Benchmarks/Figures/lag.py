#!/usr/bin/env -S python3 -B
"""How far the search is behind the journal while posts arrive."""
import argparse, json, time
from load import Load
from server import Server, percentile

BUDGET_SECONDS = 1.0
INTERVAL_SECONDS = 0.2


def lag(client):
    """
    Seconds until the search holds what was committed when it was asked. A filtered list waits for exactly that, a second at
    most; if it says indexed_to, it asks on until the search has passed the point. The lag itself is no longer than this.
    """
    seconds, goal = 0.0, None
    while True:
        status, content, elapsed = client.get("/api/events", uuid="none", limit=1)
        seconds += elapsed
        if status != 200:
            raise SystemExit(f"The search was answered {status}.")
        indexed_to = json.loads(content).get("indexed_to")
        if indexed_to is None or goal is not None and indexed_to >= goal:
            return seconds
        # By time alone the journal answers, which is never behind; its newest event by then is the goal.
        goal = goal or newest(client)


def newest(client):
    return max((item["id"] for item in client.page(limit=500)["items"]), default=0)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    options = arguments.parse_args()
    lags = []
    with Server() as server, Load(server.port, options.seconds, options.connections, options.mix) as load:
        client = server.operator()
        while load.runs:
            lags.append(lag(client))
            time.sleep(INTERVAL_SECONDS)
        result = load.result()
    print(f"lag: {len(lags)} times, p50 {percentile(lags, 0.5):.3f} s, p99 {percentile(lags, 0.99):.3f} s, max {max(lags):.3f} s, "
          f"over 1 s: {sum(each > BUDGET_SECONDS for each in lags)}; max / {BUDGET_SECONDS:.0f} s = {max(lags) / BUDGET_SECONDS:.3f}")
    print(f"load: {result['requests'] / result['seconds']:.0f} posts a second, not 2xx: {result['non2xx']:.0f}")


if __name__ == "__main__":
    main()
