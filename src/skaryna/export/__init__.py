"""Export: everything that readers have, with its pictures, in forms that other systems read. Nobody is held here.

gathering   the journal → approved values, each proved to be what was approved
wxr, ghost, markdown, jsonl   one form each: values → files; each carries the exact values too
writing     files onto the disk: whole, or not at all
"""

from skaryna.export.writing import FORMS, Exported, export

__all__ = ["FORMS", "Exported", "export"]
