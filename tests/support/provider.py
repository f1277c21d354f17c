"""A real OpenID Connect server in a process of its own, on the loopback, that signs with RS256 and can misbehave.

It logs in whomever ``POST /control`` names, without asking: ``{"claims": {…}, "fault": "nonce"}``. What Authlib and
joserfc have for servers does the work: challenge of PKCE, keys, signatures.
"""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "wuzha", "its secret"


class Provider:
    """The process of one server. Its address is told by itself on its first line."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.issuer = self.process.stdout.readline().strip()

    def say(self, fault: str = "", **claims: Any) -> None:
        """Whom to log in from now on, and what to do wrongly."""
        body = json.dumps({"claims": claims, "fault": fault}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.issuer}/control", body), timeout=10).close()

    def asked(self) -> list[str]:
        """What it was asked for since the last time, by path."""
        with urllib.request.urlopen(f"{self.issuer}/asked", timeout=10) as answer:
            found: list[str] = json.load(answer)
            return found

    def login(self, address: str) -> str:
        """Go where the application sends a browser, and where this server sends it back to."""
        opener = urllib.request.build_opener(_Stay)
        return str(opener.open(address, timeout=10).headers["Location"])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


class Server(ThreadingHTTPServer):
    """What the server knows: its keys, whom to log in, the codes that are out."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.other = RSAKey.generate_key(2048, {"kid": "one"})
        self.claims: dict[str, Any] = {}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []


class Answer(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/asked":
            asked, self.server.asked = self.server.asked, []
            return self._json(asked)
        self.server.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            return self._json(self._published())
        if parts.path == "/keys":
            return self._json({"keys": [self.server.key.as_dict(private=False)]})
        if parts.path == "/authorize":
            return self._authorize(given)
        return self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            told = json.loads(body)
            self.server.claims, self.server.fault = told["claims"], told["fault"]
            return self._json({})
        self.server.asked.append(self.path)
        return self._token({name: values[0] for name, values in parse_qs(body).items()})

    def _published(self) -> dict[str, Any]:
        at = self.server.issuer
        return {
            "issuer": "https://evil.example" if self.server.fault == "discovery" else at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "end_session_endpoint": f"{at}/logout",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def _authorize(self, given: dict[str, str]) -> None:
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(given.get(name) != value for name, value in wanted.items()) or "openid" not in given["scope"].split():
            self._json({"error": "invalid_request"}, 400)
            return
        answer = {"state": given["state"]}
        if self.server.fault == "denied":
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self.server.codes[answer["code"]] = given
        self.send_response(302)
        self.send_header("Location", f"{given['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _token(self, given: dict[str, str]) -> None:
        begun = self.server.codes.pop(given.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = (
            begun is not None
            and self.headers["Authorization"] == basic
            and given.get("redirect_uri") == begun["redirect_uri"]
            and create_s256_code_challenge(given.get("code_verifier", "")) == begun["code_challenge"]
        )
        if begun is None or not right:
            return self._json({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 60}
        if self.server.fault != "no_token":
            answer["id_token"] = self._signed(begun["nonce"])
        return self._json(answer)

    def _signed(self, nonce: str) -> str:
        now, fault = int(time.time()), self.server.fault
        claims = {
            "iss": self.server.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            **self.server.claims,
        }
        claims |= {
            "nonce": {"nonce": "another"},
            "expired": {"iat": now - 7200, "exp": now - 3600},
            "audience": {"aud": "another"},
            "issuer": {"iss": "https://evil.example"},
        }.get(fault, {})
        if fault == "unsigned":
            parts = [{"alg": "none"}, claims]
            return (
                ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
                + "."
            )
        if fault == "secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 4))
        key = self.server.other if fault == "key" else self.server.key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)

    def _json(self, what: Any, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())


if __name__ == "__main__":
    server = Server()
    sys.stdout.write(f"{server.issuer}\n")
    sys.stdout.flush()
    server.serve_forever()
