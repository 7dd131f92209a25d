"""Rich messages as people have them: Markdown and tags as blocks, buttons to press inside."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Message
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.rich_html import parse_rich_html
from sandbox.rich_markdown import markdown_as_html
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n picture"
TAKE = {"text": "Взять", "callback_data": "take"}


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
async def anna(world: World) -> Person:
    anna = world.person("Анна")
    await anna.starts()
    return anna


async def sends(world: World, anna: Person, **rich: Any) -> Any:
    params = {"chat_id": anna.id, "rich_message": rich}
    files = {"box": PNG} if "media" in rich else {}
    return await world.call(TOKEN, "sendRichMessage", params, files)


def looks(kind: str, text: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, **more}


def paragraph(*text: Any) -> dict[str, Any]:
    return looks("paragraph", text[0] if len(text) == 1 else list(text))


def cell(text: str, align: str, **more: Any) -> dict[str, Any]:
    return {"text": text, **more, "align": align, "valign": "middle"}


MARKDOWN: list[tuple[str, list[dict[str, Any]]]] = [
    ("# Дело **57** #", [looks("heading", ["Дело ", looks("bold", "57")], size=1)]),
    ("###### мелко", [looks("heading", "мелко", size=6)]),
    ("####### семь", [paragraph("####### семь")]),
    ("раз\nдва\n\nтри", [paragraph("раз\nдва"), paragraph("три")]),
    ("*а* _б_ __в__ ~~г~~ ||д|| ==е==", [
        paragraph(
            looks("italic", "а"), " ", looks("italic", "б"), " ", looks("bold", "в"), " ",
            looks("strikethrough", "г"), " ", looks("spoiler", "д"), " ", looks("marked", "е"),
        )
    ]),
    ("***а***", [paragraph(looks("italic", looks("bold", "а")))]),
    ("snake_case_name и 2 * 3 * 4", [paragraph("snake_case_name и 2 * 3 * 4")]),
    (r"\*не курсив\* и 5 < 6 & 7", [paragraph("*не курсив* и 5 < 6 & 7")]),
    ("`a <b>` и ``a ` b``", [paragraph(looks("code", "a <b>"), " и ", looks("code", "a ` b"))]),
    ("[кабинет](https://wb.ru/a_b_c)", [
        paragraph(looks("url", "кабинет", url="https://wb.ru/a_b_c"))
    ]),
    ("```python\na < b\n\n# нет\n```", [looks("pre", "a < b\n\n# нет", language="python")]),
    ("```\nбез конца", [looks("pre", "без конца")]),
    ("---", [{"type": "divider"}]),
    ("> раз\n> два", [{"type": "blockquote", "blocks": [paragraph("раз\nдва")]}]),
    ("- раз\n  - два", [
        {"type": "list", "items": [{"blocks": [
            paragraph("раз"), {"type": "list", "items": [{"blocks": [paragraph("два")]}]},
        ]}]}
    ]),
    ("2. раз\n3. два", [
        {"type": "list", "items": [
            {"type": "1", "value": 2, "blocks": [paragraph("раз")]},
            {"type": "1", "value": 3, "blocks": [paragraph("два")]},
        ]}
    ]),
    ("- [x] раз\n\n- [ ] два", [
        {"type": "list", "items": [
            {"has_checkbox": True, "is_checked": True, "blocks": [paragraph("раз")]},
            {"has_checkbox": True, "blocks": [paragraph("два")]},
        ]}
    ]),
    ("| Срок | Сумма |\n|---|--:|\n| сб | 1 \\| 2 |", [
        {"type": "table", "cells": [
            [cell("Срок", "left", is_header=True), cell("Сумма", "right", is_header=True)],
            [cell("сб", "left"), cell("1 | 2", "right")],
        ]}
    ]),
    ("<details open><summary>Ещё</summary>\n\n**там**\n\n</details>", [
        {"type": "details", "summary": "Ещё", "is_open": True,
         "blocks": [paragraph(looks("bold", "там"))]}
    ]),
    ('<tg-button type="callback_data" data="take">Взять</tg-button> тут', [
        paragraph({"type": "button", "button": TAKE}, " тут")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), MARKDOWN)
def test_markdown_becomes_the_blocks_it_means(source: str, blocks: list[dict[str, Any]]) -> None:
    assert parse_rich_html(markdown_as_html(source), {}) == blocks


ROW = (
    '<tg-button-row align="center"><tg-button type="copy_text" text="57">Номер</tg-button>'
    '<tg-button type="disabled">Нельзя</tg-button></tg-button-row>'
)
HTML: list[tuple[str, dict[str, Any]]] = [
    ('<pre><code class="language-sql">SELECT 1</code></pre>',
     looks("pre", "SELECT 1", language="sql")),
    ("<blockquote collapsed>а<cite>Тимур</cite></blockquote>",
     looks("expandable_blockquote", "а", credit="Тимур")),
    ("<blockquote>а<cite>Тимур</cite></blockquote>",
     {"type": "blockquote", "blocks": [paragraph("а")], "credit": "Тимур"}),
    ("<aside>а<cite>б</cite></aside>", looks("pullquote", "а", credit="б")),
    ("<table bordered striped><caption>Сроки</caption><tr><td align=right>1</td></tr></table>",
     {"type": "table", "cells": [[cell("1", "right")]], "is_bordered": True, "is_striped": True,
      "caption": "Сроки"}),
    ("<ol type=i start=4><li>а</li><li value=9>б</li></ol>",
     {"type": "list", "items": [
         {"type": "i", "value": 4, "blocks": [paragraph("а")]},
         {"type": "i", "value": 9, "blocks": [paragraph("б")]},
     ]}),
    ('<a name="верх"></a><a href="#верх">к началу</a>',
     paragraph({"type": "anchor", "name": "верх"},
               looks("anchor_link", "к началу", anchor_name="верх"))),
    ('<tg-time unix="1773500000" format="wDT">сб</tg-time>',
     paragraph(looks("date_time", "сб", unix_time=1773500000, date_time_format="wDT"))),
    ('<tg-emoji emoji-id="5">🔥</tg-emoji>',
     paragraph({"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🔥"})),
    (ROW,
     {"type": "buttons", "align": "center", "buttons": [
         {"text": "Номер", "copy_text": {"text": "57"}}, {"text": "Нельзя", "disabled": {}},
     ]}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "block"), HTML)
def test_html_becomes_the_block_it_means(source: str, block: dict[str, Any]) -> None:
    assert parse_rich_html(source, {}) == [block]


@given(st.text(alphabet="#*_~|=`->[]()! 1.x\nЖ<b/>\\") | st.text())
def test_any_markdown_is_read_or_refused(source: str) -> None:
    try:
        blocks = parse_rich_html(markdown_as_html(source), {})
    except Refused as refused:
        assert refused.code == 400  # noqa: PT017 - both ways are right
        return
    assert all("type" in one for one in blocks)


async def test_markdown_is_sent_and_aiogram_reads_it(world: World, anna: Person) -> None:
    sent = await sends(world, anna, markdown="# Дело\n\n1. раз\n2. два")
    rich = Message.model_validate(sent).rich_message
    assert rich
    assert [str(block.type) for block in rich.blocks] == ["heading", "list"]
    assert anna.chat.last_text == "Дело\nраз\nдва"


async def test_markdown_of_nothing_is_refused(world: World, anna: Person) -> None:
    with pytest.raises(Refused, match="rich message is empty"):
        await sends(world, anna, markdown=" \n ")


async def test_files_stand_in_markdown_with_their_captions(world: World, anna: Person) -> None:
    media = [{"id": "box", "media": {"type": "photo", "media": "attach://box"}}]
    sent = await sends(world, anna, markdown='![](tg://photo?id=box "Шов")', media=media)
    [block] = sent["rich_message"]["blocks"]
    assert block["photo"][0]["file_size"] == len(PNG)
    assert block["caption"] == {"text": "Шов"}


@pytest.mark.parametrize(
    ("kind", "labels"),
    [("1", ["4.", "5."]), ("a", ["d.", "e."]), ("A", ["D.", "E."]), ("i", ["iv.", "v."])],
)
async def test_entries_are_labelled_in_their_own_letters(
    world: World, anna: Person, kind: str, labels: list[str]
) -> None:
    html = f"<ol type={kind} start=4><li>а</li><li>б</li></ol>"
    sent = await sends(world, anna, html=html)
    assert [one["label"] for one in sent["rich_message"]["blocks"][0]["items"]] == labels


@pytest.mark.parametrize(
    "block",
    [
        {"type": "buttons", "buttons": [TAKE]},
        looks("paragraph", ["Тут: ", {"type": "button", "button": {**TAKE, "style": "link"}}]),
        {"type": "details", "summary": "Ещё", "blocks": [{"type": "buttons", "buttons": [TAKE]}]},
        {"type": "list", "items": [{"blocks": [{"type": "buttons", "buttons": [TAKE]}]}]},
    ],
    ids=["in a row", "in a text", "in details", "in a list"],
)
async def test_a_button_inside_a_rich_message_is_pressed(
    world: World, anna: Person, block: dict[str, Any]
) -> None:
    sent = await sends(world, anna, blocks=[block])
    assert anna.chat.buttons(sent) == ["Взять"]
    query = await anna.presses("Взять")
    assert query
    assert (query["data"], query["message"]["message_id"]) == ("take", sent["message_id"])


async def test_a_disabled_button_inside_a_rich_message_is_dead(world: World, anna: Person) -> None:
    dead = {"type": "buttons", "buttons": [{"text": "Взять", "disabled": {}}]}
    await sends(world, anna, blocks=[dead])
    with pytest.raises(LookupError):
        await anna.presses("Взять")


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ({"text": "а"}, "a rich button does exactly one thing"),
        ({"text": "а", "callback_data": "1", "url": "wb.ru"}, "a rich button does exactly one"),
        ({"text": " ", "callback_data": "1"}, "a rich button has a text"),
        ({"text": looks("bold", "а"), "callback_data": "1"}, "a rich button has a text of words"),
        ({"text": "а", "callback_data": "1", "style": "pink"}, "unknown rich button style"),
        ({"text": "а", "url": "https://wb.ru", "style": "link"}, "only a callback button can look"),
        ({"text": "а", "callback_data": "Ж" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "а", "copy_text": {"text": "Ж" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "а", "url": "http://а б"}, "rich button URL"),
    ],
)
async def test_a_wrong_button_inside_a_rich_message_is_refused(
    world: World, anna: Person, button: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        await sends(world, anna, blocks=[{"type": "buttons", "buttons": [button]}])
