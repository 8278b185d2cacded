"""The topics there are, and the heading of the page under which each stands."""

from pathlib import Path

from bot.faq.files import read_yaml


def heading_of_topics() -> dict[str, str]:
    """Headings by topic, in the order of the page: what `headings.yml` says."""
    rows = read_yaml(Path(__file__).parent / "headings.yml")
    return {topic: row["heading"] for row in rows for topic in row["topics"]}


def listed_topics() -> str:
    """All topics by heading, a line each, for whoever has to choose one."""
    found: dict[str, list[str]] = {}
    for topic, heading in heading_of_topics().items():
        found.setdefault(heading, []).append(topic)
    return "\n".join(f"  {heading}: {', '.join(topics)}" for heading, topics in found.items())
