#!/usr/bin/env -S python3 -B
"""What open pages cost: the server's RSS and the p99 of a hook that posts 500 events a second, without them, with 50 pages of Now on other
machines, which only read what they are told, and with 50 tabs of one browser here, which draw it."""
import argparse, functools, os, sys, time
import cpu
from browser import Browser
from circuits import Circuits
from hook import Hook
from live import body
from page import sign_in, until
from server import Server


class Tabs:
    """Pages of one browser, all of them open until it ends. What they are told is neither kept nor looked at: each draws what it gets."""

    def __init__(self, browser, address, count):
        self.browser = browser
        window = browser.session
        sessions = []
        for _ in range(count):
            browser.session = None
            target = browser.call("Target.createTarget", url=address)["targetId"]
            sessions.append(browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for browser.session in sessions:
            until(browser, "!!document.querySelector('[data-live=on]')")
        self.sessions, browser.session = sessions, window

    def count_live(self):
        """So many are connected still."""
        window, live = self.browser.session, 0
        for self.browser.session in self.sessions:
            live += self.browser.evaluate("!!document.querySelector('[data-live=on]') && !document.querySelector('.components-reconnect-show')")
        self.browser.session = window
        return live


def megabytes(process):
    with open(f"/proc/{process}/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def call(run, number):
    return body(run, number)[1]


def measure(name, server, options, browser=None):
    processes = [server.process] + ([browser.process] if browser else [])
    before = [cpu.seconds(process) for process in processes]
    with Hook(server.port, rate=options.rate, body=functools.partial(call, f"dashboards-{time.time_ns()}")) as hook:
        time.sleep(options.seconds)
        rss = megabytes(server.process.pid)
        took = [(cpu.seconds(process) - seconds) / options.seconds for process, seconds in zip(processes, before)]
    print(f"{name:20} {len(hook.answers) / options.seconds:5.0f} events a second, accepted {hook.share:.2%} {hook.others or ''}  "
          f"p99 {hook.p99 * 1000:6.1f} ms  RSS {rss:4.0f} MB, at most {server.peak_megabytes():.0f} MB  "
          f"processors: server {took[0]:.2f}" + (f", browser {took[1]:.2f}" if browser else ""), flush=True)
    return hook.share == 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("journal", nargs="?", help="a file of the generator; by default an empty one. It grows")
    arguments.add_argument("--tabs", type=int, default=50)
    arguments.add_argument("--rate", type=int, default=500)
    arguments.add_argument("--seconds", type=int, default=30)
    arguments.add_argument("--browser", default="chromium")
    arguments.add_argument("--niceness", type=int, default=19, help="of the browser, which stands for fifty other machines (default %(default)s)")
    arguments.add_argument("--only-elsewhere", action="store_true", help="leaves out the browser")
    options = arguments.parse_args()
    with Server(options.journal) as server:
        good = measure("no page", server, options)
    with Server(options.journal) as server, Circuits(server.port, options.tabs) as circuits:
        good &= measure(f"{options.tabs} pages elsewhere", server, options)
    print(f"{'':20} each was drawn {circuits.drawn / options.tabs / options.seconds:.1f} times a second, {circuits.bytes / options.seconds / 1e6:.1f} MB a second in all", flush=True)
    if circuits.live < options.tabs:
        sys.exit(f"{options.tabs - circuits.live} pages elsewhere have lost their connection.")
    if options.only_elsewhere:
        sys.exit(None if good else "The hook was refused.")
    with Server(options.journal) as server, Browser(options.browser, options.niceness) as browser:
        address = f"http://127.0.0.1:{server.port}"
        sign_in(browser, address)
        tabs = Tabs(browser, address + "/", options.tabs)
        good &= measure(f"{options.tabs} pages", server, options, browser)
        live = tabs.count_live()
    if live < options.tabs:
        sys.exit(f"{options.tabs - live} pages have lost their connection.")
    sys.exit(None if good else "The hook was refused.")


if __name__ == "__main__":
    main()
