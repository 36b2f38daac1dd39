"""Read one page that comes on standard input, for `read_alone`: whatever it does to this process, no other page suffers."""

import sys
from contextlib import suppress

from onrecord.engines.local import work

if __name__ == "__main__":
    with suppress(BrokenPipeError):  # who asked is gone
        sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
        sys.stdout.flush()
