"""Start-up file of a notebook's kernel (PYTHONSTARTUP): runs the one that stood there before, then lets runs find Slipway's engine.

It must never keep a kernel from starting, so whatever goes wrong in it is told on stderr and nothing more. It leaves no name behind.
"""


def _slipway():
    import importlib.util
    import os
    import sys

    here = os.path.dirname(os.path.abspath(_slipway.__code__.co_filename))
    earlier = os.environ.pop("SLIPWAY_EARLIER_PYTHONSTARTUP", "")
    ours = os.path.join(here, "kernel_startup.py")
    if os.environ.get("PYTHONSTARTUP") and os.path.abspath(os.environ["PYTHONSTARTUP"]) == ours:
        # What the user's code and its children see is what they would see without us.
        if earlier:
            os.environ["PYTHONSTARTUP"] = earlier
        else:
            del os.environ["PYTHONSTARTUP"]
    try:
        if "slipway_kernel" not in sys.modules:
            spec = importlib.util.spec_from_file_location("slipway_kernel", os.path.join(here, "slipway_kernel.py"))
            module = importlib.util.module_from_spec(spec)
            sys.modules["slipway_kernel"] = module
            spec.loader.exec_module(module)
        sys.modules["slipway_kernel"].follow()
    except Exception as error:
        print(f"Slipway does not track this kernel: {type(error).__name__}: {error}. Restart it, or report this.", file=sys.stderr)
    return earlier if earlier and os.path.isfile(earlier) else None


_slipway_earlier = _slipway()
if _slipway_earlier is not None:
    with open(_slipway_earlier, "rb") as _slipway_file:
        _slipway_earlier = compile(_slipway_file.read(), _slipway_earlier, "exec")
    # The user's own file defines names for the user: it runs here, not in a function.
    exec(_slipway_earlier)
    del _slipway_file
del _slipway, _slipway_earlier
