"""Parts of pages: each a Vue template with one payload (``view``) and one event (``act``), declared here by slice."""
