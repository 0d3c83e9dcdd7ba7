"""`python -m lexo` is the command `lexo`."""

from lexo.cli import main

if __name__ == "__main__":
    main()
