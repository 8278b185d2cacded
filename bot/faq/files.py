"""The files of the content owner: which there are, and what YAML they hold."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

DATA = Path("data/nlu")
SLUG = re.compile(r"[a-z0-9_]+")
KINDS = ("faq", "unwritten")  # the folders of written entries and of topics without one
_LEARNT = (".yml", ".yaml", ".json")  # Rasa trains on files with these endings, in folders of any depth
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where it is there, is ten times faster


class Unreadable(ValueError):
    """A file is not what it should be at all; the message says what to write instead."""


def entry_files(data: Path = DATA) -> list[Path]:
    """The files that hold one entry or one unwritten topic each."""
    return [path for kind in KINDS for path in sorted((data / kind).glob("*.yml"))]


def stray_files(data: Path = DATA) -> list[Path]:
    """Files beside the entries that Rasa would train on, and that the catalog does not see."""
    entries = set(entry_files(data))
    beside = (path for kind in KINDS for path in sorted((data / kind).rglob("*")))
    return [path for path in beside if path.suffix.lower() in _LEARNT and path not in entries and path.is_file()]


def read_yaml(path: Path) -> Any:
    """What a file of YAML holds. Raises Unreadable."""
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506  a safe loader, written in C
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror}); it has to be a file of text") from None
    except UnicodeDecodeError:
        raise Unreadable("is not UTF-8; save it again with the encoding UTF-8") from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-02-30
        said = " ".join(str(error).split())
        raise Unreadable(f"not YAML ({said}); put sentences in double quotes, lists one item a line") from None


def read_document(path: Path) -> Mapping[str, Any]:
    """Read a file that has at least one intent block under `nlu`. Raises Unreadable."""
    document = read_yaml(path)
    problem = _problem(document)
    if problem:
        raise Unreadable(f"has another shape than an entry ({problem}); copy the file in docs/authoring.md")
    return dict(document)


def _problem(document: Any) -> str | None:
    if not isinstance(document, dict):
        return "it has no lines such as `nlu:`"
    if not isinstance(document.get("nlu"), list) or not document["nlu"]:
        return "it has no list under `nlu:`"
    if not isinstance(document["nlu"][0], dict):
        return "its list under `nlu:` does not begin with `- intent:`"
    return None
