"""The press: approved values in, an edition out. No Django, no signing key, no clock but the one it is handed.

The way through the room:

    taking      journal rows → checked heads on the shelf (press.sqlite3); bodies stay in the journal
    raising     what changed → facts that no longer stand → recipes that must be made again
    planning    which recipes there are (plan), what every page rests on
    making      recipes → files in the store, here or by many workers (work, executors)
    catalogue   what pages ask; each question is noted as a fact
    pages       recipe → view → bytes (pure); feeds, sitemap, pictures beside it
    checking    no address leads nowhere, every address is one page's
    issuing     files → numbered, signed, laid out (trees), exchanged, remembered (editions)
    again       looks again at what was taken in and laid out
    run         the thin shell around all of it; resident follows the journal
"""
