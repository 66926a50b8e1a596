#!/usr/bin/env -S python3 -B
"""Posts a second on a copy of a large journal ÷ on an empty one, round by round."""
import argparse, os, shutil, statistics, tempfile
from load import rate
from server import WORK, Server

WARM_UP_SECONDS = 3


def copy(journal, folder):
    """The journal and its search, without the lock and the shared memory of whoever had them."""
    target = os.path.join(folder, "journal.db")
    for suffix in ("", "-wal", ".read.db", ".read.db-wal"):
        if os.path.exists(journal + suffix):
            shutil.copyfile(journal + suffix, target + suffix)
    return target


def measure(journal, options):
    os.sync()
    with Server(journal) as server:
        server.wait_until_indexed()
        rate(server.port, WARM_UP_SECONDS, connections=options.connections, mix=options.mix)
        return rate(server.port, options.seconds, connections=options.connections, mix=options.mix)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", help="a file of the generator; it stays as it is")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--mix", default="hangup")
    options = arguments.parse_args()
    os.makedirs(WORK, exist_ok=True)
    ratios = []
    with tempfile.TemporaryDirectory(prefix="growth-", dir=WORK) as folder:
        large = copy(options.journal, folder)
        for number in range(options.rounds):
            # By turns, so that neither has the warmer machine.
            order = [None, large] if number % 2 == 0 else [large, None]
            rates = {journal: measure(journal, options) for journal in order}
            ratios.append(rates[large] / rates[None])
            print(f"round {number + 1}: empty {rates[None]:.0f}, large {rates[large]:.0f} posts a second, ratio {ratios[-1]:.3f}", flush=True)
    print(f"growth: large / empty = {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()
