"""The mutations: real updates with something in them changed, left out, added or put amiss."""

import copy
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from sandbox.wire import Json

TEXTS = (
    "", " ", "\n", "\x00", "\ud83d", "а\ud800б", "\u202eтекст", "а\u200bб\u200d", "\u2066\u2069",
    "👩‍👩‍👧‍👦" * 30, "🇷🇺", "Z̸̡͚̞̪̯͖̻̯̘̃ͅ" * 40, "ﷺ" * 200, "ё" * 4096, "ж" * 100_000, "<b>",
    "</pre>", "&lt;", "&", "<a href='x'>", "{номер}", "{}", "%s", "\\", "`_*[",
    "'; DROP TABLE cases; --", "0", "-5", "9" * 40, "1e9", "٣٤٥", "½", "/", "//", "/start",
    "/start case_1", "/status", "/status 18123456", "/status #1", "/new", "/cancel", "/list",
    "/find выплаты", "/team", "/bind@journal_bot", "#1", "№", "31.02", "29.02.2027", "вчера 25:61",
    "01.03–15.03", "12 500", "1" * 20 + " р", "WB", "27,53 BYN", "не знаю", "Сохранить", "Отмена",
    "/help@other_bot", "/status@journal_bot 1", "https://t.me/journal_bot?start=x", "a" * 65,
    'Хочу вернуть товар "Юбка, артикул 140158860"',
)  # fmt: skip
NUMBERS = (0, -1, 1, 3, 57, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, -(10**14))
JUNK: tuple[Any, ...] = (
    None, True, False, [], {}, "", "строка", 0, -1, 1.5, [None], [[]], {"id": 1}, {"": ""},
)  # fmt: skip
PRESSES = (
    "", ":", "v1", "v1:", "v1:close:1:1", "v1:close:0:-1", "v1:close:99999999999999999999:1",
    "v1:we_answered:1:1", "v1:nonsense:1:1", "c:card:1", "c:card:-1", "c:card:x", "c::",
    "f:1:1:save", "f:1:1:save:", "f:x:1:choose:9", "n:", "n:buyer_chat", "n:over", "p:0", "e:1:1",
    "e:leave:1", "l:page:open:0:0:0:0:0:0", "l:page:open:0:0:0:0:0:0:0",
    "l:page:mine:9:9:9:9:-1:9:9", "t:remove:1", "t:removed:2", "t:invite:0", "a:show:1",
    "a:pack:1", "h:way:wb:", "s:0", "s:9" + "9" * 17, "tp:list:finance:", "q:page:1:-1:0:0",
    "k:as:0:buyer:0:0", "k:ask:1::4095:0", "y:show:-1:0:0", "y:list:0:0:0", "b:1", "b:-100",
    "lm:set:RUB:1", "ok:yes:1", "g:1:", "u:1", "v2:close:1:1", "ln:join:1:2", "mg:yes:1:1:2:1",
    "z::1:reply:0", "z:wake:1:reply:1", "j:page:0:0:0", "gt:-1:1", "hi:1:0", "ew:1:1",
    "ef:1:1:note", "tg:other:1:0", "me:me:0:", "me:me:0", "st:one::", "aw:away:1", "du:today:1",
    "\x00", "🙂" * 16, "v1:" + "x" * 60, "x" * 200, "юникод:1", "v1:close:1:1:1:1",
)  # fmt: skip
"""What a forged, a broken or an old button may carry."""
LONGEST = {
    "text": 4096, "caption": 1024, "first_name": 64, "last_name": 64, "username": 32, "title": 128,
    "file_name": 255,
}  # fmt: skip
"""Telegram's own limits: longer ones never come."""
Place = tuple[Any, Any]


def mutated(update: Json, others: Sequence[Json], ids: Sequence[int], random: Random) -> Json:
    """Return a copy with up to four changes; `ids` are people and chats that there are."""
    changed = copy.deepcopy(update)
    for _ in range(random.choice((0, 1, 1, 1, 2, 4))):
        places = list(_places(changed))
        if not places:
            break
        holder, key = random.choice(places)
        change = random.choices(_CHANGES, _OFTEN)[0]
        change(holder, key, random, others, ids)
    return changed


def _places(tree: Any) -> Iterator[Place]:
    """Every place in the tree that holds something, but the update's own number."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(pairs):
        if key != "update_id":
            yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


Change = Callable[[Any, Any, Random, Sequence[Json], Sequence[int]], None]


def _another(holder: Any, key: Any, random: Random, _: Sequence[Json], ids: Sequence[int]) -> None:
    """Put another value of the same type there."""
    value = holder[key]
    if key == "id" and isinstance(value, int):
        holder[key] = random.choice(ids) if random.random() < 0.9 else random.choice(NUMBERS)
    elif key == "data":
        holder[key] = random.choice(PRESSES)
    elif isinstance(value, str):
        text = random.choice(TEXTS)
        put = text if random.random() < 0.7 else f"{value} {text}"
        holder[key] = put[: LONGEST.get(key, len(put))]
    elif isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, int):
        holder[key] = random.choice(NUMBERS)
    elif isinstance(value, list):
        holder[key] = value * random.choice((0, 2, 30))


def _missing(holder: Any, key: Any, *_: Any) -> None:
    del holder[key]


def _wrong(holder: Any, key: Any, random: Random, *_: Any) -> None:
    holder[key] = copy.deepcopy(random.choice(JUNK))


def _unknown(holder: Any, key: Any, random: Random, *_: Any) -> None:
    if isinstance(holder, dict):
        name = random.choice(("new_field", "чужое", "self", "bot", "class"))
        holder[name] = copy.deepcopy(random.choice(JUNK))
    else:
        holder.append(copy.deepcopy(holder[key]))


def _foreign(holder: Any, key: Any, random: Random, others: Sequence[Json], _: Any) -> None:
    """Put there what another update has under this name."""
    found = [p[0][p[1]] for p in _places(random.choice(others)) if p[1] == key]
    if found:
        holder[key] = copy.deepcopy(random.choice(found))


_CHANGES: tuple[Change, ...] = (_another, _missing, _wrong, _unknown, _foreign)
_OFTEN = (60, 12, 4, 8, 16)

_USER = {"id": 7_000_000_019, "is_bot": False, "first_name": "Имя"}
_CHAT = {"id": 7_000_000_019, "type": "private", "first_name": "Имя"}
_GROUP = {"id": -4_000_000_007, "type": "group", "title": "Команда"}
_CHANNEL = {"id": -1_009_000_000_001, "type": "channel", "title": "Канал"}
_MESSAGE = {"message_id": 5, "date": 1_772_614_800, "chat": _CHAT, "from": _USER}
_POST = {"message_id": 5, "date": 1_772_614_800, "chat": _CHANNEL, "sender_chat": _CHANNEL}
_MEMBER = {"status": "member", "user": _USER}
_FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 5}
_KINDS: tuple[Json, ...] = (
    {"dice": {"emoji": "🎲", "value": 3}},
    {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "т", "address": "а"}},
    {"location": {"latitude": 1.0, "longitude": 2.0}},
    {"contact": {"phone_number": "+79990000000", "first_name": "Имя"}},
    {"voice": {**_FILE, "duration": 1}},
    {"video_note": {**_FILE, "duration": 1, "length": 1}},
    {"audio": {**_FILE, "duration": 1}},
    {"animation": {**_FILE, "duration": 1, "width": 1, "height": 1}, "document": _FILE},
    {"video": {**_FILE, "duration": 1, "width": 1, "height": 1}, "caption": "#1 видео"},
    {"photo": [{**_FILE, "width": 1, "height": 1}], "media_group_id": "7", "caption": "#1"},
    {"document": {**_FILE, "file_name": "../../x.pdf", "file_size": 2**40}},
    {"sticker": {**_FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False,
                 "is_video": False}},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
              "is_closed": False, "is_anonymous": True, "type": "regular",
              "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
    {"new_chat_members": [_USER]},
    {"left_chat_member": _USER},
    {"new_chat_title": "т"},
    {"pinned_message": {**_MESSAGE, "text": "т"}},
    {"migrate_to_chat_id": -1_002_000_000_011},
    {"migrate_from_chat_id": -4_000_000_007},
    {"group_chat_created": True},
    {"forum_topic_created": {"name": "т", "icon_color": 1}},
    {"video_chat_started": {}},
    {"web_app_data": {"data": "x", "button_text": "y"}},
    {"successful_payment": {"currency": "RUB", "total_amount": 1, "invoice_payload": "x",
                            "telegram_payment_charge_id": "1", "provider_payment_charge_id": "1"}},
    {"text": "/status 18123456", "forward_origin": {"type": "hidden_user", "date": 1,
                                                    "sender_user_name": "Кто-то"}},
    {"text": "#1 ответ", "reply_to_message": {**_MESSAGE, "text": "карточка"}},
    {"text": "/new", "entities": [{"type": "bot_command", "offset": 0, "length": 400}]},
    {"text": "от канала", "sender_chat": _CHANNEL},
    {"story": {"chat": _CHANNEL, "id": 1}},
    {"paid_media": {"star_count": 1, "paid_media": []}},
    {},
)  # fmt: skip
_QUERY = {"id": "1", "from": _USER, "chat_instance": "1"}
EXOTIC: tuple[Json, ...] = (
    *({"message": {**_MESSAGE, **kind}} for kind in _KINDS),
    *({"message": {**_MESSAGE, "chat": _GROUP, **kind}} for kind in _KINDS),
    *({"edited_message": {**_MESSAGE, "edit_date": 1_772_614_900, **kind}} for kind in _KINDS),
    {"channel_post": {**_POST, "text": "/status 18123456"}},
    {"edited_channel_post": {**_POST, "edit_date": 1, "text": "/new"}},
    {"inline_query": {"id": "1", "from": _USER, "query": "18123456", "offset": ""}},
    {"chosen_inline_result": {"result_id": "1", "from": _USER, "query": "1"}},
    {"callback_query": {**_QUERY, "data": "c:card:1", "inline_message_id": "x"}},
    {"callback_query": {**_QUERY, "game_short_name": "игра"}},
    {"callback_query": _QUERY},
    *({name: {"chat": chat, "from": _USER, "date": 1, "old_chat_member": _MEMBER,
              "new_chat_member": {"status": "left", "user": _USER}}}
      for name in ("my_chat_member", "chat_member") for chat in (_CHAT, _GROUP, _CHANNEL)),
    {"chat_join_request": {"chat": _GROUP, "from": _USER, "user_chat_id": 1, "date": 1}},
    {"poll": _KINDS[12]["poll"]},
    {"poll_answer": {"poll_id": "1", "user": _USER, "option_ids": [0],
                     "option_persistent_ids": ["0"]}},
    {"message_reaction": {"chat": _GROUP, "message_id": 1, "user": _USER, "date": 1,
                          "old_reaction": [], "new_reaction": []}},
    {"pre_checkout_query": {"id": "1", "from": _USER, "currency": "RUB", "total_amount": 1,
                            "invoice_payload": "x"}},
    {"business_message": {**_MESSAGE, "business_connection_id": "1", "text": "/new"}},
    {"business_connection": {"id": "1", "user": _USER, "user_chat_id": 1, "date": 1,
                             "can_reply": True, "is_enabled": True}},
    {"something_new": {"from": _USER, "chat": _CHAT}},
    {},
    {"message": {**_MESSAGE, "migrate_to_chat_id": 0}},
    {"message": None},
    {"message": []},
    {"message": "текст"},
    {"message": {**_MESSAGE, "text": "раз"}, "callback_query": {**_QUERY, "data": "c:card:1"}},
)  # fmt: skip
"""Updates that people of this team do not bring about, or not any more, or not yet."""
