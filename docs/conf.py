"""How the documents are made into pages: plain, and without anything from another server."""

project = "wuzha"
extensions = ["myst_parser"]
root_doc = "index"
html_theme = "alabaster"
html_theme_options = {"description": "方案即程序", "fixed_sidebar": True, "page_width": "1100px"}
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
language = "en"
myst_heading_anchors = 3
# Samples of code may be shortened with an ellipsis.
suppress_warnings = ["misc.highlighting_failure"]
myst_enable_extensions = ["deflist"]
