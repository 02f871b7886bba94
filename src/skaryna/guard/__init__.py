"""The guard: do readers get what was signed?

It may not import the press: the checker does not share the bugs of what it checks.
"""
