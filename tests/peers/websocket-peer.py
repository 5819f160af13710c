# SPDX-License-Identifier: GPL-2.0-or-later
"""A real WebSocket peer (python3-websockets).

    websocket-peer.py server ADDRESS PORT
    websocket-peer.py client OWN_ADDRESS SERVER_ADDRESS PORT
"""
import asyncio
import sys

import websockets


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def serve(address, port):
    async with websockets.serve(echo, address, port):
        await asyncio.Future()


async def talk(own_address, address, port):
    async with websockets.connect(f"ws://{address}:{port}/live",
                                  local_addr=(own_address, 0)) as socket:
        for message in ("hello", "and again"):
            await socket.send(message)
            await socket.recv()


if sys.argv[1] == "server":
    asyncio.run(serve(sys.argv[2], int(sys.argv[3])))
else:
    asyncio.run(talk(sys.argv[2], sys.argv[3], int(sys.argv[4])))
