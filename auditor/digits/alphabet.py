"""The classes the recogniser knows: digits, what stands between digits, and one class for every other letter."""

from __future__ import annotations

import unicodedata

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
SEPARATORS = "/.,-:"
OTHER = "X"
"""Any letter that is none of the others: the reject class."""

SYMBOLS = THAI + ARABIC + SEPARATORS + "ๆฯ" + OTHER
BLANK = len(SYMBOLS)
"""Index of the "nothing here" class, after the symbols."""

CLASSES = len(SYMBOLS) + 1
_INDEX = {symbol: index for index, symbol in enumerate(SYMBOLS)}
_INDEX["–"] = _INDEX["-"]


def encode(text: str) -> list[int]:
    """The classes of a text's letters from left to right; marks above and below and spaces have none."""
    other = _INDEX[OTHER]
    return [_INDEX.get(char, other) for char in text if not char.isspace() and unicodedata.category(char) != "Mn"]
