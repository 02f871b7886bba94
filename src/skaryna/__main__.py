"""`python -m skaryna` is the command `skaryna`."""

from skaryna.cli import main

if __name__ == "__main__":
    main()
