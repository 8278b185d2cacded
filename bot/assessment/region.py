"""Where customers are and which languages they speak, as far as the rules need it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.assessment.profile import Profile
from bot.assessment.tables import table

ELSEWHERE = "elsewhere"
UNMISTAKABLE = ("usa", "uk", "eu", "eea")  # short, but no words of their own


@lru_cache(maxsize=1024)
def home_region(home: str | None) -> str | None:
    """Read a country or region from free text: None when nothing was said, `elsewhere` when not in the table.

    The longest name found counts, so that "New York, US" and "Northern Ireland" are read as meant.
    """
    if home is None:
        return None
    text = re.sub(r"^\s*the\s+", "", home.lower())
    found = [
        (len(name), region)
        for region, names in table("regions")["homes"].items()
        for name in names
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        and (len(name) > 3 or name in UNMISTAKABLE or _is_code(name, home))
    ]
    return max(found)[1] if found else ELSEWHERE


def language_class(profile: Profile) -> str:
    """Row of the location table: english, spanish_in_us, many, many_regions or other."""
    spoken, region = set(profile.languages), home_region(profile.home)
    rows = table("regions")
    if not spoken:
        english = region in (None, *rows["english_homes"]) or (profile.home or "").lower() in rows["english_countries"]
        return "english" if english else "other"
    if len(spoken) >= 4:
        return "many_regions" if len(spoken) >= 5 and language_regions(profile.languages) >= 2 else "many"
    if spoken == {"en"}:
        return "english"
    return "spanish_in_us" if region == "us" and "es" in spoken else "other"


@lru_cache(maxsize=1024)
def language_regions(languages: tuple[str, ...]) -> int:
    """In how many parts of the world the languages are at home; English does not count."""
    parts = table("regions")["languages"]
    return sum(any(language in names for language in languages) for names in parts.values())


def _is_code(name: str, home: str) -> bool:
    # "it" and "is" are words: a short code counts alone, or in capitals inside a longer text
    return home.strip().lower() == name or re.search(rf"(?<!\w){re.escape(name.upper())}(?!\w)", home) is not None
