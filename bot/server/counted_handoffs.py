"""The hand-offs of a courier, whose deliveries are counted."""

from collections.abc import Callable
from typing import Any

from bot.server.metrics import DELIVERED, GIVEN_UP, TRIED
from bot.storage import Delivery, Handoffs


class CountedHandoffs(Handoffs):
    """`Handoffs` that tells `count` what becomes of each delivery."""

    def __init__(self, engine: Any, owner: str, lease: float, count: Callable[[str], None]) -> None:
        super().__init__(engine, owner, lease)
        self._count = count

    def claim(self) -> Delivery | None:
        """What is to be tried now."""
        delivery = super().claim()
        if delivery:
            self._count(TRIED)
        return delivery

    def delivered(self, delivery: Delivery) -> None:
        """It has arrived."""
        super().delivered(delivery)
        self._count(DELIVERED)

    def fail(self, delivery: Delivery) -> None:
        """It is tried no more."""
        super().fail(delivery)
        self._count(GIVEN_UP)
