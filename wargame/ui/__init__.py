"""Pages in Solara: thin, each panel one payload and one event; what they show is worked out in ``wargame.views``."""

from wargame.ui.settings import prepare

prepare()
