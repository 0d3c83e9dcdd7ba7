"""Check the models on this machine: `lexo models validate` with its options (--verbose, --deep, --load)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lexo.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["models", "validate"]
    main()
