"""How files of ``rules/`` become checked rows: every fault of every file is collected, none is raised.

``tables`` reads and merges files, ``rows`` turns raw rows into models, ``physics`` refuses what the model is
not about, ``effects`` checks what rows do, ``rules`` and ``opening`` check rows against each other. The doors
to all this are ``wargame.ruleset`` and ``wargame.scenario``.
"""
