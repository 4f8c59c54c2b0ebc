"""`python -m maalkart` is the command `maalkart`."""

from maalkart.cli import main

if __name__ == "__main__":
    main()
