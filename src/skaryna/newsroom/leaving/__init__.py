"""What leaves the house: what readers have now, compared with what they would get, and what of it is to be looked at.

Pure: no Django, no database, no clock. The newsroom asks it before each publication and writes its report down.
"""

from skaryna.newsroom.leaving.judging import judge, names_in
from skaryna.newsroom.leaving.report import Change, Counts, Known, Part, Report, Warned

__all__ = ["Change", "Counts", "Known", "Part", "Report", "Warned", "judge", "names_in"]
