"""The work plan (方案): document → typed plan + problems; typed plan → official document."""
