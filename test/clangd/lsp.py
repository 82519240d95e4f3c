"""A client of the language server protocol, as far as tests need it."""

import json
import os
import pathlib
import queue
import subprocess
import threading


class Client:
    """A server for the folder `root`; end it with close().

    Each answer and each diagnosis has to come within `timeout` seconds:
    otherwise queue.Empty is raised, which fails a test.
    """

    def __init__(self, command, root, timeout=60):
        self.root = os.path.abspath(root)
        self.timeout = timeout
        self.log = open(os.path.join(self.root, "server.log"), "a")
        self.process = subprocess.Popen(command, cwd=self.root, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.log)
        self.responses, self.diagnoses = queue.Queue(), queue.Queue()
        self.last_id = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.abilities = self.request("initialize", {
            "processId": os.getpid(),
            "rootUri": uri(self.root),
            "capabilities": {"textDocument": {
                "publishDiagnostics": {"relatedInformation": True, "codeActionsInline": True},
                "codeAction": {"codeActionLiteralSupport": {
                    "codeActionKind": {"valueSet": ["quickfix"]}}},
            }},
        })
        self.notify("initialized", {})

    def open(self, path):
        text = open(os.path.join(self.root, path)).read()
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(path), "languageId": "cpp", "version": 1, "text": text}})

    def change(self, path, text, version):
        """Replaces the text in the editor; the file stays as it is."""
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(path), "version": version},
            "contentChanges": [{"text": text}]})

    def diagnostics(self, path, version):
        """What is said of that version of a file, sorted by place."""
        while True:
            params = self.diagnoses.get(timeout=self.timeout)
            if params["uri"] == self.uri(path) and params.get("version") == version:
                return sorted(params["diagnostics"], key=lambda d: d["range"]["start"]["line"])

    def request(self, method, params):
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": params})
        while True:
            response = self.responses.get(timeout=self.timeout)
            if response["id"] == self.last_id:
                if "error" in response:
                    raise RuntimeError(response["error"])
                return response["result"]

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def uri(self, path):
        return uri(os.path.join(self.root, path))

    def close(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(timeout=self.timeout)
        self.log.close()
        return status

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while (line := stream.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(stream.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                self.diagnoses.put(message["params"])
            elif "id" in message and "method" not in message:
                self.responses.put(message)


def uri(path):
    return pathlib.Path(path).as_uri()


def describe(diagnostic):
    """`3: warning: text [code]`, and a line `  file:3: text` for each note."""
    severity = {1: "error", 2: "warning", 3: "information", 4: "hint"}[diagnostic["severity"]]
    line = diagnostic["range"]["start"]["line"] + 1
    out = [f"{line}: {severity}: {diagnostic['message']} [{diagnostic.get('code', '')}]"]
    for related in diagnostic.get("relatedInformation", []):
        where = related["location"]
        name = where["uri"].rsplit("/", 1)[-1]
        out.append(f"  {name}:{where['range']['start']['line'] + 1}: {related['message']}")
    return "\n".join(out)
