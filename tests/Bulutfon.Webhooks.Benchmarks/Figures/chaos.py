#!/usr/bin/env -S python3 -B
"""Three replicas on PostgreSQL behind HAProxy under load: the one that applies projections is killed, PostgreSQL is restarted, the killed one is
started again. Fails unless every post that was answered 2xx is there exactly once, every stream saw every id once and in order, and no
answer was a 5xx but 503."""
import argparse, collections, contextlib, http.client, itertools, json, multiprocessing, re, signal, sys, threading, time
import cpu
from balancer import Balancer
from postgres import Postgres
from server import PATH, Client, Server, HOOK, OPERATOR, percentile

CONNECTIONS = 16
# One post in so many has a body that is larger than what a proxy usually keeps of a request.
LARGE_EVERY, LARGE_BYTES = 50, 100_000
LISTS = ("/api/events?limit=5", "/api/events?event_type=call_init&limit=5", "/api/calls?limit=5", "/api/callbacks", "/api/hooks", "/api/statistics?time_limit=day")
# A restarted replica and the balancer's look at it, the end of a lease, and what is left to apply.
PATIENCE_SECONDS = 30


def body(run, number):
    filler = {"filler": "x" * LARGE_BYTES} if number % LARGE_EVERY == 0 else {}
    uuid = f"{run}-{number}"
    return uuid, json.dumps({"event_type": "call_init", "uuid": uuid, "timestamp": time.time_ns() // 1000, "caller": 905320000000 + number,
                             "callee": 908500000000, "direction": "IN", **filler})


def post(port, run, rate, seconds, results):
    """Each event is posted once, as Bulutfon does, and its answer taken as it is: (uuid, status, id, seconds, time)."""
    answers, begun = [], time.time() + 0.1

    def send(first):
        client = Client(port, HOOK, timeout=90)
        for number in itertools.count(first, CONNECTIONS):
            due = begun + number / rate
            if max(due, time.time()) > begun + seconds:
                return
            time.sleep(max(0, due - time.time()))
            uuid, content = body(run, number)
            status, answer, elapsed = client.request("POST", PATH, content)
            answers.append((uuid, status, json.loads(answer)["id"] if status == 200 else None, elapsed, time.time()))

    threads = [threading.Thread(target=send, args=(first,)) for first in range(CONNECTIONS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    results.put(answers)


class Stream(threading.Thread):
    """A client that begins at the first event, keeps its cookie and comes back with its last id, as a browser does."""

    def __init__(self, port, path, replica):
        super().__init__(daemon=True)
        self.port, self.path, self.cookie = port, path, f"replica={replica}"
        self.ids, self.answers, self.stopped = [], collections.Counter(), False

    @property
    def last(self):
        return self.ids[-1] if self.ids else 0

    def run(self):
        while not self.stopped:
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.follow()
            time.sleep(0.2)

    def follow(self):
        # Heartbeats come every 15 seconds.
        client = Client(self.port, OPERATOR)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", self.path, headers={**client.headers, "Cookie": self.cookie, "Last-Event-ID": str(self.last)})
        answer = connection.getresponse()
        self.answers[answer.status] += 1
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).split(";")[0]
        tail = b""
        while answer.status == 200 and not self.stopped and (chunk := answer.read1(1 << 16)):
            # An item that was cut off does not count.
            *items, tail = (tail + chunk).split(b"\n\n")
            self.ids += [int(line[4:]) for item in items for line in item.split(b"\n") if line.startswith(b"id: ")]
        connection.close()


class Reader(threading.Thread):
    """Asks for lists all the time."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.client, self.answers, self.stopped = Client(port, OPERATOR, timeout=90), collections.Counter(), False

    def run(self):
        for path in itertools.cycle(LISTS):
            if self.stopped:
                return
            self.answers[self.client.get(path)[0]] += 1
            time.sleep(0.1)


def leader(postgres, servers):
    """The replica that applies projections: its process is in the lease."""
    owners = [row[0] for row in postgres.sql("SELECT owner FROM leases WHERE name LIKE 'projection%' AND expires_at > clock_timestamp()", "chaos")]
    return next(name for name, server in servers.items() if any(f"/{server.process.pid}/" in owner for owner in owners))


def stored(client):
    """The ids of each uuid, as the product gives them back."""
    status, content, _ = client.get("/api/events/export", format="ndjson", order="asc")
    if status != 200:
        sys.exit(f"The export was answered {status}.")
    ids = collections.defaultdict(list)
    for line in content.splitlines():
        item = json.loads(line)
        ids[item["event"]["uuid"]].append(item["id"])
    return ids


def longest_pause(times):
    times = sorted(times)
    return max(after - before for before, after in zip(times, times[1:]))


def judge(answers, ids, streams, reader, balancer):
    """What is wrong; nothing, if all went well."""
    accepted = {uuid: identity for uuid, status, identity, _, _ in answers if status == 200}
    every = sorted(itertools.chain.from_iterable(ids.values()))
    statuses = collections.Counter(status for _, status, _, _, _ in answers)
    wrong = [f"{count} posts were answered {status}" for status, count in statuses.items() if status not in (200, 503)]
    wrong += [f"{count} lists were answered {status}" for status, count in reader.answers.items() if status not in (200, 503)]
    lost = [uuid for uuid in accepted if uuid not in ids]
    repeated = [uuid for uuid, each in ids.items() if len(each) > 1]
    other = [uuid for uuid, identity in accepted.items() if uuid in ids and identity not in ids[uuid]]
    wrong += [f"{len(each)} events {what}, such as {each[0]}" for each, what in
              ((lost, "were answered 200 and are not there"), (repeated, "are there more than once"), (other, "have another id than was answered")) if each]
    for stream in streams:
        wrong += [f"{stream.path} was answered {status}, {count} times" for status, count in stream.answers.items() if status not in (200, 503)]
        if stream.ids != every:
            missing, more = set(every) - set(stream.ids), len(stream.ids) - len(set(stream.ids))
            place = next((place for place, (before, after) in enumerate(zip(stream.ids, stream.ids[1:])) if after <= before), None)
            wrong.append(f"{stream.path} with {stream.cookie} saw {len(stream.ids)} of {len(every)} ids: {len(missing)} missing {sorted(missing)[:5]}, {more} again"
                         + (f", {stream.ids[place:place + 2]} one after the other" if place is not None else ""))
    if wrong:
        wrong += [line for line in balancer.told().splitlines() if re.search(r"/\d+ (0|500|502|504|-1) \d+ ", line)][:10]
    return wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--rate", type=int, default=200, help="posts a second")
    arguments.add_argument("--crash", action="store_true", help="PostgreSQL does not stop in order, but crashes and recovers")
    options = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(Postgres())
        connection = postgres.database("chaos")
        servers = {name: stack.enter_context(Server(database=connection)) for name in "abc"}
        balancer = stack.enter_context(Balancer(servers))
        streams = [Stream(balancer.port, path, name) for path in ("/api/events/stream", "/api/calls/stream") for name in servers]
        reader, results = Reader(balancer.port), multiprocessing.Queue()
        poster = multiprocessing.Process(target=post, args=(balancer.port, f"chaos-{time.time_ns()}", options.rate, options.seconds, results), daemon=True)
        begun = time.time()
        [thread.start() for thread in (*streams, reader)]
        poster.start()

        def wait(share):
            time.sleep(max(0, begun + share * options.seconds - time.time()))

        def tell(what):
            print(f"{time.time() - begun:5.1f} s: {what}", flush=True)

        wait(0.25)
        killed = leader(postgres, servers)
        servers[killed].kill()
        tell(f"replica {killed}, which applied projections, was killed")
        wait(0.5)
        tell("PostgreSQL is made to " + ("crash" if options.crash else "stop"))
        postgres.stop(signal.SIGQUIT if options.crash else signal.SIGINT)
        postgres.start()
        tell("PostgreSQL takes connections again")
        wait(0.7)
        tell(f"replica {killed} is started again")
        servers[killed].start()
        tell(f"replica {killed} answered")
        answers = results.get(timeout=options.seconds + 120)
        busy = {"replicas": sum(cpu.seconds(server.process) for server in servers.values()), "PostgreSQL": cpu.seconds(postgres.process),
                "HAProxy": cpu.seconds(balancer.process)}
        poster.join()
        reader.stopped = True
        reader.join(60)
        last = int(postgres.sql("SELECT max(id) FROM journal", "chaos")[0][0])
        until = time.time() + PATIENCE_SECONDS
        while any(stream.last < last for stream in streams) and time.time() < until:
            time.sleep(0.1)
        for stream in streams:
            stream.stopped = True
        ids = stored(Client(balancer.port, OPERATOR, timeout=90))
        events, deliveries = postgres.sql("SELECT count(*), sum(delivery_count) FROM journal", "chaos")[0]
        accepted = [(elapsed, at) for _, status, _, elapsed, at in answers if status == 200]
        print(f"posts: {len(answers)}, answered {dict(sorted(collections.Counter(status for _, status, _, _, _ in answers).items()))}; "
              f"of those answered 200: p50 {percentile([each for each, _ in accepted], 0.5) * 1000:.1f}, p99 {percentile([each for each, _ in accepted], 0.99) * 1000:.0f} ms, "
              f"longest pause {longest_pause([at for _, at in accepted]):.1f} s")
        print(f"journal: {events} events, delivered {deliveries} times; the export has {sum(map(len, ids.values()))}")
        print(f"streams: {len(streams)}, opened {sum(stream.answers[200] for stream in streams)} times, refused {sum(stream.answers[503] for stream in streams)} times, "
              f"each with {len(streams[0].ids)} ids; lists: {dict(sorted(reader.answers.items()))}")
        print("seconds of CPU, of processes that were not ended: " + ", ".join(f"{name} {each:.0f}" for name, each in busy.items()))
        wrong = judge(answers, ids, streams, reader, balancer)
    if wrong:
        sys.exit("\n".join(wrong))
    print("Every event that was answered 200 is there once, every stream saw every id once and in order, and 5xx were 503 alone.")


if __name__ == "__main__":
    main()
