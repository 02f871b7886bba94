"""The guard: do readers get what was signed?

It may not import the press: the checker does not share the bugs of what it checks.
"""

from skaryna.guard.report import Report, forks
from skaryna.guard.showing import originals_from
from skaryna.guard.verify import Check, verify

__all__ = ["Check", "Report", "forks", "originals_from", "verify"]
