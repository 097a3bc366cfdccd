"""Prints, as one JSON document, which top-level modules a script imports and which of them this interpreter cannot find.

Usage: imports.py SCRIPT. Parsed, never run. A script that Python cannot parse answers {"syntax_error": {"line", "message"}}.
"""
import ast
import importlib.util
import json
import os
import sys


def imported(tree):
    """Top-level names of absolute imports, those inside functions too; relative ones are the project's own."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return sorted(names)


def is_there(name):
    if name in sys.modules or name in sys.builtin_module_names:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def main(script):
    # As for `python SCRIPT`, the script's own folder comes first, and this file's folder is not looked into.
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    with open(script, "rb") as file:
        source = file.read()
    try:
        tree = ast.parse(source, script)
    except SyntaxError as error:
        return {"syntax_error": {"line": error.lineno, "message": error.msg}}
    names = imported(tree)
    return {"imports": names, "missing": [name for name in names if not is_there(name)]}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
