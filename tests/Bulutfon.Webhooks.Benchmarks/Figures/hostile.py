#!/usr/bin/env -S python3 -B
"""Attacks the published server from 127.0.0.1 while the real hook posts from 127.0.0.2; prints what the hook notices of each attack."""
import argparse, multiprocessing, os, re, resource, socket, subprocess, sys, tempfile, time
from hook import Hook
from server import PASSWORD, PATH, Server

HOST = "Host: localhost\r\n"
HEAD = f"POST {PATH} HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n"
EVENT = b'{"event_type":"call_init","uuid":"attack"}'


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.settimeout(2)
    return connection


def statuses(data):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", data)]


def exchange(port, data):
    """The statuses of all answers to some bytes; empty if the connection was closed."""
    try:
        with connect(port) as connection:
            connection.sendall(data)
            answer = b""
            while part := connection.recv(65536):
                answer += part
                if len(answer) > 1_000_000:
                    break
    except OSError:
        pass
    return statuses(locals().get("answer", b""))


def drip(port, until, head, each, count):
    """Many connections that send a byte now and then."""
    open_, seen = [], []
    for _ in range(count):
        try:
            connection = connect(port)
            connection.sendall(head)
            connection.setblocking(False)
            open_.append(connection)
        except OSError:
            break
    while time.time() < until and open_:
        for connection in open_[:]:
            try:
                connection.send(each)
                seen += statuses(connection.recv(4096))
            except BlockingIOError:
                pass
            except OSError:
                open_.remove(connection)
        time.sleep(0.5)
    return seen


def again(port, until, *requests):
    seen = []
    while time.time() < until:
        for data in requests:
            seen += exchange(port, data)
    return seen


def raw(head, body=b""):
    return (head + "Connection: close\r\n\r\n").encode("latin-1") + body


def slow_headers(port, until):
    return drip(port, until, HEAD.encode(), b"X-A: b\r\n", 500)


def slow_body(port, until):
    return drip(port, until, (HEAD + "Content-Length: 100000\r\n\r\n").encode(), b" ", 500)


def idle(port, until):
    return drip(port, until, b"", b"", 2000)


def wrong_lengths(port, until):
    return again(port, until, *(raw(HEAD + f"Content-Length: {length}\r\n", EVENT) for length in ("-1", "1e3", "99999999999999999999", "0x10", "5", "10, 20")),
                 raw(HEAD + "Content-Length: 5\r\nContent-Length: 42\r\n", EVENT))


def chunk_garbage(port, until):
    head = HEAD + "Transfer-Encoding: chunked\r\n"
    return again(port, until, raw(head, b"zz\r\nno\r\n"), raw(head, b"FFFFFFFFFFFFFFFF\r\nx"), raw(head, b"5;" + b"a" * 100_000), raw(head, b"-1\r\n\r\n"), raw(head, b"2\r\nabcdef"))


def smuggling(port, until):
    inside = raw(f"GET /health/live HTTP/1.1\r\n{HOST}")
    return again(port, until, raw(HEAD + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + inside),
                 raw(HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n" + inside),
                 raw(HEAD + "Transfer-Encoding : chunked\r\n", b"0\r\n\r\n" + inside), raw(HEAD + "Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"))


def many_headers(port, until):
    return again(port, until, raw(HEAD + "".join(f"X-{number}: y\r\n" for number in range(10_000))), raw(HEAD + "X: " + "y" * 1_000_000 + "\r\n"))


def nuls_and_paths(port, until):
    paths = ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/events/%00", "//api//events", "/webhooks/bulutfon/..%2f..", "/" + "a" * 20_000, "/\x00", "*", "http://evil/")
    return again(port, until, *(raw(f"GET {path} HTTP/1.1\r\n{HOST}") for path in paths), raw(HEAD + "X-A: \x00b\r\n"), b"\x00" * 4096, b"\x16\x03\x01" + os.urandom(500))


def large_bodies(port, until):
    block, seen = b"x" * (1 << 20), []
    while time.time() < until:
        try:
            with connect(port) as connection:
                connection.sendall((HEAD + f"Content-Length: {100 << 20}\r\n\r\n").encode())
                for _ in range(100):
                    connection.sendall(block)
                seen += statuses(connection.recv(4096))
        except OSError:
            pass
    return seen


def wrong_passwords(port, until):
    script = """
        local n = 0
        local b = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
        local function e(s) return ((s:gsub('.', function(x) local r, c = '', x:byte() for i = 8, 1, -1 do r = r .. (c % 2^i - c % 2^(i-1) > 0 and '1' or '0') end return r end) .. '0000'):gsub('%d%d%d?%d?%d?%d?', function(x)
          if #x < 6 then return '' end local c = 0 for i = 1, 6 do c = c + (x:sub(i, i) == '1' and 2^(6-i) or 0) end return b:sub(c+1, c+1) end) .. ({'', '==', '='})[#s % 3 + 1]) end
        function delay() return 5 end
        function request() n = n + 1 return wrk.format('POST', nil, {['Authorization'] = 'Basic ' .. e('bulutfon:' .. n .. 'wrong'), ['Content-Type'] = 'application/json'}, '{}') end
        local all = {}
        function setup(thread) table.insert(all, thread) end
        local s = {}
        function response(status) s[status] = (s[status] or 0) + 1; counted = '' for k, v in pairs(s) do counted = counted .. k .. '=' .. v .. ' ' end end
        function done() for _, thread in ipairs(all) do print('STATUS ' .. (thread:get('counted') or '')) end end
        """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        seconds = max(1, round(until - time.time()))
        output = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", file.name, f"http://127.0.0.1:{port}{PATH}"], capture_output=True, text=True).stdout
    counted = {int(status): int(count) for status, count in re.findall(r"(\d{3})=(\d+)", output)}
    return {**counted, "per second": round(sum(counted.values()) / seconds)}


ATTACKS = [slow_headers, slow_body, idle, wrong_lengths, chunk_garbage, smuggling, many_headers, nuls_and_paths, large_bodies, wrong_passwords]


def attack(which, port, until, results):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    seen = which(port, until)
    results.put(seen if isinstance(seen, dict) else {status: seen.count(status) for status in sorted(set(seen))})


def measured(server, seconds, which=None, source="127.0.0.2"):
    results, answers = multiprocessing.Queue(), {}
    until = time.time() + seconds
    with Hook(server.port, source=source) as hook:
        if which is None:
            time.sleep(seconds)
        else:
            attacker = multiprocessing.Process(target=attack, args=(which, server.port, until, results))
            attacker.start()
            answers = results.get(timeout=seconds + 60)
            attacker.join()
    return hook, answers


def told(server):
    """Lines of the log that are errors, or have an exception in them."""
    server.log.seek(0)
    return [line for line in server.log.read().decode(errors="replace").splitlines() if re.search(r'"@l":"(Error|Fatal)"|"@x"|Unhandled', line)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=6, help="of each attack")
    arguments.add_argument("--only", nargs="*", metavar="ATTACK", help="some of " + ", ".join(which.__name__ for which in ATTACKS))
    options = arguments.parse_args()
    attacks = [which for which in ATTACKS if not options.only or which.__name__ in options.only]
    failed = []
    with Server() as server:
        measured(server, 3)
        before, _ = measured(server, options.seconds)
        print(f"{'no attack':>16}: the hook's p99 {before.p99 * 1000:.1f} ms, accepted {before.share:.2%} of {len(before.answers)}; RSS at most {server.peak_megabytes():.0f} MB")
        for which, source in [(which, "127.0.0.2") for which in attacks] + [(which, "127.0.0.1") for which in attacks if which is wrong_passwords]:
            hook, answers = measured(server, options.seconds, which, source)
            name = which.__name__ + (" from its own address" if source == "127.0.0.1" else "")
            print(f"{name:>16}: the hook's p99 {hook.p99 * 1000:.1f} ms ({hook.p99 / before.p99:.1f} of none), accepted {hook.share:.2%} {hook.others or ''}; "
                  f"attacker got {answers}; RSS at most {server.peak_megabytes():.0f} MB", flush=True)
            failed += [f"{name} was answered {status}" for status in answers if isinstance(status, int) and status >= 500 and status != 503]
            failed += [f"{name}: the hook was refused {hook.others}"] if hook.share < 1 else []
        failed += told(server)[:5]
    sys.exit("\n".join(failed) if failed else None)


if __name__ == "__main__":
    main()
