"""Where a recommendation can be taken from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from bot.takeaway.phrases import day

ROUTE = "recommendations"


@dataclass(frozen=True)
class Links:
    """The addresses of the page, the PDF and the Markdown."""

    page: str
    pdf: str
    markdown: str

    @classmethod
    def of(cls, token: str, address: str) -> Links:
        """The links of a token, at the address under which visitors reach the bot."""
        page = f"{address}/{ROUTE}/{token}"
        return cls(page, f"{page}.pdf", f"{page}.md")

    def to_dict(self) -> dict[str, str]:
        """The links as JSON would hold them."""
        return asdict(self)

    def invitation(self, until: date) -> str:
        """One message with the links, in Markdown."""
        return (
            f"To take away: [the page, to read or print]({self.page}), [as PDF]({self.pdf}), [as Markdown]({self.markdown}). "
            f"The links work until {day(until)}; whoever has them can read your answers."
        )
