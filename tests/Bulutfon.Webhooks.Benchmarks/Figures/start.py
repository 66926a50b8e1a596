#!/usr/bin/env -S python3 -B
"""From the start of the published server's process to its first 200 to a post: on an empty journal, and on those named."""
import argparse, os, statistics
from server import Server

BUDGET_SECONDS = 1.2


def seconds_to_start(journal):
    with Server(journal) as server:
        return server.seconds_to_first_answer


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journals", nargs="*", metavar="JOURNAL", help="a file of the generator; one probe event is added to it")
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    journals = [None, *options.journals]
    times = {journal: [] for journal in journals}
    for _ in range(options.rounds):
        for journal in journals:
            times[journal].append(seconds_to_start(journal))
    empty = statistics.median(times[None])
    for journal, seconds in times.items():
        median = statistics.median(seconds)
        print(f"start {os.path.basename(journal) if journal else 'empty'}: median {median:.3f} s ({min(seconds):.3f} to {max(seconds):.3f}); "
              f"/ {BUDGET_SECONDS} s = {median / BUDGET_SECONDS:.2f}, / empty = {median / empty:.2f}")


if __name__ == "__main__":
    main()
