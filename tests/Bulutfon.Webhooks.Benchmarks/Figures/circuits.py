"""Open pages of other machines: each has its circuit, reads what it is told to draw, says that it is drawn, and draws nothing."""
import base64, html, http.client, json, multiprocessing, os, re, selectors, socket, struct, sys, urllib.parse, zlib
from server import OPERATOR, PASSWORD

END = b"\x1e"


def pack(value):
    """MessagePack, as far as it is needed."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return b"\xd3" + struct.pack(">q", value)
    if isinstance(value, str):
        return b"\xdb" + struct.pack(">I", len(value.encode())) + value.encode()
    if isinstance(value, list):
        return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))
    return b"\x80"


def unpack(data, at=0):
    """A value, and where the next begins."""
    kind = data[at]
    at += 1
    if kind < 0x80:
        return kind, at
    if 0x80 <= kind < 0x90:
        for _ in range(2 * (kind & 15)):
            _, at = unpack(data, at)
        return {}, at
    if 0x90 <= kind < 0xA0 or kind in (0xDC, 0xDD):
        width = {0xDC: 2, 0xDD: 4}.get(kind, 0)
        count = int.from_bytes(data[at:at + width], "big") if width else kind & 15
        at += width
        values = []
        for _ in range(count):
            value, at = unpack(data, at)
            values.append(value)
        return values, at
    if kind in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[kind], at
    if 0xCC <= kind <= 0xD3:
        width = 1 << (kind - 0xCC if kind < 0xD0 else kind - 0xD0)
        return int.from_bytes(data[at:at + width], "big", signed=kind >= 0xD0), at + width
    width = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}.get(kind, 0)
    size = int.from_bytes(data[at:at + width], "big") if width else kind & 31
    at += width
    content = bytes(data[at:at + size])
    return content if 0xC4 <= kind <= 0xC6 else content.decode(), at + size


class Circuit:
    def __init__(self, port, cookie):
        self.port, self.cookie, self.drawn, self.size, self.is_open = port, cookie, 0, 0, True
        self.parts = b""
        page = self.ask("GET", "/")
        marker = json.loads(html.unescape(next(each for each in re.findall(r"<!--Blazor:(\{.*?\})-->", page) if "descriptor" in each)))
        state = (re.findall(r"<!--Blazor-Server-Component-State:(.*?)-->", page) or [""])[0]
        token = json.loads(self.ask("POST", "/_blazor/negotiate?negotiateVersion=1"))["connectionToken"]
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall((f"GET /_blazor?id={urllib.parse.quote(token)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
                                 "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nAccept-Language: tr\r\n"
                                 f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n").encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.connection.recv(4096)
        answer, self.tail = answer.split(b"\r\n\r\n", 1)
        if not answer.startswith(b"HTTP/1.1 101"):
            sys.exit(f"A circuit was answered {answer[:200]}")
        self.inflate = zlib.decompressobj(-15)
        self.frame(1, b'{"protocol":"blazorpack","version":1}' + END)
        self.is_greeted = False
        address = f"http://127.0.0.1:{port}/"
        self.invoke("StartCircuit", [address, address, "[]", state], "0")
        self.add = json.dumps({"batchId": 1, "operations": [{"type": "add", "ssrComponentId": 1, "marker": marker}]})
        self.state = state

    def ask(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers={"Cookie": self.cookie, "Accept": "text/html", "Accept-Language": "tr", "Origin": f"http://127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        if answer.status != 200:
            sys.exit(f"{method} {path} was answered {answer.status}")
        return content

    def frame(self, kind, content):
        size = len(content)
        head = bytes([0x80 | kind]) + (bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size) if size < 65536 else bytes([0xFF]) + struct.pack(">Q", size))
        # A mask of zeros leaves the content as it is.
        self.connection.sendall(head + bytes(4) + content)

    def invoke(self, target, arguments, answer=None):
        self.send([1, {}, answer, target, arguments, []])

    def send(self, message):
        content, length = pack(message), b""
        size = len(content)
        while True:
            length += bytes([size & 127 | (128 if size > 127 else 0)])
            size >>= 7
            if not size:
                break
        self.frame(2, length + content)

    def read(self):
        chunk = self.connection.recv(1 << 18)
        self.is_open = bool(chunk)
        self.size += len(chunk)
        self.tail += chunk
        while len(self.tail) >= 2:
            size, at = self.tail[1] & 127, 2
            if size > 125:
                at = 4 if size == 126 else 10
                size = int.from_bytes(self.tail[2:at], "big")
            if len(self.tail) < at + size:
                return
            head, content, self.tail = self.tail[0], self.tail[at:at + size], self.tail[at + size:]
            if head & 15 == 8:
                self.is_open = False
            elif head & 15 < 8:
                self.is_packed = head & 0x40 if head & 15 else self.is_packed
                self.parts += content
                if head & 0x80:
                    self.take(self.inflate.decompress(self.parts + b"\0\0\xff\xff") if self.is_packed else self.parts)
                    self.parts = b""

    def take(self, content):
        if not self.is_greeted:
            self.is_greeted, (_, content) = True, content.split(END, 1)
        at = 0
        while at < len(content):
            shift = size = 0
            while True:
                byte, at = content[at], at + 1
                size |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            self.hear(unpack(content, at)[0])
            at += size

    def hear(self, message):
        if message[0] == 3:
            self.invoke("UpdateRootComponents", [self.add, self.state])
        elif message[0] == 7 or message[0] == 1 and message[3] == "JS.Error":
            sys.exit(f"A circuit ended: {message}")
        elif message[0] == 1 and message[3] == "JS.RenderBatch":
            self.drawn += 1
            self.invoke("OnRenderCompleted", [message[4][0], None])
        elif message[0] == 1 and message[3] == "JS.BeginInvokeJS":
            self.invoke("EndInvokeJSFromDotNet", [message[4][0], True, f"[{message[4][0]},true,null]"])


def sign_in(port):
    """The session's cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    form, page = answer.getheader("Set-Cookie").split(";")[0], answer.read().decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields = {**{name: html.unescape(value) for name, value in fields.items()}, "UserName": OPERATOR, "Password": PASSWORD}
    connection.request("POST", "/sign-in", urllib.parse.urlencode(fields), {"Cookie": form, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"})
    answer = connection.getresponse()
    answer.read()
    session = [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie" and "form" not in value.split("=")[0]]
    if not session:
        sys.exit(f"The sign-in was answered {answer.status}.")
    return session[0]


def follow(port, count, ready, stop, results):
    cookie, selector = sign_in(port), selectors.DefaultSelector()
    circuits = [Circuit(port, cookie) for _ in range(count)]
    for circuit in circuits:
        selector.register(circuit.connection, selectors.EVENT_READ, circuit)
    while not stop.is_set():
        for key, _ in selector.select(0.1):
            key.data.read()
            if not key.data.is_open:
                selector.unregister(key.fileobj)
        if all(circuit.drawn for circuit in circuits):
            ready.set()
    results.put((sum(circuit.is_open for circuit in circuits), sum(circuit.drawn for circuit in circuits), sum(circuit.size for circuit in circuits)))


class Circuits:
    """Open from `with` to its end, in a process of their own."""

    def __init__(self, port, count):
        self.ready, self.stop, self.results = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=follow, args=(port, count, self.ready, self.stop, self.results), daemon=True)

    def __enter__(self):
        self.process.start()
        if not self.ready.wait(60):
            sys.exit("The circuits do not begin to draw.")
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.live, self.drawn, self.bytes = self.results.get(timeout=60)
        self.process.join()
