"""Stories of files: into a form, to a card, with a number, and with nothing said at all."""

from __future__ import annotations

import pytest
from team import Team

from cases.files import LARGEST, FileState

CHAT = ("/new", "Чат с покупателем", "Разошёлся шов", "Только что", "К итогу", "Сохранить")
TO_FILES = (
    "/new", "Чат с покупателем", "Разошёлся шов", "вчера", "Тимур", "5", "Брак", "№ 7", "Не знаю",
)  # fmt: skip


async def numbers(team: Team, case_id: int = 1) -> list[int]:
    return [number for number, _ in await team.attachments.of(case_id)]


async def names(team: Team, case_id: int = 1) -> list[str]:
    return [file.name for _, file in await team.attachments.of(case_id)]


async def at_files(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TO_FILES)


async def with_case(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)


async def test_every_kind_of_file_is_taken_in_a_row_without_leaving_the_step(team: Team) -> None:
    await at_files(team)
    person = team.anna.person
    await person.sends_photo(caption="шов")
    await person.sends_document("отчёт.pdf", b"%PDF")
    await person.sends_video()
    await person.sends_voice()
    for kind in ("audio", "video_note", "animation"):
        await person.sends_recording(kind)
    await team.settles()
    assert "Принял, всего 7\u00a0файлов" in team.anna.sees
    assert "📎 7" in await team.anna.does("Готово", "Сохранить")
    files = await team.attachments.of(1)
    assert [number for number, _ in files] == [1, 2, 3, 4, 5, 6, 7]
    assert [file.kind for _, file in files] == [
        "photo", "document", "video", "voice", "audio", "video_note", "animation",
    ]  # fmt: skip
    assert files[0][1].caption == "шов"
    team.world.assert_nothing_refused()


async def test_what_is_no_file_is_refused_aloud_and_the_files_stay(team: Team) -> None:
    await at_files(team)
    await team.anna.person.sends_photo()
    await team.anna.person.sends_sticker()
    await team.settles()
    assert "а пришёл стикер: пришлите фото, видео, голосовое или документ" in team.anna.sees
    await team.anna.person.sends_location(55.7, 37.6)
    await team.settles()
    assert "а пришло место на карте" in team.anna.sees
    await team.anna.person.sends_contact()
    await team.settles()
    assert "а пришёл контакт" in team.anna.sees
    assert "📎 1" in await team.anna.does("Готово", "Сохранить")


async def test_a_file_over_20_mb_is_kept_by_its_id_and_said_so_at_once(team: Team) -> None:
    await at_files(team)
    await team.anna.person.sends_document("запись.mp4", b"...", size=LARGEST + 1)
    await team.settles()
    assert "«запись.mp4» больше 20\u00a0МБ" in team.anna.sees
    await team.anna.does("Готово", "Сохранить")
    files = await team.app.worker.services["tables"].attachments.files(1)
    assert [file.state for file in files] == [FileState.TOO_BIG]


async def test_a_torn_album_gives_all_its_files_and_one_answer(team: Team) -> None:
    await at_files(team)
    album = team.world.next_album()
    await team.anna.person.sends_photo(b"\xff\xd8\xff 1", caption="шов", album=album)
    await team.settles()
    assert "Принял альбом" in team.anna.sees
    before = len(team.anna.person.chat.messages)
    for number in (2, 3):
        await team.anna.person.sends_photo(b"\xff\xd8\xff %d" % number, album=album)
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 2
    assert "📎 3" in await team.anna.does("Готово", "Сохранить")


async def test_the_end_of_an_album_that_comes_after_saving_finds_its_case(team: Team) -> None:
    await at_files(team)
    album = team.world.next_album()
    await team.anna.person.sends_photo(album=album)
    await team.settles()
    await team.anna.does("Готово", "Сохранить")
    before = len(team.anna.person.chat.messages)
    await team.anna.person.sends_photo(album=album)
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 1
    assert await numbers(team) == [1, 2]


async def test_a_large_file_in_the_middle_of_an_album_is_not_passed_over(team: Team) -> None:
    await at_files(team)
    album = team.world.next_album()
    await team.anna.person.sends_photo(album=album)
    await team.settles()
    await team.anna.person.sends_document("видео.mov", b".", size=LARGEST + 1, album=album)
    await team.settles()
    assert "«видео.mov» больше 20" in team.anna.sees


async def test_a_file_that_comes_with_another_question_is_kept_and_the_question_stays(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем")
    await team.anna.person.sends_photo(caption="переписка")
    await team.settles()
    assert "Приложил к вложениям, вопрос остаётся" in team.anna.sees
    assert "Что случилось?" in team.anna.sees
    await team.anna.does("Разошёлся шов", "Только что", "К итогу")
    assert "📎 1" in await team.anna.presses("Сохранить")


async def test_add_files_on_the_card_continues_the_numbers(team: Team) -> None:
    await with_case(team)
    await team.anna.presses("Добавить файлы")
    assert "Добавляем файлы #1" in team.anna.sees
    await team.anna.person.sends_document("a.pdf", b"a")
    await team.anna.person.sends_document("b.pdf", b"b")
    await team.settles()
    said = await team.anna.presses("Готово")
    assert "Добавил к #1: №\u00a01–2, 2\u00a0файла." in said
    await team.boris.does("/status #1", "Добавить файлы")
    await team.boris.person.sends_document("c.pdf", b"c")
    await team.settles()
    assert "Добавил к #1: №\u00a03." in await team.boris.presses("Готово")
    assert await names(team) == ["a.pdf", "b.pdf", "c.pdf"]
    assert "добавлены файлы" in await team.boris.presses("История")


async def test_cancelled_files_are_not_added(team: Team) -> None:
    await with_case(team)
    await team.anna.presses("Добавить файлы")
    await team.anna.person.sends_photo()
    await team.settles()
    await team.anna.presses("Отмена")
    assert await numbers(team) == []


async def test_a_file_that_answers_a_card_goes_to_that_case_also_in_the_middle_of_a_form(
    team: Team,
) -> None:
    await with_case(team)
    card = team.anna.person.chat.messages[-1]
    await team.anna.person.sends_photo(reply_to=card, caption="шов крупно")
    await team.settles()
    assert "Добавил к #1: №\u00a01." in team.anna.sees
    await team.anna.does("/new", "Чат с покупателем")
    await team.anna.person.sends_photo(reply_to=card)
    await team.settles()
    assert "Добавил к #1: №\u00a02." in team.anna.sees
    files = await team.attachments.of(1)
    assert files[0][1].caption == "шов крупно"


async def test_a_file_that_answers_a_question_of_a_form_is_part_of_the_form(team: Team) -> None:
    await with_case(team)
    await team.anna.presses("Закрыть")
    question = team.anna.person.chat.messages[-1]
    await team.anna.person.sends_photo(reply_to=question)
    await team.settles()
    assert "пришло фото" in team.anna.sees
    assert await numbers(team) == []


async def test_a_caption_that_begins_with_the_number_sends_the_whole_album_there(
    team: Team,
) -> None:
    await with_case(team)
    before = len(team.anna.person.chat.messages)
    await team.anna.person.sends_album([b"\xff\xd8\xff 1", b"\xff\xd8\xff 2"], caption="#1 шов")
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 2 + 1
    assert "Добавил к #1: номера с №\u00a01." in team.anna.sees
    files = await team.attachments.of(1)
    assert [file.caption for _, file in files] == ["шов", ""]


async def test_a_file_without_a_word_is_asked_about_and_waits(team: Team) -> None:
    await with_case(team)
    await team.anna.person.sends_photo()
    await team.settles()
    assert "К какому обращению приложить?" in team.anna.sees
    assert team.anna.buttons == ["#1 чат", "Записать новое", "Отмена"]
    await team.anna.person.sends_document("ещё.pdf", b"x")
    await team.settles()
    assert "По «99» не нашёл одного обращения" in await team.anna.says("99")
    assert "Добавил к #1: №\u00a01–2, 2\u00a0файла." in await team.anna.presses("#1 чат")
    assert await names(team) == ["photo.jpg", "ещё.pdf"]


async def test_a_typed_number_tells_where_a_file_belongs(team: Team) -> None:
    await with_case(team)
    await team.boris.person.sends_photo()
    await team.settles()
    assert team.boris.buttons == ["Записать новое", "Отмена"]
    assert "Добавил к #1: №\u00a01." in await team.boris.says("#1")


async def test_a_file_without_a_case_may_begin_a_new_one(team: Team) -> None:
    await team.hire()
    await team.anna.person.sends_photo()
    await team.settles()
    await team.anna.does("Записать новое", "Чат с покупателем", "Разошёлся шов", "Только что")
    assert "photo.jpg" in team.anna.sees
    assert "📎 1" in await team.anna.presses("Сохранить")


async def test_a_screenshot_with_the_cabinets_phrase_begins_a_case_and_takes_its_album(
    team: Team,
) -> None:
    await team.hire()
    phrase = 'У меня вопрос по товару "Альбом, бренд Эконом, артикул 13480414"'
    album = team.world.next_album()
    await team.anna.person.sends_photo(caption=phrase, album=album)
    await team.settles()
    assert "Понял из текста" in team.anna.sees
    before = len(team.anna.person.chat.messages)
    await team.anna.person.sends_photo(album=album)
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 1
    assert "📎 2" in await team.anna.does("Только что", "Сохранить")


@pytest.mark.parametrize("caption", ["#99 акт", "акт"])
async def test_a_number_that_nobody_has_loses_no_file(team: Team, caption: str) -> None:
    await with_case(team)
    await team.anna.person.sends_document("акт.pdf", b"x", caption=caption)
    await team.settles()
    assert "К какому обращению приложить?" in team.anna.sees
    await team.anna.presses("#1 чат")
    assert await names(team) == ["акт.pdf"]


async def test_a_file_in_the_group_is_not_for_the_journal(team: Team) -> None:
    await with_case(team)
    group = await team.binds_group()
    before = len(group.messages)
    await team.anna.person.sends_photo(where=group, caption="#1")
    await team.settles()
    assert len(group.messages) == before + 1
    assert await numbers(team) == []


async def test_a_stranger_adds_nothing(team: Team) -> None:
    await with_case(team)
    await team.stranger.starts()
    await team.stranger.person.sends_photo(caption="#1")
    await team.settles()
    assert "рабочий бот" in team.stranger.sees
    assert await numbers(team) == []


async def test_two_people_who_add_in_the_same_second_get_different_numbers(team: Team) -> None:
    await with_case(team)
    await team.anna.person.sends_photo(caption="#1")
    await team.boris.person.sends_photo(caption="#1")
    await team.settles()
    assert await numbers(team) == [1, 2]
