"""A mail server for the bench that takes everything at once: python -m devstack.bench_sink PORT."""

import socketserver
import sys


class Line(socketserver.StreamRequestHandler):
    """One connection, kept for as many messages as the sender likes."""

    def handle(self) -> None:
        self.say(b"220 sink.example")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say(b"354 go on")
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    del text
            self.say(b"221 bye" if word == b"QUIT" else b"250 OK")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


if __name__ == "__main__":
    with Sink(("127.0.0.1", int(sys.argv[1])), Line) as sink:
        sink.serve_forever()
