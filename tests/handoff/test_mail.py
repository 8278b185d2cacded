"""Letters by mail, to a real server on this machine."""

from __future__ import annotations

import logging
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from bot.destination import SmtpServer
from bot.handoff import Letter, Undelivered
from bot.handoff.mail import MailCarrier, message_of
from tests.handoff.conftest import NASTY
from tests.receivers import Mailbox


def carrier(mailbox: Mailbox) -> MailCarrier:
    return MailCarrier("desk@acme.example", SmtpServer("127.0.0.1", mailbox.port, False))


async def test_a_letter_arrives(mailbox: Mailbox, letter: Letter) -> None:
    await carrier(mailbox).deliver(letter)
    [mail] = mailbox.mails
    assert mailbox.envelopes == [("desk@acme.example", "desk@acme.example")]
    assert (mail["To"], mail["From"], mail["Reply-To"]) == (
        "desk@acme.example",
        "desk@acme.example",
        "jane@example.com",
    )
    assert mail["Subject"] == letter.subject and mail["Message-ID"] == f"<{letter.id}@acme.example>"
    text = mail.get_content()
    assert "Contact: jane@example.com" in text and "    Contact: eve@evil.example \U0001f600" in text
    assert "payroll; about 60 employees" in text and str(letter.link) in text


async def test_no_visitor_adds_a_header(mailbox: Mailbox, letter: Letter) -> None:
    await carrier(mailbox).deliver(letter)
    [mail] = mailbox.mails
    assert mail["Bcc"] is None and mail["Cc"] is None
    assert not any("eve" in str(value) for value in mail.values())
    with pytest.raises(ValueError, match="linefeed"):
        message_of(replace(letter, contact="a@b.example\r\nBcc: eve@evil.example"), "a@b.example", "c@d.example")


async def test_what_follows_is_in_the_same_thread(mailbox: Mailbox, letter: Letter) -> None:
    await carrier(mailbox).deliver(replace(letter, id="22222222-aaaa-4aaa-8aaa-222222222222", contact=None))
    [mail] = mailbox.mails
    assert mail["In-Reply-To"] == mail["References"] == f"<{letter.thread}@acme.example>" != mail["Message-ID"]
    assert mail["Subject"] == f"Re: {letter.subject}" and mail["Reply-To"] is None


def test_it_comes_from_the_servers_user_where_that_is_an_address(letter: Letter) -> None:
    user = MailCarrier("desk@acme.example", SmtpServer("localhost", 25, False, "bot@acme.example", "x"))
    assert user._sender == "bot@acme.example"
    assert (
        MailCarrier("desk@acme.example", SmtpServer("localhost", 25, False, "bot", "x"))._sender == "desk@acme.example"
    )


async def test_lines_of_any_length_arrive(mailbox: Mailbox, letter: Letter) -> None:
    long = replace(letter.lines[0], text="x" * 5000 + "é" * 300)
    await carrier(mailbox).deliver(replace(letter, lines=(long,)))
    assert long.text in mailbox.mails[0].get_content()


@pytest.mark.parametrize(("failure", "reason"), [(451, "451"), (554, "554")])
async def test_a_refusal_is_one(mailbox: Mailbox, letter: Letter, failure: int, reason: str) -> None:
    mailbox.failures = [failure]
    with pytest.raises(Undelivered, match=reason) as refused:
        await carrier(mailbox).deliver(letter)
    assert "jane" not in str(refused.value) and not mailbox.mails


async def test_a_server_that_is_away_is_one_too(
    mailbox: Mailbox, letter: Letter, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.close()
    with caplog.at_level(logging.DEBUG), pytest.raises(Undelivered, match="ConnectionRefusedError"):
        await carrier(mailbox).deliver(letter)
    assert NASTY not in caplog.text and "jane" not in caplog.text


async def test_no_password_goes_readable_over_a_network(
    mailbox: Mailbox, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmtpServer, "local", False)
    server = SmtpServer("127.0.0.1", mailbox.port, False, "bot", "secret")
    with pytest.raises(Undelivered, match="no STARTTLS"):
        await MailCarrier("desk@acme.example", server).deliver(letter)
    assert not mailbox.mails


@pytest.mark.parametrize("encrypted", [True, False], ids=["smtps", "STARTTLS"])
async def test_over_tls_it_logs_in_where_the_certificate_is_known(
    encrypted: bool, letter: Letter, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox(tls=tls, encrypted=encrypted)
    carrier = MailCarrier("desk@acme.example", SmtpServer("127.0.0.1", mailbox.port, encrypted, "bot", "secret"))
    with pytest.raises(Undelivered, match="SSLCertVerificationError"):
        await carrier.deliver(letter)
    assert not mailbox.logins
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await carrier.deliver(letter)
    assert mailbox.logins == ["bot\0secret"] and len(mailbox.mails) == 1
    mailbox.close()
