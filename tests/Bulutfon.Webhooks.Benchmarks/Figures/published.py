#!/usr/bin/env -S python3 -B
"""The folder that docs/install/publish.sh makes: its size, from the start of its process to the first 200, its memory when idle; and the unit's exposure."""
import argparse, os, re, shutil, subprocess, sys, tarfile, tempfile, time
from server import HERE, Server
import server as served

ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
MOST_EXPOSURE = 2.5


def megabytes(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names) / 1e6


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("archive", help="artifacts/bulutfon-webhooks-linux-x64.tar.gz")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(options.archive) as archive:
            archive.extractall(folder, filter="data")
        published = os.path.join(folder, os.listdir(folder)[0])
        print(f"packed {os.path.getsize(options.archive) / 1e6:.0f} MB, unpacked {megabytes(published):.0f} MB")
        served.WORK, served.HARNESS = folder, folder
        os.makedirs(f"{folder}/build")
        os.rename(published, f"{folder}/build/bulutfon")
        with open(f"{folder}/start.sh", "w") as start:
            start.write(open(os.path.join(HERE, "..", "Harness", "start.sh")).read().replace("exec dotnet Bulutfon.Webhooks.Server.dll", "exec ./Bulutfon.Webhooks.Server"))
        starts = []
        for _ in range(5):
            with Server() as server:
                starts.append(server.seconds_to_first_answer)
                time.sleep(3)
                idle = resident(server.process)
        print(f"start to first 200: median {sorted(starts)[2]:.2f} s; idle RSS {idle:.0f} MB")
    if shutil.which("systemd-analyze"):
        told = subprocess.run(["systemd-analyze", "security", "--offline=true", f"{ROOT}/docs/install/bulutfon-webhooks.service"], capture_output=True, text=True).stdout
        exposure = float(re.search(r"exposure level[^:]*: ([\d.]+)", told).group(1))
        print(f"exposure of the unit {exposure}")
        sys.exit("The unit is more exposed than it may be." if exposure > MOST_EXPOSURE else None)


if __name__ == "__main__":
    main()
