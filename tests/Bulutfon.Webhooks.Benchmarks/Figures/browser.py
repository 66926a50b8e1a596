"""A headless Chromium that shows one page, driven over its debugging pipe."""
import json, os, shutil, subprocess, sys, tempfile, time


class Browser:
    """Runs from `with` to its end; only this process is ended, by its id, and its profile goes with it."""

    def __init__(self, program="chromium", niceness=0):
        """A niceness above 0 leaves the processor to the server, as a browser on another machine would."""
        self.niceness = niceness
        self.program = shutil.which(program) or sys.exit(f"There is no {program}: name one by --browser.")

    def __enter__(self):
        self.profile, self.last = tempfile.mkdtemp(prefix="figure-browser-"), 0
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        # It reads commands from descriptor 3 and writes answers to 4.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "bash", "nice", "-n", str(self.niceness), self.program, "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", f"--user-data-dir={self.profile}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.answers = os.fdopen(self.answers, "rb", buffering=1 << 20)
        self.session, self.tail = None, b""
        pages = [each for each in self.call("Target.getTargets")["targetInfos"] if each["type"] == "page"]
        page = pages[0]["targetId"] if pages else self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        self.answers.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, **parameters):
        self.last += 1
        command = {"id": self.last, "method": method, "params": parameters, **({"sessionId": self.session} if self.session else {})}
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            answer = json.loads(self.next())
            if answer.get("id") == self.last:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def next(self):
        """The next message; each ends with a NUL."""
        while b"\0" not in self.tail:
            more = self.answers.read1(1 << 20)
            if not more:
                sys.exit("The browser has ended.")
            self.tail += more
        message, self.tail = self.tail.split(b"\0", 1)
        return message

    def open(self, address):
        failure = self.call("Page.navigate", url=address).get("errorText")
        if failure:
            sys.exit(f"{address}: {failure}")
        while self.evaluate("document.readyState") != "complete":
            time.sleep(0.01)

    def evaluate(self, expression):
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            sys.exit(f"{expression}: {told['exceptionDetails']}")
        return told["result"].get("value")
