"""Sphinx: the pages of the repository and the API reference as one site (`make docs`, result in build/docs)."""

project = "Dispatch"
author = "the authors of Dispatch"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
include_patterns = ["docs/index.md", "README*.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**.md", "models/*.md"]
include_patterns += ["inputs/*/*.md", "benchmarks/*.md"]
root_doc = "docs/index"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
autodoc_typehints = "description"
autodoc_member_order = "bysource"
html_theme = "furo"
html_title = project
html_copy_source = False
