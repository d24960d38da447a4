"""``python -m wargame`` is the command line."""

from wargame.cli import main

if __name__ == "__main__":
    main()
