"""A PostgreSQL of a figure's own: on a free loopback port, synced to disk as its default is, in a folder that goes with it."""
import os, pwd, shutil, signal, socket, subprocess, sys, tempfile, time
from server import WORK

USER = "postgres"


def programs():
    debian = sorted((f"/usr/lib/postgresql/{version}/bin" for version in os.listdir("/usr/lib/postgresql")), reverse=True) if os.path.isdir("/usr/lib/postgresql") else []
    for folder in debian + os.environ["PATH"].split(":"):
        if os.path.exists(f"{folder}/initdb"):
            return folder
    sys.exit("There is no PostgreSQL: apt-get install postgresql")


class Postgres:
    """Runs from `with` to its end; only this process is ended, by its id. A folder that is named is kept, and used again."""

    def __init__(self, folder=None):
        self.programs, self.is_kept = programs(), folder is not None
        # PostgreSQL refuses to run as root.
        self.rights = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        self.folder = os.path.abspath(folder) if folder else None

    def __enter__(self):
        os.makedirs(self.folder or WORK, exist_ok=True)
        self.folder = self.folder or tempfile.mkdtemp(prefix="figure-postgres-", dir=WORK)
        if self.rights:
            shutil.chown(self.folder, USER)
        self.data, self.log = f"{self.folder}/data", f"{self.folder}/log"
        try:
            if not os.path.exists(f"{self.data}/PG_VERSION"):
                self.run("initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self.remove()

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [f"{self.programs}/postgres", "-D", self.data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                 "-c", "synchronous_commit=on", "-c", "max_connections=200"],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.rights)
        while subprocess.run([f"{self.programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode != 0:
            if self.process.poll() is not None:
                with open(self.log) as log:
                    sys.exit("PostgreSQL does not start: " + log.read()[-2000:])
            time.sleep(0.05)

    def stop(self, how=signal.SIGINT):
        """By default its connections are cut and it stops in order; SIGQUIT is a crash, after which it recovers."""
        self.process.send_signal(how)
        self.process.wait(60)

    def remove(self):
        if not self.is_kept:
            shutil.rmtree(self.folder)

    def run(self, program, *arguments):
        """What the program prints."""
        done = subprocess.run([f"{self.programs}/{program}", *arguments], cwd=self.folder, capture_output=True, text=True, **self.rights)
        if done.returncode != 0:
            sys.exit(f"{program} failed: {done.stderr}")
        return done.stdout

    def sql(self, statement, database=USER):
        """The rows, each a list of texts."""
        output = self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database, "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", statement)
        return [line.split("\t") for line in output.splitlines()]

    def database(self, name):
        """The connection string of a database, which is made if it is not there."""
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.sql(f"CREATE DATABASE {name} TEMPLATE template0")
        return f"Host=127.0.0.1;Port={self.port};Username={USER};Database={name};Maximum Pool Size=20"
