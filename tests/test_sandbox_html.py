"""Row 12: Telegram's HTML, its entities and the words of its errors."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.refusals import Refused
from sandbox.tags import parse_html
from sandbox.wire import utf16_length

LEGAL: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("без тегов", "без тегов", []),
    ("<b>Да</b> нет", "Да нет", [("bold", 0, 2)]),
    ("<STRONG>Да</strong>", "Да", [("bold", 0, 2)]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
    ("<span class=tg-spoiler>a</span>", "a", [("spoiler", 0, 1)]),
    ("<code>a</code>", "a", [("code", 0, 1)]),
    ("<pre>a</pre>", "a", [("pre", 0, 1)]),
    ('<pre><code class="language-sql">a</code></pre>', "a", [("pre", 0, 1)]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ('<a href="https://wb.ru">a</a>', "a", [("text_link", 0, 1)]),
    ('<a href="tg://user?id=5">a</a>', "a", [("text_mention", 0, 1)]),
    ("<a>без адреса</a>", "без адреса", []),
    ("<a>wb.ru</a>", "wb.ru", [("text_link", 0, 5)]),
    ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
    ('<b id="x" lang=ru>неизвестные атрибуты</b>', "неизвестные атрибуты", [("bold", 0, 20)]),
    ("👍<b>после смайла</b>", "👍после смайла", [("bold", 2, 12)]),
    ("<b>раз <i>два</i></b>", "раз два", [("bold", 0, 7), ("italic", 4, 3)]),
    ("<b>a<i>b</></>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("A & B", "A & B", []),
    ("A &amp;&lt;&gt;&quot; B", 'A &<>" B', []),
    ("&lt без точки с запятой", "< без точки с запятой", []),
    ("&nbsp;&laquo;", "&nbsp;&laquo;", []),
    ("&#1046;&#x416;", "ЖЖ", []),
    ("&#0;&#1114111;", "&#0;&#1114111;", []),
    ("<b></b>пусто", "пусто", []),
    ("1 > 0", "1 > 0", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), LEGAL)
def test_row_12_legal_html_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    plain, found = parse_html(source)
    assert plain == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


ILLEGAL = [
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("Жалоба <p>", 'Unsupported start tag "p" at byte offset 13'),
    ("5 <6> 7", 'Unsupported start tag "6" at byte offset 2'),
    ("a < b >", 'Unsupported start tag "" at byte offset 2'),
    ("<!-- -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("цена<b", "Unclosed start tag at byte offset 8"),
    ("2 <", "Unclosed start tag at byte offset 2"),
    ("<b>жирно", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("ой</b>", "Unexpected end tag at byte offset 4"),
    ("<b>ж</b", "Unclosed end tag at byte offset 5"),
    ("<b>Ж</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
    ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
    ("ж<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
    ('<span class="x">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="wb.ru', 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=wb.ru/x>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("source", "reason"), ILLEGAL)
def test_row_12_wrong_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_the_language_of_a_listing_belongs_to_pre() -> None:
    _, found = parse_html('<pre><code class="language-sql">select 1</code></pre>')
    assert found == [{"type": "pre", "offset": 0, "length": 8, "language": "sql"}]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_row_12_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text, [])


@given(st.text(alphabet="<>/ab =\"'&;#x1👍Ж\n") | st.text())
def test_row_12_any_text_is_parsed_or_refused_and_entities_stay_inside(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except Refused as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017 - both ways are right
        return
    assert all(_inside(one, text) for one in entities)


def _inside(entity: dict[str, Any], text: str) -> bool:
    begin, length = int(entity["offset"]), int(entity["length"])
    return 0 <= begin < begin + length <= utf16_length(text)
