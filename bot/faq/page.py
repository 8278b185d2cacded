"""All answers on one static page, with a glossary, and as schema.org data for search engines."""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template

from bot.faq.claims import sentences
from bot.faq.entry import FaqEntry, Source
from bot.faq.headings import heading_of_topics

TITLE = "Questions and answers about BPO and call centers"
GLOSSARY = "Glossary"
_ROOM = Path(__file__).parent
_THEN = r"(?:, and (?:how|is|why|what|when|where|does)\b.*)?"
_TERM = re.compile(
    r"What (?:(?:is|are) (?:an? |the )?(?P<is>.+?)(?: \(.*)?|(?:does|do) (?:an? |the )?(?P<means>.+?) mean\b.*?)"
    + _THEN
    + r"\?"
)
_NO_TERM = {"of", "between", "for", "like", "used", "there", "good"}  # "What are the types of ...?" asks for no meaning


def page(entries: Mapping[str, FaqEntry]) -> str:
    """The page, as HTML that needs nothing else."""
    sections = {
        heading: "\n".join(_article(one, entries) for one in found) for heading, found in by_heading(entries).items()
    }
    terms = glossary(entries.values())
    if terms:
        sections[GLOSSARY] = _definitions(terms)
    return Template((_ROOM / "page.html").read_text("utf-8")).substitute(
        title=escape(TITLE),
        data=_structured(entries.values()),
        contents="\n".join(f'<li><a href="#{_anchor(heading)}">{escape(heading)}</a></li>' for heading in sections),
        sections="\n".join(
            f'<section id="{_anchor(heading)}">\n<h2>{escape(heading)}</h2>\n{body}\n</section>'
            for heading, body in sections.items()
        ),
    )


def by_heading(entries: Mapping[str, FaqEntry]) -> dict[str, list[FaqEntry]]:
    """Entries by section, in the order of `headings.yml`; a topic that it does not have comes last, under its own name."""
    headings = heading_of_topics()
    order = {topic: place for place, topic in enumerate(headings)}
    found: dict[str, list[FaqEntry]] = {}
    for entry in sorted(entries.values(), key=lambda one: (order.get(one.topic, len(order)), one.topic, one.title)):
        own = entry.topic.replace("-", " ").strip().capitalize()
        found.setdefault(headings.get(entry.topic, own), []).append(entry)
    return found


def glossary(entries: Iterable[FaqEntry]) -> dict[str, FaqEntry]:
    """The terms that titles ask the meaning of ("What is AHT?"), in alphabetical order, with the entry that says it."""
    found: dict[str, FaqEntry] = {}
    for entry in entries:
        match = _TERM.fullmatch(entry.title)
        term = (match["is"] or match["means"]) if match else ""
        if term and not _NO_TERM & set(term.lower().split()):
            found[term[0].upper() + term[1:]] = entry
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def _article(entry: FaqEntry, entries: Mapping[str, FaqEntry]) -> str:
    related = [entries[slug] for slug in entry.related if slug in entries]
    links = ", ".join(f'<a href="#{escape(one.slug)}">{escape(one.title)}</a>' for one in related)
    sources = "\n".join(f"<li>{_source(source)}</li>" for source in entry.sources)
    return "\n".join(
        (
            f'<article id="{escape(entry.slug)}">',
            f"<h3>{escape(entry.title)}</h3>",
            f"<p>{escape(entry.answer)}</p>",
            f'<details class="small"><summary>Sources</summary><ul>\n{sources}\n</ul></details>' if sources else "",
            f'<p class="small">Reviewed {escape(entry.reviewed)}.{f" See also: {links}" if links else ""}</p>',
            "</article>",
        )
    )


def _source(source: Source) -> str:
    title = escape(source.title)
    if source.url and source.url.startswith(("https://", "http://")):  # no other scheme becomes a link
        return f'<a href="{escape(source.url)}">{title}</a>, {escape(str(source.year))}'
    return f"{title}, {escape(source.document or source.url or '')}, {escape(str(source.year))}"


def _definitions(terms: Mapping[str, FaqEntry]) -> str:
    rows = (
        f'<dt><a href="#{escape(entry.slug)}">{escape(term)}</a></dt>\n<dd>{escape(sentences(entry.answer)[0])}</dd>'
        for term, entry in terms.items()
    )
    return "<dl>\n" + "\n".join(rows) + "\n</dl>"


def _structured(entries: Iterable[FaqEntry]) -> str:
    questions = [
        {"@type": "Question", "name": entry.title, "acceptedAnswer": {"@type": "Answer", "text": entry.answer}}
        for entry in entries
    ]
    document = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
    # Within a script element nothing is escaped but the end of it; JSON may write "<" as a number.
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _anchor(heading: str) -> str:
    """The section's own place, which no slug can be: a slug has no hyphen."""
    return "section-" + "-".join(re.findall(r"[a-z0-9]+", heading.lower()))
