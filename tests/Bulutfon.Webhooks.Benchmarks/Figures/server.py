"""The published server on a journal file or a database of PostgreSQL, started as Harness/start.sh starts it, on a free loopback port."""
import base64, http.client, json, os, re, shutil, socket, subprocess, sys, tempfile, time, urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
HARNESS = os.path.join(HERE, "..", "Harness")
WORK = os.environ.get("WORK", "/tmp/perf")
HOOK, OPERATOR, PASSWORD = os.environ.get("BUSER", "bulutfon"), "operator", os.environ.get("BPASS", "s3cret")
PATH = "/webhooks/bulutfon"
# Always the same event, so that a journal that is kept between runs grows by one row at most.
PROBE = json.dumps({"event_type": "call_init", "caller": 1, "callee": 2, "uuid": "probe", "direction": "IN", "timestamp": 1000000000000000})


class Client:
    """One connection with credentials, made anew when it breaks."""

    def __init__(self, port, user, timeout=30):
        self.port, self.timeout, self.connection = port, timeout, None
        token = base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}"}

    def request(self, method, path, body=None):
        """Status, body and seconds; the status is 0 when there was no answer."""
        started = time.perf_counter()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self.connection.request(method, path, body, {**self.headers, **({"Content-Type": "application/json"} if body else {})})
            answer = self.connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            status, content = 0, b""
        return status, content, time.perf_counter() - started

    def get(self, path, **query):
        return self.request("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def page(self, **query):
        status, content, _ = self.get("/api/events", **query)
        if status != 200:
            sys.exit(f"GET /api/events {query} was answered {status}: {content.decode()}")
        return json.loads(content)

    def post(self, body=PROBE):
        return self.request("POST", PATH, body)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Server:
    """Runs from `with` to its end; only this process is ended, by its id."""

    def __init__(self, journal=None, database=None):
        """With a connection string as the database it is a replica, and has no file."""
        self.folder, self.settings = None, {}
        if database is not None:
            self.settings = {"Journal__Provider": "PostgreSql", "JOURNAL": database}
            journal = os.devnull
        elif journal is None:
            os.makedirs(WORK, exist_ok=True)
            self.folder = tempfile.mkdtemp(prefix="figure-", dir=WORK)
            journal = os.path.join(self.folder, "journal.db")
        self.journal = os.path.abspath(journal)

    def __enter__(self):
        if not os.path.exists(f"{WORK}/build/bulutfon/Bulutfon.Webhooks.Server.dll"):
            sys.exit(f"There is no published server in {WORK}: run {os.path.normpath(HARNESS)}/build.sh first.")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = tempfile.TemporaryFile()
        self.start()
        return self

    def start(self):
        """Also after a kill, on the same port."""
        environment = {**os.environ, **self.settings, "WORK": WORK, "PORT": str(self.port), "DB": self.journal, "BUSER": HOOK, "BPASS": PASSWORD}
        started = time.perf_counter()
        self.process = subprocess.Popen(["bash", f"{HARNESS}/start.sh"], env=environment,
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        try:
            self.seconds_to_first_answer = self.wait_for_answer(started)
        except BaseException:
            self.stop()
            raise

    def kill(self):
        self.process.kill()
        self.process.wait()

    def __exit__(self, *_):
        self.stop()

    def wait_for_answer(self, started):
        client = self.hook()
        while client.post()[0] != 200:
            if self.process.poll() is not None or time.perf_counter() - started > 60:
                self.log.seek(0)
                sys.exit("The server does not start: " + self.log.read().decode()[-2000:])
            time.sleep(0.002)
        client.close()
        return time.perf_counter() - started

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        if self.folder is not None:
            shutil.rmtree(self.folder)

    def hook(self):
        return Client(self.port, HOOK)

    def operator(self):
        return Client(self.port, OPERATOR)

    def peak_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def wait_until_indexed(self):
        client = self.operator()
        while "indexed_to" in client.page(uuid="none", limit=1):
            pass
        client.close()


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]
