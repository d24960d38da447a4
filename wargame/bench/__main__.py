"""``python -m wargame.bench SECTION [--quick]`` prints one section of the bench as JSON."""

import json
import os
import sys

from wargame.bench import SECTIONS

if __name__ == "__main__":
    section, quick = sys.argv[1], "--quick" in sys.argv[2:]
    print(json.dumps(SECTIONS[section](quick)), flush=True)
    if section == "phases":
        # arrays that were counted must not outlive the routines that free them
        os._exit(0)
