"""The serving process: web server and job worker as children, restarted when one dies, ended with us."""

from wuzha.web.serving.crew import Address, serve

__all__ = ["Address", "serve"]
