"""What no text field takes: passwords and keys; and what is no secret, though it looks like one."""

from datetime import datetime

import pytest
from examples_secrets import HARMLESS, SECRETS
from hypothesis import given
from hypothesis import strategies as st
from stories import CHAT
from team import Team
from test_forms import circumstances, field

from cases.answers import Attachment, Heard, Said, SecretSeen, read
from cases.pasting.confidential import holds_secret


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_seen(text: str) -> None:
    assert holds_secret(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_speaks_of_a_secret_is_taken(text: str) -> None:
    assert not holds_secret(text)
    if text.strip():
        assert read(field("summary"), Said(Heard.TEXT, text), circumstances()) == text.strip()


@given(
    st.sampled_from(SECRETS),
    st.sampled_from(["", "не могу войти, ", "Здравствуйте.\n", "кабинет ИП Иванов; "]),
    st.sampled_from(["", "\nне пускает", ". Помогите"]),
)
def test_a_secret_is_seen_whatever_stands_around(secret: str, before: str, after: str) -> None:
    assert holds_secret(f"{before}{secret}{after}")


@given(st.sampled_from(HARMLESS), st.sampled_from(HARMLESS))
def test_two_harmless_texts_make_no_secret(one: str, other: str) -> None:
    assert not holds_secret(f"{one}\n{other}")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - as people write
def test_a_date_after_the_word_is_no_password(at: datetime) -> None:
    for written in (f"{at:%d.%m}", f"{at:%d.%m.%Y}", f"{at:%H:%M}", f"{at:%d.%m %H:%M}"):
        assert not holds_secret(f"сменили пароль {written}")
        assert not holds_secret(f"пароль {written} не подошёл")


@given(st.integers(10**6, 10**18), st.sampled_from(["№", "заказ ", "обращение ", "артикул "]))
def test_a_number_is_no_secret(number: int, sign: str) -> None:
    assert not holds_secret(f"Не могу войти после смены пароля, {sign}{number}")


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_for_secrets(text: str) -> None:
    assert holds_secret(text) in {True, False}


@pytest.mark.parametrize(
    "secret", ["пароль: qwerty", "мой пароль qwerty", "токен a1b2c3d4e5f6a7b8"]
)
def test_a_caption_is_a_text_as_well(secret: str) -> None:
    with pytest.raises(SecretSeen):
        read(field("attachments"), a_photo(secret), circumstances())


def a_photo(caption: str) -> Said:
    return Said(Heard.PHOTO, attachment=Attachment("f", "u", "photo", "1.jpg", caption=caption))


async def test_a_file_with_a_password_under_it_is_not_taken(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Пропустить", "Пропустить")
    assert "Пришлите скриншоты" in team.anna.sees
    await team.anna.person.sends_photo(b"jpeg", caption="мой пароль qwerty")
    await team.settles()
    assert "ключ или пароль" in team.anna.sees
    assert "Пришлите скриншоты" in team.anna.sees
    assert "Готово" not in team.anna.buttons


async def test_a_password_is_refused_and_the_question_stays(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем")
    told = await team.anna.says("Не могу войти, мой пароль qwerty")
    assert "ключ или пароль" in told
    assert "Что случилось?" in told
    assert "Когда сообщение" in await team.anna.says("Не могу войти, сменили пароль")
