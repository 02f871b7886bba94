"""What the rooms say in English, in the languages of those who read it. No Django, no I/O but our own catalogues.

tongue   one language: sentences, numbers with their nouns, days
forms    the sentences that reach a reader finished (in an error, a finding, the ledger of the press), by their form
telling  a finished sentence in another language

The newsroom's screens and the reports of `rescue` and `scan` both speak through it. Its words lie in `locale/` and are
made by `make messages`, as the newsroom's own are.
"""

from skaryna.tongues.telling import in_words, stood
from skaryna.tongues.tongue import Tongue, tongue_of

__all__ = ["Tongue", "in_words", "stood", "tongue_of"]
