"""The contacts: links, mail addresses, messengers and calls by which a buyer is led away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.checking import invitations, spelled
from cases.checking.findings import Advice, Audience, Fault, Finding
from cases.checking.sentences import is_refused, sentence_at
from cases.checking.unveiled import Seen, Unveiled

_ZONES = (
    "com|net|org|info|biz|ru|su|by|kz|ua|uz|kg|am|az|ge|me|io|cc|tv|ai|app|shop|store|online|site"
    "|pro|club|link|page|dev|xyz|top|eu|de|uk|us|cn|tr|market|space|website|tech|live|world|vip"
    "|ly|gl|gg|to|group|blog|art|bio"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SIGN = rf"[a-z{spelled.LETTERS}0-9"
_RUSSIAN_LABEL = rf"{_SIGN}](?:{_SIGN}-]{{0,61}}{_SIGN}])?"
_REST = r"(?:[/?#:][^\s«»\"]*)?"
_LINK = re.compile(
    r"(?:h[tx]{2}ps?|ftp)(?:://|:/|;//)[^\s«»\"]+|(?<![\w.])www\.[^\s«»\"]+"
    rf"|(?<![\w.@-])(?=[a-z0-9.-]*[a-z][a-z0-9-]*\.)(?:{_LABEL}\.)+(?:{_ZONES})(?![\w-]){_REST}"
    rf"|(?<![\w.@-])(?:{_LABEL}\.)+[a-z]{{2,10}}/[\w?#][^\s«»\"]*"
    rf"|(?<![\w.@-])(?:{_RUSSIAN_LABEL}\.)+{spelled.RUSSIAN_ZONE}(?![\w-]){_REST}"
)
_SPOKEN_LINK = re.compile(
    rf"(?<![\w.@-])(?:{_SIGN}-]{{2,}}\.)+{spelled.CYRILLIC_ZONE}(?![\w-]){_REST}"
    rf"|(?<![\w.@-]){spelled.TELEGRAM_LINK}"
)
_EMAIL = re.compile(rf"[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.)+[a-z{spelled.LETTERS}]{{2,}}(?!\w)")
_SPOKEN_EMAIL = re.compile(
    rf"[\w.+-]{{2,64}}@[\w-]{{2,}}\.{spelled.SPELLED_ZONE}(?!\w)|{spelled.SPELLED_MAIL}"
)
_AT_NAME = re.compile(r"(?<![\w.@])@ ?[a-z]\w{3,31}(?![\w.]*@)")
_HOST = re.compile(r"(?:h[tx]{2}ps?[:;]/{1,2}|ftp://)?(?:www\.)?(?P<host>[^/?#:\s]+)")
_MESSENGER_HOST = re.compile(invitations.MESSENGER_HOSTS)
_OWN_HOST = {audience: re.compile(form) for audience, form in invitations.OWN_HOSTS.items()}


def _word(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{form})(?!\w)")


@dataclass(frozen=True)
class _Lead:
    """A phrase that leads away; it is none where `unless` is in its sentence without `still`."""

    fault: Fault
    advice: Advice
    form: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    still: re.Pattern[str] | None = None


_GOODS, _AWAY = re.compile(invitations.ABOUT_GOODS), re.compile(invitations.LEADS_AWAY)
_LEADS = (
    _Lead(Fault.MESSENGER, Advice.STAY_IN_CHAT, re.compile(invitations.MESSENGERS), _GOODS, _AWAY),
    _Lead(Fault.MESSENGER, Advice.STAY_IN_CHAT, _word(invitations.MESSENGERS_ALONE), _GOODS, _AWAY),
    _Lead(Fault.MESSENGER, Advice.STAY_IN_CHAT, _word(invitations.WRITING_IN), _GOODS, _AWAY),
    _Lead(Fault.MESSENGER, Advice.STAY_IN_CHAT, _word(invitations.OF_OURS)),
    _Lead(Fault.MESSENGER, Advice.STAY_IN_CHAT, _word(invitations.OUTSIDE)),
    _Lead(
        Fault.EXTERNAL_LINK, Advice.DROP_LINK, _word(invitations.OTHER_SITE),
        re.compile(invitations.SITE_OF_THE_PLATFORM),
    ),
    _Lead(
        Fault.PHONE, Advice.DO_NOT_ASK_CONTACT, _word(invitations.ASKS_PHONE),
        re.compile(invitations.NOT_ASKING_PHONE),
    ),
    _Lead(
        Fault.EMAIL, Advice.DO_NOT_ASK_CONTACT, _word(invitations.ASKS_EMAIL),
        re.compile(invitations.NOT_EMAIL),
    ),
    _Lead(Fault.OBFUSCATED_CONTACT, Advice.DROP_CONTACT, _word(invitations.NICKNAME)),
)  # fmt: skip
_OTHER_PLATFORM = {audience: _word(form) for audience, form in invitations.OTHER_PLATFORMS.items()}


def contacts_of(text: Unveiled, audience: Audience) -> Iterator[Finding]:
    """Find every way out of the chat; what is disguised is an obfuscated contact."""
    yield from _emails(text)
    yield from _links(text, audience)
    for seen in text.find(_AT_NAME, spoken=False):
        yield _finding(text, seen, Fault.OBFUSCATED_CONTACT, Advice.DROP_CONTACT)
    for lead in _LEADS:
        for seen in text.find(lead.form):
            if not _is_innocent(text, seen, lead):
                yield _finding(text, seen, lead.fault, lead.advice)
    for seen in text.find(_OTHER_PLATFORM[audience]):
        yield _finding(text, seen, Fault.EXTERNAL_LINK, Advice.DROP_LINK)


def _emails(text: Unveiled) -> Iterator[Finding]:
    for seen in text.find(_EMAIL, spoken=True):
        yield _finding(text, seen, Fault.EMAIL, Advice.DROP_CONTACT)
    for seen in text.find(_SPOKEN_EMAIL, spoken=True):
        yield _finding(text, replace(seen, hidden=True), Fault.EMAIL, Advice.DROP_CONTACT)


def _links(text: Unveiled, audience: Audience) -> Iterator[Finding]:
    for seen in text.find(_LINK, spoken=True):
        host = _HOST.match(seen.text)
        name = host["host"] if host else ""
        if _OWN_HOST[audience].fullmatch(name) or _begins_a_sentence(text, seen):
            continue
        fault = Fault.MESSENGER if _MESSENGER_HOST.fullmatch(name) else Fault.EXTERNAL_LINK
        yield _finding(text, seen, fault, Advice.DROP_LINK)
    for seen in text.find(_SPOKEN_LINK, spoken=True):
        yield _finding(text, replace(seen, hidden=True), Fault.EXTERNAL_LINK, Advice.DROP_LINK)


def _begins_a_sentence(text: Unveiled, seen: Seen) -> bool:
    """Whether a forgotten blank made a host of two sentences: «Подошло.Рус…»."""
    zone = text.fragment(seen.span).rpartition(".")[2]
    return seen.text.rpartition(".")[2].isalpha() and zone[:1].isupper() and not zone.isupper()


def _is_innocent(text: Unveiled, seen: Seen, lead: _Lead) -> bool:
    if is_refused(text.original, seen.span):
        return True
    if lead.unless is None:
        return False
    sentence = sentence_at(text.original, seen.span)
    return bool(lead.unless.search(sentence)) and not (lead.still and lead.still.search(sentence))


def _finding(text: Unveiled, seen: Seen, fault: Fault, advice: Advice) -> Finding:
    what = Fault.OBFUSCATED_CONTACT if seen.hidden else fault
    return Finding(what, advice, seen.span, text.fragment(seen.span).strip())
