"""What makes figures mean nothing."""


class Wrong(Exception):
    """A server gave an answer that is untrue (a wrong row, a wrong order, a lost point), or none."""
