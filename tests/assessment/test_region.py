"""Where customers are is read from what people write."""

import pytest

from bot.assessment import Profile
from bot.assessment.region import home_region, language_class


@pytest.mark.parametrize(
    ("home", "region"),
    [
        ("US", "us"),
        ("us", "us"),
        ("the United States", "us"),
        ("Dallas, Texas", "us"),
        ("UK", "uk"),
        ("Northern Ireland", "uk"),
        ("Ireland", "europe"),
        ("EU", "europe"),
        ("DE", "europe"),
        ("Canada", "canada"),
        ("Latin America", "elsewhere"),
        ("near us and it is far", "elsewhere"),
        ("Brazil", "elsewhere"),
        (None, None),
    ],
)
def test_a_home_is_read(home: str | None, region: str | None) -> None:
    assert home_region(home) == region


@pytest.mark.parametrize(
    ("answers", "row"),
    [
        ({}, "english"),
        ({"home": "Germany"}, "other"),
        ({"home": "US", "languages": ["en", "es"]}, "spanish_in_us"),
        ({"home": "Spain", "languages": ["es"]}, "other"),
        ({"languages": ["en", "de", "fr", "it"]}, "many"),
        ({"languages": ["en", "de", "fr", "it", "ja"]}, "many_regions"),
    ],
)
def test_languages_choose_their_row(answers: dict[str, object], row: str) -> None:
    assert language_class(Profile.from_dict(answers)) == row
