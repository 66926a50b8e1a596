"""Load by wrk, with the scripts of the load harness that the environment variable BENCH names."""
import os, re, subprocess, sys, time
from server import HOOK, PASSWORD, PATH

BENCH = os.environ.get("BENCH", "")


class Load:
    """wrk from `with` to its end; it ends by itself after its seconds, and with the script in any case."""

    def __init__(self, port, seconds, connections=64, mix="hangup", script=None, padding=0):
        self.padding = padding
        self.script = script or f"{BENCH}/load/{mix}.lua"
        if not os.path.isfile(f"{BENCH}/load/{mix}.lua"):
            sys.exit("Name the load harness by the environment variable BENCH: a folder with load/hangup.lua.")
        self.command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", self.script, f"http://127.0.0.1:{port}{PATH}"]

    def __enter__(self):
        environment = {**os.environ, "BENCH": BENCH, "BUSER": HOOK, "BPASS": PASSWORD, "PADDING": str(self.padding), "RUNSEED": str(time.time_ns() // 1_000_000)}
        self.process = subprocess.Popen(self.command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    @property
    def runs(self):
        return self.process.poll() is None

    def result(self):
        """What wrk counted: requests, seconds, non2xx, sockerr, timeout, p50us, p99us, …"""
        output = self.process.communicate()[0]
        lines = re.findall(r"^(?:RESULT|STATUS) (.*)$", output, re.M)
        if not lines:
            sys.exit("wrk failed: " + output)
        return {key: float(value) for key, value in (pair.split("=") for pair in " ".join(lines).split())}


def rate(port, seconds, **load):
    """Accepted posts a second."""
    with Load(port, seconds, **load) as running:
        result = running.result()
    return (result["requests"] - result["non2xx"]) / result["seconds"]
