"""What KServe's sklearn server does with one model: answers the V1 protocol. Prints the port that it found."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import joblib

name, file = sys.argv[1], sys.argv[2]
model = joblib.load(file)


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != f"/v1/models/{name}:predict":
            return self.say(404, {"error": f"no {self.path}"})
        answers = model.predict(json.loads(body)["instances"])
        self.say(200, {"predictions": answers.tolist()})

    def say(self, status, answer):
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
print(server.server_port, flush=True)
server.serve_forever()
