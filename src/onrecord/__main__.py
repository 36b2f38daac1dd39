"""`onrecord` and `python -m onrecord`."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C while its modules are still loading is one line and exit code 130 too."""
    try:
        from onrecord.cli import main as command

        command()
    except KeyboardInterrupt:
        print("onrecord: interrupted", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
