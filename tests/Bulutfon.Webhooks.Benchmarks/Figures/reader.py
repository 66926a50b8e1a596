#!/usr/bin/env -S python3 -B
"""One client asks for the events of a caller ten times a second while posts arrive."""
import argparse, json, threading, time
from concurrent.futures import ThreadPoolExecutor
from load import Load
from server import OPERATOR, Client, Server, percentile

BUDGET_SECONDS = 1.0
INTERVAL_SECONDS = 0.1
SLOW_ANSWERS = 20


def ask(port, until):
    """Seconds of each answer, how many were not 200, and how many came from a search that was behind."""
    own = threading.local()

    def one(number):
        if not hasattr(own, "client"):
            own.client = Client(port, OPERATOR)
        # A caller of the load, another one each time.
        status, content, elapsed = own.client.get("/api/events", caller=90532000000 + number * 7919 % 1000000)
        return elapsed, status != 200, status == 200 and "indexed_to" in json.loads(content)

    # A slow answer does not put off the next question.
    with ThreadPoolExecutor(SLOW_ANSWERS) as pool:
        answers, due = [], time.perf_counter()
        while until():
            answers.append(pool.submit(one, len(answers) + 1))
            due += INTERVAL_SECONDS
            time.sleep(max(0, due - time.perf_counter()))
    seconds, refused, behind = zip(*(answer.result() for answer in answers))
    return seconds, sum(refused), sum(behind)


def report(seconds, refused, behind):
    p50, p99, most = percentile(seconds, 0.5), percentile(seconds, 0.99), max(seconds)
    print(f"reader: {len(seconds)} answers, p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, max {most * 1000:.1f} ms, not 200: {refused}, "
          f"behind: {behind}; p99 / {BUDGET_SECONDS:.0f} s = {p99 / BUDGET_SECONDS:.3f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    arguments.add_argument("--port", type=int, help="ask a server that is loaded by someone else, for --seconds")
    options = arguments.parse_args()
    if options.port:
        end = time.perf_counter() + options.seconds
        report(*ask(options.port, lambda: time.perf_counter() < end))
        return
    with Server() as server, Load(server.port, options.seconds, options.connections, options.mix) as load:
        report(*ask(server.port, lambda: load.runs))
        result = load.result()
        print(f"load: {result['requests'] / result['seconds']:.0f} posts a second, not 2xx: {result['non2xx']:.0f}")


if __name__ == "__main__":
    main()
