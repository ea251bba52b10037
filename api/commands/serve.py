"""`serve`: the HTTP API on this machine."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from kb.errors import BadInput
from kb.settings import Settings


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; anything but 127.0.0.1 lets others read.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the HTTP API: health, a route a question, entities, claims and sources. Ctrl-C ends it."""
    settings = Settings.read()
    taken = _listen(host, port)

    import uvicorn

    from api.app import create_app
    from api.terminal import note

    with taken:
        address = f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}"
        note(f"Lodestone answers at {address} (see {address}/questions and {address}/openapi.json). Ctrl-C ends it.")
        if host not in ("127.0.0.1", "::1", "localhost"):
            note("There is no log-in: whoever reaches this address can read everything.")
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[taken])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = error.strerror or error
        raise BadInput(f"Cannot listen on {host}:{port}: {why}. Choose another with --host or --port.") from None
