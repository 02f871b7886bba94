"""The readers' server: one edition folder over HTTP, compressed, with strict headers, and no memory of anyone.

`request` reads what a browser asks, `answer` decides (pure but for looking at files), `larder` keeps answers ready,
`line` is one browser's connection, `loop` looks after all of them, `start` runs a loop on each core. Any static host
can take its place; it exists so that one command shows the edition, and so that a small newsroom needs no other server.
"""

from skaryna.serve.start import serve

__all__ = ["serve"]
