"""Prints, as one JSON document, which Python this is and which packages it has: uv environments have no pip to ask.

Runs inside the user's own environment, with nothing but the standard library, on Python 3.8 and newer.
"""
import json
import platform
import sys

try:
    from importlib import metadata
except ImportError:  # Python 3.7: only what the interpreter itself says
    metadata = None


def installed():
    """Installed distributions by name, with their versions; the first on the path wins, as it does for an import."""
    found = {}
    if metadata is None:
        return found
    for distribution in metadata.distributions():
        try:
            name = distribution.metadata["Name"]
            version = distribution.version
        except (KeyError, OSError, ValueError, UnicodeDecodeError):
            # A half-removed or damaged package has no name to record; the others still do.
            continue
        if name and version:
            found.setdefault(name, version)
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def main():
    """Writes the document to stdout in ASCII, so that no console encoding can break it."""
    document = {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "platform": platform.platform(),
        "packages": installed(),
    }
    sys.stdout.write(json.dumps(document))


if __name__ == "__main__":
    main()
