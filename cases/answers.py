"""The readers: how each kind of answer becomes a value that the journal keeps."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from cases import dates, entities, hours, money, numbers, replies
from cases.fields import Ask, Field
from cases.moments import Moment, Period
from cases.pasting.confidential import holds_secret
from cases.pasting.pasted import is_visible
from cases.refusals import Refusal
from cases.turns import following


class Heard(StrEnum):
    """What kind of message came."""

    TEXT = "text"
    CHOICE = "choice"
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    POLL = "poll"
    OTHER = "other"


@dataclass(frozen=True)
class Attachment:
    """A file that Telegram keeps. `size` is in bytes, 0 when Telegram did not say.

    `album` is what the files that were sent as one album have in common, empty for a single file.
    """

    file_id: str
    unique_id: str
    kind: str
    name: str
    size: int = 0
    caption: str = ""
    album: str = ""


@dataclass(frozen=True)
class Said:
    """What a person answered: a typed text, a pressed choice or a file.

    `message_id` is that of the message in the person's chat, None for a press.
    """

    heard: Heard
    text: str = ""
    attachment: Attachment | None = None
    message_id: int | None = None

    @property
    def written(self) -> str:
        """Whatever was typed: the text, or the words under a file."""
        return self.attachment.caption if self.attachment else self.text


@dataclass(frozen=True)
class Circumstances:
    """What a reader needs to know: the instant, the team's zone, the cabinet's currency.

    `not_before` is the instant that the field's `bound` stands for, None for no bound.
    """

    now: datetime
    zone: ZoneInfo
    currency: str
    options: tuple[str, ...] = ()
    not_before: datetime | None = None


class AnswerRefused(Refusal):
    """An answer that cannot be taken; the subclasses say why."""


class WrongKind(AnswerRefused):
    """A sticker where a text is asked, and the like."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self.heard = heard


class TextEmpty(AnswerRefused):
    """Nothing but blanks."""


class TextTooLong(AnswerRefused):
    """More characters than the field keeps."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(limit, length)
        self.limit, self.length = limit, length


class NotAChoice(AnswerRefused):
    """A text that is none of the choices."""


class SumNeeded(AnswerRefused):
    """«не знаю» where the sum must be known."""


class SecretSeen(AnswerRefused):
    """A password or an API token: the journal takes none (DOMAIN.md, Privacy)."""


def read(field: Field, said: Said, circumstances: Circumstances) -> Any:
    """Return the value for this field, as JSON. Raises AnswerRefused or a parser's own error."""
    if said.heard is not Heard.CHOICE and holds_secret(said.written):
        raise SecretSeen
    if field.ask is Ask.ATTACHMENTS:
        return _attachment(said)
    if said.heard not in {Heard.TEXT, Heard.CHOICE}:
        raise WrongKind(said.heard)
    if field.ask is not Ask.CHOICE and not is_visible(said.text):
        raise TextEmpty
    return READERS[field.ask](field, said, circumstances)


def _attachment(said: Said) -> dict[str, Any]:
    if said.attachment is None:
        raise WrongKind(said.heard)
    return asdict(said.attachment)


def _choice(_: Field, said: Said, circumstances: Circumstances) -> str:
    if said.heard is Heard.CHOICE and said.text in circumstances.options:
        return said.text
    raise NotAChoice(said.text)


def _choice_or_text(field: Field, said: Said, circumstances: Circumstances) -> str:
    if said.heard is Heard.CHOICE:
        return _choice(field, said, circumstances)
    return _text(field, said, circumstances)


def _text(field: Field, said: Said, _: Circumstances) -> str:
    text = said.text.strip()
    if len(text) > field.limit:
        raise TextTooLong(field.limit, len(text))
    return text


def _reply(field: Field, said: Said, circumstances: Circumstances) -> str:
    text = _text(field, said, circumstances)
    replies.variables(text)
    return text


def _past(field: Field, said: Said, circumstances: Circumstances) -> dict[str, Any]:
    moment = dates.parse_past(said.text, circumstances.now, circumstances.zone)
    if field.bound and circumstances.not_before:
        moment = following(moment, field.bound, circumstances.not_before, circumstances.zone)
    return moment_json(moment)


def _future(_: Field, said: Said, circumstances: Circumstances) -> dict[str, Any]:
    return moment_json(dates.parse_future(said.text, circumstances.now, circumstances.zone))


def _past_or_period(_: Field, said: Said, circumstances: Circumstances) -> dict[str, Any]:
    when = dates.parse_when(said.text, circumstances.now, circumstances.zone)
    return moment_json(when) if isinstance(when, Moment) else period_json(when)


def _period(_: Field, said: Said, circumstances: Circumstances) -> dict[str, Any]:
    return period_json(dates.parse_period(said.text, circumstances.now, circumstances.zone))


def _sum(field: Field, said: Said, circumstances: Circumstances) -> dict[str, Any] | None:
    parsed = money.parse_sum(said.text, circumstances.currency)
    if parsed is None and field.is_required({}):
        raise SumNeeded
    typed = said.heard is Heard.TEXT  # what is pressed was on the button, currency and all
    if parsed and typed and parsed.minor and parsed.currency != circumstances.currency:
        raise money.OtherCurrency(parsed, circumstances.currency)
    return asdict(parsed) if parsed else None


def _entities(field: Field, said: Said, _: Circumstances) -> list[dict[str, Any]]:
    return [asdict(each) for each in entities.parse_entities(said.text, field.entity)]


READERS: dict[Ask, Callable[[Field, Said, Circumstances], Any]] = {
    Ask.CHOICE: _choice,
    Ask.CHOICE_OR_TEXT: _choice_or_text,
    Ask.CHOICES: _choice,
    Ask.TEXT: _text,
    Ask.REPLY: _reply,
    Ask.NUMBER: lambda _, said, __: numbers.clean_number(said.text),
    Ask.PAST: _past,
    Ask.FUTURE: _future,
    Ask.HOUR: lambda _, said, __: hours.hour_text(hours.parse_hour(said.text)),
    Ask.HOURS: lambda _, said, __: hours.hours_text(hours.parse_hours(said.text)),
    Ask.PAST_OR_PERIOD: _past_or_period,
    Ask.PERIOD: _period,
    Ask.SUM: _sum,
    Ask.ENTITIES: _entities,
}


def moment_json(moment: Moment) -> dict[str, Any]:
    """Write a moment down: seconds since the epoch, UTC."""
    return {"at": int(moment.at.timestamp()), "has_time": moment.has_time}


def period_json(period: Period) -> dict[str, Any]:
    """Write a period down."""
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def moment_of(value: dict[str, Any]) -> Moment:
    """Read a written moment."""
    return Moment(datetime.fromtimestamp(value["at"], UTC), value["has_time"])


def period_of(value: dict[str, Any]) -> Period:
    """Read a written period."""
    first, last = date.fromisoformat(value["first"]), date.fromisoformat(value["last"])
    return Period(first, last)


def money_of(value: dict[str, Any] | None) -> money.Money | None:
    """Read a written sum; None stays None, which means unknown."""
    return money.Money(value["minor"], value["currency"]) if value else None


def entities_of(value: list[dict[str, Any]] | None) -> tuple[entities.Entity, ...]:
    """Read written identifiers."""
    return tuple(
        entities.Entity(entities.EntityKind(each["kind"]), each["value"]) for each in value or ()
    )
