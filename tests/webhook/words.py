"""A visitor's answers in free text, one for each question."""

# What a visitor says when asked, without telling more than that.
WORDS = {
    "work": "we need help with customer support",
    "volume": "roughly 8000 requests a month",
    "setup": "nobody does it yet",
    "priority": "we must cope with growth",
    "data": "nothing sensitive",
    "hours": "round the clock, pretty steady",
    "complexity": "some are simple, some are tricky, and no bots please",
    "channels": "just phones",
    "home": "US customers, in English, anywhere is fine",
}
