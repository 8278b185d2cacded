"""How much is allowed in which time."""

from __future__ import annotations

import pytest

from bot.allowance import Allowance


@pytest.mark.parametrize(("written", "seconds"), [("60/minute", 60), ("5/second", 1), ("999999999/day", 86400)])
def test_what_is_written_is_read_and_written_again(written: str, seconds: int) -> None:
    allowed = Allowance.parse(written)
    assert (str(allowed), allowed.seconds) == (written, seconds)


@pytest.mark.parametrize(
    "written", ["", "60", "0/minute", "-1/minute", "many/minute", "60/fortnight", "1.5/second", "6 /hour"]
)
def test_what_says_no_number_and_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="such as 60/minute"):
        Allowance.parse(written)
