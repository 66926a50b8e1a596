#!/usr/bin/env -S python3 -B
"""From the answer to a post to the streams that show it, while 1,000 events a second arrive and 100 streams are open, one of
them a real browser's EventSource: median and p99, and whether the browser's p99 is within the bound."""
import argparse, json, multiprocessing, re, selectors, socket, sys, threading, time
from browser import Browser
from server import OPERATOR, PASSWORD, PATH, Server, percentile

BOUND_MS = 100
CONNECTIONS = 16
# What a page does with an item; the clock is the machine's, like that of the posts.
FOLLOW = """new Promise((open, fail) => {
  window.seen = [];
  const stream = new EventSource(location.origin + '%s');
  stream.onmessage = message => {
    const data = JSON.parse(message.data);
    seen.push([(data.event ?? data).uuid, +message.lastEventId, (performance.timeOrigin + performance.now()) / 1000]);
  };
  stream.addEventListener('heartbeat', () => open(), { once: true });
  stream.onerror = () => fail('The stream cannot be opened.');
})"""
# Kestrel may cut an item in two where a chunk ends; only its marks have carriage returns.
CHUNK = re.compile(rb"\r\n[0-9a-f]+\r\n")
ITEM = re.compile(rb'data: .*?"uuid":"([^"]+)".*\nid: (\d+)\n')


def request(client, method, path, body=b""):
    authorization = client.headers["Authorization"]
    return (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n"
            + (f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else "") + "\r\n").encode() + body


def body(run, number):
    """Calls that begin, and as many that end after a second; so each call changes twice."""
    timestamp = time.time_ns() // 1000
    if number % 2 == 0:
        fields = {"event_type": "call_init", "uuid": f"{run}-{number}"}
    else:
        fields = {"event_type": "call_hangup", "uuid": f"{run}-{number - 1001}", "talk_duration": 1, "hangup_cause": "NORMAL_CLEARING",
                  "result_disposition": "SUCCESS", "cdr_url": "https://api.bulutfon.com/cdr"}
    uuid = fields["uuid"]
    return uuid, json.dumps({**fields, "caller": 905321112233 + number % 5000, "callee": 908505550000 + number % 20, "direction": "IN",
                             "domain_id": 1, "account_id": 2, "timestamp": timestamp}).encode()


def post(client, run, rate, seconds, results):
    """Posts at an even rate, each when it is due; (uuid, id, time of the answer) of each."""
    posted, begun, failed = [], time.time() + 0.1, []

    def send(first):
        with socket.create_connection(("127.0.0.1", client.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(first, rate * seconds, CONNECTIONS):
                time.sleep(max(0, begun + number / rate - time.time()))
                uuid, content = body(run, number)
                sent = time.time()
                connection.sendall(request(client, "POST", PATH, content))
                answer = connection.recv(4096)
                now = time.time()
                if not answer.startswith(b"HTTP/1.1 200"):
                    failed.append(answer[:200])
                    return
                while not (identity := re.search(rb'"id":(\d+)', answer)):
                    answer += connection.recv(4096)
                while not answer.endswith((b"}", b"0\r\n\r\n")):
                    answer += connection.recv(4096)
                posted.append((uuid, int(identity.group(1)), sent, now))

    threads = [threading.Thread(target=send, args=(first,)) for first in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.send((posted, time.time() - begun, failed))


def follow(client, path, streams, timed, ready, stop, results):
    """Reads all streams; of the first few, when each item came: [(uuid, id, time)] of each of these."""
    selector, seen = selectors.DefaultSelector(), [[] for _ in range(timed)]
    opened = set()
    tails = [b""] * timed
    for index in range(streams):
        connection = socket.create_connection(("127.0.0.1", client.port))
        connection.sendall(request(client, "GET", path))
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, index)
    while not stop.is_set():
        for key, _ in selector.select(0.1):
            chunk = key.fileobj.recv(1 << 18)
            if not chunk:
                sys.exit("A stream was closed.")
            if key.data not in opened:
                opened.add(key.data)
                if not chunk.startswith(b"HTTP/1.1 200"):
                    sys.exit(f"A stream was answered {chunk[:200]}")
                if len(opened) == streams:
                    ready.set()
            if key.data < timed:
                now = time.time()
                whole, end, tail = (tails[key.data] + chunk).rpartition(b"\n\n")
                tails[key.data] = tail
                seen[key.data] += [(uuid.decode(), int(identity), now) for uuid, identity in ITEM.findall(CHUNK.sub(b"", whole + end))]
    results.send(seen)


def delays(posted, seen):
    """Milliseconds from each answer to the first item of its uuid that has it; an item may stand for several events of one call."""
    items = {}
    for uuid, identity, at in seen:
        items.setdefault(uuid, []).append((identity, at))
    found, missing = [], 0
    for uuid, identity, _, answered in posted:
        at = next((at for last, at in items.get(uuid, ()) if last >= identity), None)
        if at is None:
            missing += 1
        else:
            found.append((at - answered) * 1000)
    return found, missing


def tell(name, posted, each_seen):
    values, missing = [], 0
    for seen in each_seen:
        found, lost = delays(posted, seen)
        values += found
        missing += lost
    print(f"  {name:28} {len(values):7} items  p50 {percentile(values, 0.5):7.1f}  p99 {percentile(values, 0.99):7.1f}  max {max(values):7.1f} ms"
          + (f"  MISSING {missing}" if missing else ""), flush=True)
    return percentile(values, 0.99), missing


def measure(server, path, options):
    client, browser_run = server.operator(), f"live-{time.time_ns()}"
    ready, stop = multiprocessing.Event(), multiprocessing.Event()
    seen_end, seen = multiprocessing.Pipe(False)
    posted_end, posted = multiprocessing.Pipe(False)
    reader = multiprocessing.Process(target=follow, args=(client, path, options.streams - 1, options.timed, ready, stop, seen))
    poster = multiprocessing.Process(target=post, args=(server.hook(), browser_run, options.rate, options.seconds, posted))
    with Browser(options.browser) as browser:
        # A page of the same origin; its scripts have the credentials too.
        browser.open(f"http://{OPERATOR}:{PASSWORD}@127.0.0.1:{server.port}/api/hooks")
        browser.evaluate(FOLLOW % path)
        reader.start()
        if not ready.wait(30):
            sys.exit("The streams do not open.")
        poster.start()
        answers, seconds, failed = posted_end.recv()
        poster.join()
        if failed:
            sys.exit(f"{len(failed)} posts failed: {failed[0]}")
        # What is under way comes within this time, or is told as missing.
        time.sleep(2)
        stop.set()
        plain = seen_end.recv()
        reader.join()
        shown = json.loads(browser.evaluate("JSON.stringify(seen)"))
    print(f"{path}: {len(answers) / seconds:.0f} events a second, {options.streams} streams; the post itself p50 "
          f"{percentile([(end - begin) * 1000 for _, _, begin, end in answers], 0.5):.1f}, "
          f"p99 {percentile([(end - begin) * 1000 for _, _, begin, end in answers], 0.99):.1f} ms")
    tell(f"{options.timed} plain clients", answers, plain)
    return tell("the browser's EventSource", answers, [shown])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=int, default=1000)
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--streams", type=int, default=100)
    arguments.add_argument("--timed", type=int, default=10, help="so many of the plain clients are timed; the others only read")
    arguments.add_argument("--browser", default="chromium")
    arguments.add_argument("--only", choices=("events", "calls"))
    options = arguments.parse_args()
    bad = False
    for kind in (options.only,) if options.only else ("events", "calls"):
        with Server() as server:
            p99, missing = measure(server, f"/api/{kind}/stream", options)
            print(f"  peak RSS {server.peak_megabytes():.0f} MB")
            bad = bad or missing > 0 or p99 > BOUND_MS
    sys.exit("An item is missing, or the browser's p99 is over the bound." if bad else None)


if __name__ == "__main__":
    main()
