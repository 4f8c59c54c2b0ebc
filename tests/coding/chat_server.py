"""A small chat server on loopback: it behaves well, slowly, wrongly or hostilely, as told."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def rows_of(request):
    """The statements of a request, as the model sees them between the fences."""
    lines = request["messages"][1]["content"].splitlines()
    return [json.loads(line) for line in lines[1:] if line.startswith("{")]


def empty_answer(row, **codes):
    return {
        "n": row["n"], "quote": row["text"][:12], "type": "goal", "level": "sub", "themes": [],
        "dimensions": [], "sdgs": [], "explicit_sdgs": [], "beneficiaries": [],
        "arena": "society", "challenges": [], "concepts": [], **codes,
    }  # fmt: skip


def good(request):
    """What a fair model says: a goal, about health where the text says so."""
    answers = [
        empty_answer(row, themes=["life.health"], sdgs=["3"])
        if "helse" in row["text"]
        else empty_answer(row)
        for row in rows_of(request)
    ]
    return chat(json.dumps({"answers": answers}, ensure_ascii=False))


def chat(text):
    said = {
        "choices": [{"message": {"content": text}}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
    }
    return 200, {}, json.dumps(said).encode()


class Server:
    """`behave(request, number)` gives status, headers and body, or does something worse."""

    def __init__(self, behave):
        self.behave = behave
        self.requests = []
        self.keys = []
        self.lock = threading.Lock()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/v1"


@contextmanager
def serving(behave):
    server = Server(behave)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with server.lock:
                server.requests.append(request)
                server.keys.append(self.headers.get("Authorization"))
                number = len(server.requests)
            said = server.behave(request, number)
            if said is None:  # hang up without a word
                self.close_connection = True
                return
            status, headers, body = said
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if isinstance(body, bytes):
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.end_headers()
            try:
                for part in body:
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                pass  # the client had enough
            self.close_connection = True

        def log_message(self, *_):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def trickle(seconds):
    """A byte now and then, for ever."""
    while True:
        yield b" "
        time.sleep(seconds)


def flood():
    while True:
        yield b"x" * 65536
