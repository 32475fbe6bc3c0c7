"""What the server refuses."""

from contextlib import suppress

import pytest

from dispatch.workbench.security import COOKIE, SESSION, Guard, Rules


async def _inner(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope[SESSION].encode()})


def ask(rules, headers=(), method="GET", path="/", query="", kind="http"):
    """(status, headers, body) of an answer; a socket that is refused has its code as status."""
    sent = []

    async def send(event):
        sent.append(event)

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    with suppress(StopIteration):  # nothing in it waits
        Guard(_inner, rules)(scope, None, send).send(None)
    if sent[0]["type"] == "websocket.close":
        return sent[0]["code"], {}, b""
    return sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}, sent[1]["body"]


LOCAL = Rules("127.0.0.1")
OPEN = Rules("0.0.0.0", "secret")


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_names_of_loopback_are_answered_with_a_policy(host):
    status, headers, session = ask(LOCAL, [("host", host)])
    assert status == 200 and "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert f"{SESSION}={session.decode()}" in headers["set-cookie"] and "SameSite=Strict" in headers["set-cookie"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "10.0.0.1:8765"])
def test_another_name_is_refused_on_loopback(host):
    assert ask(LOCAL, [("host", host)])[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
def test_a_change_or_a_socket_from_another_site_is_refused(origin):
    headers = [("host", "127.0.0.1:8765"), ("origin", origin)]
    assert ask(LOCAL, headers, "POST")[0] == 403
    assert ask(LOCAL, headers, kind="websocket")[0] == 1008
    same = [("host", "127.0.0.1:8765"), ("origin", "http://127.0.0.1:8765")]
    assert ask(LOCAL, same, "POST")[0] == 200


def test_the_session_of_a_browser_is_kept():
    status, headers, session = ask(LOCAL, [("host", "localhost"), ("cookie", f"{SESSION}=mine")])
    assert status == 200 and session == b"mine" and "set-cookie" not in headers


def test_a_token_is_needed_and_becomes_a_cookie():
    host = ("host", "machine:8765")
    assert ask(OPEN, [host])[0] == 403
    assert ask(OPEN, [host], query="token=wrong")[0] == 403
    assert ask(OPEN, [host, ("cookie", f"{COOKIE}=wrong")])[0] == 403
    status, headers, _ = ask(OPEN, [host], path="/case", query="path=a&token=secret")
    assert status == 303 and headers["location"] == "/case?path=a" and "HttpOnly" in headers["set-cookie"]
    assert ask(OPEN, [host, ("cookie", f"{COOKIE}=secret")])[0] == 200
    assert ask(OPEN, [host], kind="websocket")[0] == 1008


def test_the_address_after_the_token_stays_on_this_server():
    _, headers, _ = ask(OPEN, [("host", "machine")], path="//evil.example/x", query="token=secret")
    assert headers["location"] == "/evil.example/x"
