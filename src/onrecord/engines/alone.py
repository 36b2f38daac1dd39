"""Read one page that comes on standard input, for `read_alone`: whatever it does to this process, no other page suffers."""

import sys

from onrecord.engines.local import work

if __name__ == "__main__":
    sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
