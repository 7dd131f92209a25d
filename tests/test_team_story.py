"""Stories of the team: the set-up, invitations, removal, strangers, help, cancelling."""

from team import Team


async def invited(team: Team) -> str:
    text = await team.owner.says("/invite")
    return text.split("start=")[1].split()[0]


async def test_the_owner_is_led_through_the_set_up(team: Team) -> None:
    assert "На какой площадке кабинет?" in await team.owner.starts()
    said = await team.owner.does("Wildberries", "ИП Иванов", "Рубли, ₽")
    assert "Кабинет WB · ИП Иванов добавлен" in said
    assert "t.me/journal_bot?start=" in await team.owner.presses("Пригласить")


async def test_an_invitation_lets_one_person_in_once(team: Team) -> None:
    await team.hire()
    token = await invited(team)
    newcomer, late = team.member("Вера", "vera"), team.member("Глеб", "gleb")
    assert "вы в команде" in await newcomer.starts(token)
    assert "Вера (@vera) теперь в команде" in team.owner.sees
    assert "уже использовано или истекло" in await late.starts(token)
    assert "рабочий бот" in await late.says("/list")


async def test_an_invitation_runs_out_after_a_day(team: Team) -> None:
    await team.hire()
    token = await invited(team)
    team.clock.moves(hours=25)
    assert "истекло" in await team.member("Вера", "vera").starts(token)


async def test_of_two_who_race_for_an_invitation_one_wins(team: Team) -> None:
    await team.hire()
    token = await invited(team)
    first, second = team.member("Вера", "vera"), team.member("Глеб", "gleb")
    await first.person.starts(token)
    await second.person.starts(token)
    await team.settles()
    assert "вы в команде" in first.sees
    assert "истекло" in second.sees


async def test_a_removed_person_loses_everything_at_once(team: Team) -> None:
    await team.hire()
    await team.boris.says("/list")
    assert "Убрать из команды: Борис" in await team.owner.does("/team", "Убрать: Борис")
    assert "больше не в команде" in await team.owner.presses("Да, убрать")
    assert "рабочий бот" in await team.boris.says("/list")
    assert await team.people.by_telegram(team.boris.id) is None


async def test_the_cases_of_a_removed_person_are_nobodys_and_the_owner_is_told_how_many(
    team: Team,
) -> None:
    await team.hire()
    await team.boris.does(
        "/new", "Чат с покупателем", "Шов", "сегодня 10:01", "К итогу", "Сохранить"
    )
    said = await team.owner.does("/team", "Убрать: Борис", "Да, убрать")
    assert "Открытых осталось 1: они в списке «Ничьи»." in said
    shown = await team.owner.presses("Ничьи")
    assert "никто не ведёт, раньше Борис" in shown
    assert "никто не ведёт, раньше Борис" in await team.owner.presses("#1")
    assert "ведёт Борис" not in team.owner.sees


async def test_the_group_is_told_what_belongs_into_the_private_chat(team: Team) -> None:
    await team.hire()
    group = await team.binds_group()
    for command in ("/help", "/list", "/new", "/team"):
        assert await team.anna.says(f"{command}@journal_bot", where=group) == "Это в личке."
    foreign = team.world.group("Чужая")
    foreign.adds(team.anna.person)
    foreign.adds(team.bot)
    await team.settles()
    before = len(foreign.messages)
    await team.anna.says("/help@journal_bot", where=foreign)
    assert len(foreign.messages) == before + 1


async def test_a_manager_may_not_lead_the_team(team: Team) -> None:
    await team.hire()
    for command in ("/invite", "/team", "/cabinets"):
        assert "только владелец" in await team.anna.says(command)


async def test_a_stranger_gets_one_neutral_sentence_whatever_they_do(team: Team) -> None:
    await team.hire()
    said = {
        await team.stranger.says(text)
        for text in (
            "/start",
            "/new",
            "/status 1",
            "/status #1",
            "привет",
            "/start case_1",
            "/help",
        )
    }
    said.discard("Приглашение уже использовано или истекло. Попросите у владельца новое.")
    assert said == {"Это рабочий бот команды. Если вы в ней, попросите приглашение у владельца."}


async def test_cabinets_are_added_and_renamed(team: Team) -> None:
    await team.hire()
    await team.owner.does("/cabinets", "Добавить кабинет", "Ozon", "ООО Север", "Бел. рубли, BYN")
    assert "Ozon · ООО Север добавлен" in team.owner.sees
    await team.owner.does("/cabinets", "Переименовать: ИП Иванов", "ИП Петров")
    assert "Теперь он называется WB · ИП Петров" in team.owner.sees


async def test_help_fits_on_a_screen_and_cancel_works_anywhere(team: Team) -> None:
    await team.hire()
    assert len((await team.owner.says("/help")).splitlines()) <= 16
    assert "/invite" not in await team.anna.says("Помощь")
    assert "Отменять нечего" in await team.anna.says("/cancel")
    await team.anna.does("/new", "Чат с покупателем")
    assert "Отменил: чат с покупателем" in await team.anna.says("/cancel")


async def test_a_group_that_becomes_a_supergroup_stays_bound(team: Team) -> None:
    await team.hire()
    basic = team.world.group("Старая группа", basic=True)
    basic.adds(team.owner.person)
    basic.adds(team.bot)
    await team.settles()
    await team.owner.presses("Подключить группу")
    migrated = basic.becomes_supergroup()
    await team.settles()
    assert "Напишите номер" in await team.owner.says("/status@journal_bot", where=migrated)


async def test_typed_words_are_shown_as_words_and_never_as_markup(team: Team) -> None:
    await team.hire()
    hostile = "<b>Жирный</b> & <a href='x'>ссылка</a> «"
    await team.anna.does("/new", "Чат с покупателем", hostile, "вчера", hostile, "5", "Брак")
    assert hostile in await team.anna.does("К итогу", "Сохранить")
    team.world.assert_nothing_refused()


async def test_a_removed_person_is_not_told_of_a_case(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Разошёлся шов", "Только что", "К итогу")
    await team.anna.does(*chat, "Исправить", "Ответственный", "Борис")
    await team.owner.does("/team", "Убрать: Борис", "Да, убрать")
    heard = len(team.boris.person.chat.messages)
    assert "ведёт Анна" in await team.anna.presses("Сохранить")
    assert len(team.boris.person.chat.messages) == heard


async def test_the_settings_name_the_only_owner(team: Team) -> None:
    await team.hire()
    await team.app.introduce(team.anna.id)
    assert [p.name for p in await team.people.team() if p.role == "owner"] == ["Анна"]


async def test_a_buyers_name_and_phone_do_not_reach_the_group_by_another_field(team: Team) -> None:
    await team.hire()
    group = await team.binds_group()
    await team.anna.does("/new", "Чат с покупателем", "Шов", "Только что", "Тимур")
    await team.anna.does("артикул 140158860, телефон 89991234567", "Брак", "Тимур Иванов 18123456")
    await team.anna.does("К итогу", "Сохранить")
    said = await team.boris.says("/status@journal_bot #1", where=group)
    assert "140158860" in said
    assert not any(secret in said for secret in ("Тимур", "Иванов", "8999"))


async def test_a_command_that_does_not_exist_is_no_answer(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем")
    assert "Такой команды нет" in await team.anna.says("/cansel")
    assert "Что случилось?" in team.anna.sees


async def test_a_name_of_nothing_but_spaces_is_no_button(team: Team) -> None:
    await team.hire()
    team.boris.person.first_name = "\n"
    await team.boris.says("/help")
    await team.anna.does("/away", "20.03")
    assert "boris" in team.anna.buttons


async def test_a_start_that_nobody_sent_is_no_fault(team: Team) -> None:
    await team.hire()
    chat = {"id": team.boris.id, "type": "private", "first_name": "Борис"}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    team.world.updates.put(
        "message",
        {"message_id": 9, "chat": chat, "date": 1772614800, "text": "/start", "entities": entities},
    )
    await team.settles()
    assert not await team.database.rows("SELECT 1 FROM inbox WHERE tries > 0 OR state = 'dead'")
