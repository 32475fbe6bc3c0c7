"""Write allowed.csv after uses of banned words are gone or moved: `python tests/language/renew.py`.

Uses may move between packages. A word with more uses in the project than allowed is refused.
A merge conflict in allowed.csv: run this file, which reads both versions, and add the result.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from dialect import ALLOWED, allowed, by_word, count


def main() -> None:
    """Write the list, or report the words with more uses and exit with 1."""
    now = count()
    before = by_word(allowed())
    more = {word: uses - before[word] for word, uses in by_word(now).items() if uses > before[word]}
    if more:
        sys.exit(f"More uses than allowed (banned.csv has the words to write): {more}")
    lines = [f"{package},{word},{uses}\n" for (package, word), uses in sorted(now.items())]
    ALLOWED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
