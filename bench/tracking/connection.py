"""One keep-alive HTTP connection over a raw socket, with the least work per request that Python allows.

The same code drives every server, so that its own cost (about 0.05 ms a call) is the same for all of them. Requests are
encoded before a clock starts; answers are only taken apart as far as HTTP needs, their JSON is read after the clock has stopped.
"""

import json
import socket
from urllib.parse import urlencode


class HttpError(Exception):
    """A server answered something else than 200: says what was asked and what came back."""


class Connection:
    """A connection to `host:port`; `authorization` is the whole header value, or None."""

    def __init__(self, host: str, port: int, authorization: str | None = None, timeout: float = 120.0) -> None:
        self._socket = socket.create_connection((host, port), timeout=timeout)
        # Without this Nagle's algorithm and delayed ACKs would add 40 ms to some requests.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        credential = f"Authorization: {authorization}\r\n" if authorization else ""
        self._fixed = f" HTTP/1.1\r\nHost: {host}:{port}\r\n{credential}Content-Type: application/json\r\nContent-Length: "

    def close(self) -> None:
        self._socket.close()

    def encode(self, method: str, path: str, body: object = None) -> bytes:
        """The bytes of one request; `body` is written as JSON, None sends an empty one."""
        content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
        return f"{method} {path}{self._fixed}{len(content)}\r\n\r\n".encode() + content

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Sends one encoded request and reads its whole answer: status and body."""
        self._socket.sendall(request)
        return self._answer()

    def post(self, path: str, body: object) -> dict:
        """POST to the MLflow API, JSON in and out. Raises HttpError for anything but 200."""
        return self._checked("POST", f"/api/2.0/mlflow/{path}", body)

    def get(self, path: str, query: dict[str, object]) -> dict:
        """GET from the MLflow API. Raises HttpError for anything but 200."""
        return self._checked("GET", f"/api/2.0/mlflow/{path}?{urlencode(query, doseq=True)}", None)

    def _checked(self, method: str, path: str, body: object) -> dict:
        status, content = self.exchange(self.encode(method, path, body))
        if status != 200:
            raise HttpError(f"{method} {path} answered {status}: {content[:300].decode(errors='replace')}")
        return json.loads(content)

    def _more(self) -> bytes:
        piece = self._socket.recv(1 << 20)
        if not piece:
            raise HttpError("the server closed the connection in the middle of an answer")
        return piece

    def _answer(self) -> tuple[int, bytes]:
        head = self._rest
        while (end := head.find(b"\r\n\r\n")) < 0:
            head += self._more()
        rest = head[end + 4:]
        fields = head[:end].lower()
        status = int(head[9:12])
        at = fields.find(b"\r\ncontent-length:")
        if at >= 0:
            stop = fields.find(b"\r\n", at + 2)
            length = int(fields[at + 17:stop if stop >= 0 else end])
            if len(rest) < length:
                rest = self._fill(rest, length)
            self._rest = rest[length:]
            return status, rest[:length]
        if b"\r\ntransfer-encoding: chunked" in fields:
            return status, self._chunks(rest)
        self._rest = rest
        return status, b""

    def _fill(self, rest: bytes, length: int) -> bytes:
        pieces, have = [rest], len(rest)
        while have < length:
            piece = self._more()
            pieces.append(piece)
            have += len(piece)
        return b"".join(pieces)

    def _chunks(self, rest: bytes) -> bytes:
        buffer, at, body = bytearray(rest), 0, []
        while True:
            while (line := buffer.find(b"\r\n", at)) < 0:
                buffer += self._more()
            size = int(bytes(buffer[at:line]).split(b";")[0], 16)
            start = line + 2
            while len(buffer) < start + size + 2:
                buffer += self._more()
            if size == 0:
                self._rest = bytes(buffer[start + 2:])
                return b"".join(body)
            body.append(bytes(buffer[start:start + size]))
            at = start + size + 2
