"""The tables of bench/README.md: each stands between two marks, and is written by the script that has measured it."""

from pathlib import Path

_README = Path(__file__).with_name("README.md")


def write_table(name: str, text: str) -> None:
    """Puts `text` between the marks of `name`. Raises ValueError when they are not there."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    content = _README.read_text(encoding="utf-8")
    if begin not in content or end not in content:
        raise ValueError(f'bench/README.md has no place for {name}: write the lines "{begin}" and "{end}" where its table shall stand.')
    _README.write_text(f"{content[:content.index(begin) + len(begin)]}\n{text}\n{content[content.index(end):]}", encoding="utf-8")
