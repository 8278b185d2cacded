"""Says back what was understood, in plain words."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale

from bot.assessment.said import joined
from bot.assessment.tables import table

# Places that people name otherwise than Unicode's data does, or with an article.
_PLACES = {"US": "the US", "UK": "the UK", "EU": "the EU", "HK": "Hong Kong", "TR": "Turkey"}
_WITH_ARTICLE = ("AE", "DO", "NL", "PH")


def phrases(read: Mapping[str, Any]) -> list[str]:
    """What a (partial) profile says, a phrase an answer: ["customer support", "about 8,000 calls a month"]."""
    said = []
    for key, row in table("answers").items():
        value = read.get(key)
        if key == "volume" and {"volume", "unit", "period"} & {name for name in read if read[name] is not None}:
            said.append(volume(read))
        elif key == "employees" and value == read.get("volume") and read.get("unit") == "employees":
            continue  # said as the volume
        elif value is not None and key not in ("volume", "unit", "period"):
            said.append(_phrase(key, row, value))
    return said


def volume(read: Mapping[str, Any]) -> str:
    """The volume with its unit and period as far as they are known: "about 8,000 calls a month"."""
    words = table("answers")
    unit = words["unit"]["values"].get(read.get("unit"), "")
    period = words["period"]["values"].get(read.get("period"), "")
    if read.get("volume") is None:
        return f"counted in {unit} {period}".rstrip() if unit else f"counted by what comes {period}"
    if read.get("unit") == "usd":
        return f"about ${amount(read['volume'])} {period}".strip()
    return " ".join(part for part in ("about", amount(read["volume"]), unit, period) if part)


def amount(value: Any) -> str:
    """A number or a range as people write it: 8,000 or 2,000 to 3,000."""
    if isinstance(value, list | tuple):
        low, high = value
        return amount(high) if low == high else f"{amount(low)} to {amount(high)}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale("en")  # looks for a file


def language(code: str) -> str:
    """The English name of a language by its ISO code; an unknown code itself."""
    return str(_english().languages.get(code, code))


def place(code: str) -> str:
    """The English name of a country or region by its ISO code (or UK, EU); anything else as it is."""
    name = _PLACES.get(code) or str(_english().territories.get(code, code))
    return f"the {name}" if code in _WITH_ARTICLE else name


def _phrase(key: str, row: Mapping[str, Any], value: Any) -> str:
    if key == "aht":
        return f"{amount(value)} minutes each"
    if key == "employees":
        return f"{amount(value)} employees"
    if key == "budget_month":
        return f"a budget of ${amount(value)} a month"
    if key == "languages":
        return "in " + " and ".join(language(code) for code in value)
    if key == "location_pref":
        return f"done {row['values'][value]}"
    if key == "home":
        return f"customers in {place(value)}"
    values = value if isinstance(value, list | tuple) else [value]
    return joined(str(row["values"][item]) for item in values)
