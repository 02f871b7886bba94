"""What happened to a site, for an editor: one file that can do nothing, and a list of domains for whoever cleans up.

story      the numbers: pages, campaigns, what went where
words      sentences: what, since when, how sure, where to look
picture    when and where, as SVG
campaigns  what was put in, word for word
proof      where everything went, how to look again, what cannot be seen
dead       hostile text, made harmless
page       the file
domains    the list

Every sentence is said by a `Tongue`, in the language of whoever reads the file.
"""

from skaryna.rescue.report.domains import domains_csv
from skaryna.rescue.report.page import report_html
from skaryna.rescue.report.story import Inspected, Story, story_of

__all__ = ["Inspected", "Story", "domains_csv", "report_html", "story_of"]
