"""The seal: keys, signatures and the manifest that let anyone prove what an edition is.

An edition is a repository of The Update Framework (specification 1.0) whose few targets are an index and what readers
need to check it; below the index, `sha256sum -c` proves every file. See docs/trust.md for what that covers.
"""
