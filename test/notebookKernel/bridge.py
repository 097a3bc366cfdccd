"""Runs code in a real ipykernel: JSON lines in on stdin, JSON lines out on stdout. The kernel ends when stdin does."""
import json
import os
import sys

from jupyter_client import KernelManager


def say(request, **message):
    print(json.dumps({"request": request, **message}), flush=True)


def execute(client, request, code, cell):
    # kc.execute() cannot send metadata; Jupyter's extension sends the cell's URI in it.
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else {})
    client.shell_channel.send(message)
    ok = True
    while True:
        got = client.get_iopub_msg()
        if got["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        kind, content = got["msg_type"], got["content"]
        if kind == "execute_input":
            say(request, type="input", count=content["execution_count"])
        elif kind == "stream":
            say(request, type="stream", name=content["name"], text=content["text"])
        elif kind == "error":
            ok = False
            say(request, type="error", name=content["ename"], message=content["evalue"], stack="\n".join(content["traceback"]))
        elif kind in ("execute_result", "display_data"):
            say(request, type="result", text=content["data"].get("text/plain", ""))
        elif kind == "status" and content["execution_state"] == "idle":
            break
    return ok


def main():
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=os.getcwd(), env=dict(os.environ))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["do"] == "restart":
                manager.restart_kernel(now=False)
                client.wait_for_ready(timeout=60)
                say(asked["request"], type="done", ok=True)
            else:
                say(asked["request"], type="done", ok=execute(client, asked["request"], asked["code"], asked.get("cell")))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
