"""The owner's report: what visitors asked, what came of it, and what they thought of it. `python -m bot.report`."""
