#!/usr/bin/env -S python3 -B
"""A copy of a journal of old events, which Retention deletes while the hook posts 500 events a second; prints the hook's p99 beside that without deleting."""
import argparse, os, re, shutil, sys, time
from hook import Hook
from server import WORK, Server


def deleted(client):
    counted = re.search(r'^bulutfon_journal_deleted\S*\{[^}]*kind="event"[^}]*\} (\d+)', client.get("/metrics")[1].decode(), re.M)
    return int(counted.group(1)) if counted else 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", metavar="JOURNAL", help="a file of the generator, with 1,000,000 events")
    arguments.add_argument("--seconds", type=int, default=150, help="after which it ends in any case")
    options = arguments.parse_args()
    copy = os.path.join(WORK, "retention.db")
    shutil.copyfile(options.journal, copy)
    try:
        with Server() as server, Hook(server.port, rate=500) as hook:
            time.sleep(10)
        without = hook.p99
        os.environ["Retention__Events"] = "30.00:00:00"
        with Server(copy) as server:
            client, started, count, last = server.operator(), time.time(), 0, time.time()
            # The journal's newest event is months old, so the clock needs a confirmation.
            while client.request("POST", "/api/retention/confirmation")[0] == 409 and time.time() - started < 60:
                time.sleep(0.2)
            with Hook(server.port, rate=500) as hook:
                while time.time() - started < options.seconds:
                    time.sleep(1)
                    now = deleted(client)
                    if now > count:
                        count, last = now, time.time()
                    elif count > 0 and time.time() - last > 5:
                        break
            print(f"deleted {count} events in {last - started:.0f} s while {len(hook.answers)} were posted: accepted {hook.share:.2%} {hook.others or ''}, "
                  f"p99 {hook.p99 * 1000:.1f} ms; without deleting {without * 1000:.1f} ms; RSS at most {server.peak_megabytes():.0f} MB, "
                  f"log {os.path.getsize(copy + '-wal') / 1e6:.0f} MB")
        if hook.share < 1:
            sys.exit("The hook was refused.")
    finally:
        for suffix in ("", "-wal", "-shm", ".lock", ".read.db", ".read.db-wal", ".read.db-shm", ".read.db.new", ".read.db.new-wal", ".read.db.new-shm", ".rebuild"):
            if os.path.exists(copy + suffix):
                os.remove(copy + suffix)


if __name__ == "__main__":
    main()
