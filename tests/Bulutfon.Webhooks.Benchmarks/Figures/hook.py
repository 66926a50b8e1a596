"""The real hook: posts at a fixed rate from an address of its own, in a process of its own, and measures from when each post was due."""
import base64, http.client, json, multiprocessing, threading, time
from server import HOOK, PASSWORD, PATH, percentile

THREADS = 8


def begun(number):
    """Calls of which nothing more is heard."""
    return json.dumps({"event_type": "call_init", "uuid": f"hook-{time.time_ns()}-{number}", "timestamp": time.time_ns() // 1000, "caller": 905320000000 + number, "callee": 908500000000})


def run(port, source, rate, body, stop, results):
    answers, gate = [], threading.Lock()
    token = base64.b64encode(f"{HOOK}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    begin = time.perf_counter() + 0.2

    def post(first):
        connection, number = None, first
        while not stop.is_set():
            due = begin + number / rate
            time.sleep(max(0, due - time.perf_counter()))
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
                connection.request("POST", PATH, body(number), headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection, status = None, 0
            with gate:
                answers.append((status, time.perf_counter() - due))
            number += THREADS

    threads = [threading.Thread(target=post, args=(first,)) for first in range(THREADS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    results.put(answers)


class Hook:
    """Posts from `with` to its end."""

    def __init__(self, port, rate=200, source="127.0.0.2", body=begun):
        self.stop, self.results = multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=run, args=(port, source, rate, body, self.stop, self.results), daemon=True)

    def __enter__(self):
        self.process.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.answers = self.results.get(timeout=60)
        self.process.join()
        accepted = [seconds for status, seconds in self.answers if status == 200]
        self.share = len(accepted) / max(1, len(self.answers))
        self.p99 = percentile(accepted, 0.99) if accepted else float("inf")
        self.others = {status: sum(1 for each, _ in self.answers if each == status) for status in {status for status, _ in self.answers} - {200}}
