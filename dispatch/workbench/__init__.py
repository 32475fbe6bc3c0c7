"""The workbench in the browser: cases, runs and studies of a folder. It calls the public functions of the package and
contains no model. Its pages need the optional libraries of ``pip install 'neimenggu-dispatch[workbench]'``."""
