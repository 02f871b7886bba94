"""The readers' server: one edition folder over HTTP, compressed, with strict headers, and no memory of anyone.

`answer` decides (pure but for looking at files), `app` speaks to granian, `serve` starts it. Any static host can
take its place; it exists so that one command shows the edition, and so that a small newsroom needs no other server.
"""

from skaryna.serve.start import serve

__all__ = ["serve"]
