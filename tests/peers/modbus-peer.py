# SPDX-License-Identifier: GPL-2.0-or-later
"""A real Modbus/TCP peer (pymodbus) whose transactions are all numbered 0x0831.

That is the magic of Cisco STUN, and a protocol identifier of 0 is its data
opcode, so each request begins as a STUN header does.

    modbus-peer.py server ADDRESS PORT...
    modbus-peer.py client OWN_ADDRESS SERVER_ADDRESS PORT
"""
import asyncio
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.datastore import (ModbusSequentialDataBlock, ModbusServerContext,
                                ModbusSlaveContext)
from pymodbus.server import StartAsyncTcpServer

TRANSACTION = 0x0831
UNIT = 1


async def serve(address, ports):
    block = ModbusSequentialDataBlock(0, list(range(100)))
    context = ModbusServerContext(slaves=ModbusSlaveContext(di=block, co=block, hr=block, ir=block),
                                  single=True)
    await asyncio.gather(*(StartAsyncTcpServer(context=context, address=(address, port))
                           for port in ports))


def ask(own_address, address, port):
    client = ModbusTcpClient(address, port=port, source_address=(own_address, 0))
    client.connect()
    for request in (lambda: client.read_holding_registers(0, 2, slave=UNIT),
                    lambda: client.read_coils(0, 9, slave=UNIT),
                    lambda: client.write_register(5, 1994, slave=UNIT),
                    lambda: client.write_registers(6, [8, 0x31, 0], slave=UNIT),
                    lambda: client.read_input_registers(0, 40, slave=UNIT)) * 3:
        client.transaction.tid = TRANSACTION - 1  # each request takes the next one
        request()
    client.close()


if sys.argv[1] == "server":
    asyncio.run(serve(sys.argv[2], [int(port) for port in sys.argv[3:]]))
else:
    ask(sys.argv[2], sys.argv[3], int(sys.argv[4]))
