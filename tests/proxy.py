"""A way to a service of this machine that a test can cut, and mend, without touching the service."""

from __future__ import annotations

import contextlib
import select
import socket
import threading


class Proxy:
    """Passes connections on to a port; cut, it drops and refuses them; silent, it takes them and passes nothing on."""

    def __init__(self, to: int, host: str = "127.0.0.1") -> None:
        self._to = (host, to)
        self._open: set[socket.socket] = set()
        self.taken = 0
        self.silent = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._listen()

    def cut(self) -> None:
        """Drop what is open, at once and in both directions, and refuse what comes."""
        with contextlib.suppress(OSError):  # it is cut
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Pass on again, at the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                self.taken += 1
                threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection(self._to, 5) as server:
            pair = {client: server, server: client}
            self._open |= pair.keys()
            try:
                while True:
                    for one in select.select(list(pair), [], [], 0.5)[0]:
                        data = one.recv(65536)
                        if not data:
                            return
                        if not self.silent:
                            pair[one].sendall(data)
            finally:
                self._open -= pair.keys()
