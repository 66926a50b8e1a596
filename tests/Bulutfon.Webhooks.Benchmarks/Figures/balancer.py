"""HAProxy before some replicas, with the configuration that docs/replicas.md recommends, on a free loopback port."""
import os, re, shutil, socket, subprocess, sys, tempfile, time
from server import HERE, WORK

DOCUMENT = os.path.join(HERE, "..", "..", "..", "docs", "replicas.md")


def configuration(port, servers):
    """The document's, but for the addresses."""
    with open(DOCUMENT) as document:
        text = re.search(r"```haproxy\n(.*?)```", document.read(), re.S).group(1)
    example = re.search(r"^( +server )\w+ \S+( .*cookie )\w+\n", text, re.M)
    lines = "".join(f"{example[1]}{name} 127.0.0.1:{server.port}{example[2]}{name}\n" for name, server in servers.items())
    text = re.sub(r"(^ +server .*\n)+", lambda _: lines, text, flags=re.M)
    text = re.sub(r"( +bind ).*", rf"\g<1>127.0.0.1:{port}", text)
    return text.replace("global\n", "global\n    log stdout format raw daemon\n").replace("defaults\n", "defaults\n    log global\n    option httplog\n    option dontlog-normal\n")


class Balancer:
    """Runs from `with` to its end; only this process is ended, by its id."""

    def __init__(self, servers):
        self.servers = servers

    def __enter__(self):
        program = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin") or sys.exit("There is no HAProxy: apt-get install haproxy")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = tempfile.mkdtemp(prefix="figure-haproxy-", dir=WORK)
        try:
            self.start(program)
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def start(self, program):
        with open(f"{self.folder}/haproxy.cfg", "w") as file:
            file.write(configuration(self.port, self.servers))
        with open(f"{self.folder}/log", "w") as log:
            self.process = subprocess.Popen([program, "-db", "-f", f"{self.folder}/haproxy.cfg"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("HAProxy does not start: " + self.told())
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)

    def told(self):
        with open(f"{self.folder}/log") as log:
            return log.read()
