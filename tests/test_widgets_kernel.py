"""What widgets start in a kernel is gone when the kernel is restarted, as a learner does it from the menu."""

from __future__ import annotations

import json
import socket
import time

import psutil
from jupyter_client.manager import start_new_kernel

START = """
import json, time
from smtplearn import widgets
bench, servers = widgets.Bench(), widgets.ServerComparison()
bench.send()
servers.ask()
end = time.monotonic() + 20
while servers.model.busy and time.monotonic() < end:
    time.sleep(0.02)
ports = [bench.model._own.port, *(server.port for server in servers.model._running.values())]
print(json.dumps(ports))
"""


def printed(client, source: str) -> str:
    words = []
    client.execute_interactive(
        source, timeout=60, output_hook=lambda message: words.append(message["content"].get("text", ""))
    )
    return "".join(words)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_a_kernel_restart_leaves_no_port_and_no_process() -> None:
    manager, client = start_new_kernel()
    try:
        ports = json.loads(printed(client, START))
        assert len(ports) == 3
        assert all(map(listens, ports))
        below = psutil.Process(manager.provisioner.process.pid).children(recursive=True)
        assert below
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        end = time.monotonic() + 10
        while (any(map(listens, ports)) or any(map(psutil.Process.is_running, below))) and time.monotonic() < end:
            time.sleep(0.1)
        assert not any(map(listens, ports))
        assert not any(process.is_running() for process in below)
        assert printed(client, "from smtplearn import widgets; print(widgets.Bench().send().reply.code)") == "501\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
