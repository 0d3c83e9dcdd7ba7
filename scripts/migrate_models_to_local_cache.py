"""Take models over from this system's Hugging Face cache: the same as `lexo models migrate`, with its options."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lexo.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["models", "migrate"]
    main()
