"""Skaryna: a publishing system for independent newsrooms that work under attack.

Where things are: `docs/architecture.md`. Imports go down only: cli, then the rooms (newsroom, press, rescue,
serve), then theme, outside, model, errors.
"""

__version__ = "0.1.0"
