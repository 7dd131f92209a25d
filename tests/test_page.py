"""The chat page in a real Chromium: what a person does there, and what the bot does to it."""

from datetime import UTC, datetime

import pytest
from page_stage import Stage, button, goes_to, keys, newest, opened
from playwright.async_api import Browser, Page, expect

from sandbox.refusals import Refused

pytest_plugins = ("page_stage",)

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script>'


@pytest.mark.parametrize(
    ("marked_up", "selector", "shown"),
    [
        ("раз <b>два</b>", "strong", "два"),
        ("раз <i>два</i>", "em", "два"),
        ("раз <u>два</u>", "u", "два"),
        ("раз <s>два</s>", "s", "два"),
        ("🟠🟠 <b>за <i>эмодзи</i></b>", "strong em", "эмодзи"),
        ("раз <code>140</code>", "code[role=button]", "140"),
        ("<pre>раз\nдва</pre>", "pre", "раз\nдва"),
        ("<blockquote>раз</blockquote>два", "blockquote", "раз"),
        ('<a href="https://example.org/">раз</a>', "a[href='https://example.org/']", "раз"),
    ],
)
async def test_a_bubble_has_telegrams_formatting(
    page: Page, stage: Stage, marked_up: str, selector: str, shown: str
) -> None:
    await stage.says(marked_up, parse_mode="HTML")
    await expect(newest(page).locator(f".words {selector}")).to_have_text(shown)


async def test_a_spoiler_opens_when_pressed(page: Page, stage: Stage) -> None:
    await stage.says("код <tg-spoiler>4821</tg-spoiler>", parse_mode="HTML")
    secret = newest(page).get_by_text("4821")
    await expect(secret).to_be_hidden()
    await button(newest(page), "Скрытый текст, показать").click()
    await expect(secret).to_be_visible()


async def test_what_a_person_types_reaches_the_bot(page: Page, stage: Stage) -> None:
    await page.get_by_role("textbox", name="Сообщение").fill("Добрый день")
    await page.keyboard.press("Enter")
    heard = await stage.hears("message")
    assert (heard["text"], heard["from"]["id"]) == ("Добрый день", stage.anna.id)
    await expect(page.locator("#messages > .mine").last).to_contain_text("Добрый день")


async def test_a_pressed_button_waits_until_the_bot_answers(page: Page, stage: Stage) -> None:
    await stage.says("Верно?", reply_markup=keys("Да", "Нет"))
    await button(page, "Да").click()
    await expect(button(page, "Да")).to_have_attribute("aria-busy", "true")
    query = await stage.hears("callback_query")
    assert (query["data"], query["from"]["id"]) == ("Да", stage.anna.id)
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"], text="Записал")
    await expect(page.locator(".toast")).to_have_text("Записал")
    await expect(button(page, "Да")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_stays_until_it_is_read(page: Page, stage: Stage) -> None:
    await stage.says("Верно?", reply_markup=keys("Да"))
    await button(page, "Да").click()
    query = await stage.hears("callback_query")
    words = {"text": "Уже закрыто", "show_alert": True}
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"], **words)
    await expect(page.get_by_role("dialog")).to_contain_text("Уже закрыто")
    await button(page, "Понятно").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_edit_happens_in_place(page: Page, stage: Stage) -> None:
    sent = await stage.says("Было", reply_markup=keys("Да"))
    await expect(button(page, "Да")).to_be_visible()
    before = await page.locator("#messages > .message").count()
    where = {"chat_id": stage.anna.id, "message_id": sent["message_id"]}
    await stage.bot("editMessageText", **where, text="Стало")
    await expect(newest(page)).to_contain_text("Стало")
    await expect(newest(page)).to_contain_text("изменено")
    await expect(button(page, "Да")).to_have_count(0)
    assert await page.locator("#messages > .message").count() == before


async def test_what_did_not_change_keeps_its_focus(page: Page, stage: Stage) -> None:
    await stage.says("Верно?", reply_markup=keys("Да", "Нет"))
    await button(page, "Нет").focus()
    await stage.says("И ещё одно")
    await expect(newest(page)).to_contain_text("И ещё одно")
    await expect(button(page, "Нет")).to_be_focused()


async def test_a_reply_keyboard_speaks_and_goes(page: Page, stage: Stage) -> None:
    await stage.says("Когда?", reply_markup={"keyboard": [[{"text": "Вчера"}]]})
    await button(page, "Вчера").click()
    await expect(page.locator("#messages > .mine").last).to_contain_text("Вчера")
    await stage.says("Записал", reply_markup={"remove_keyboard": True})
    await expect(button(page, "Вчера")).to_have_count(0)


async def test_a_copying_button_copies_and_a_disabled_one_is_dead(page: Page, stage: Stage) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copying = {"text": "Номер", "copy_text": {"text": "140158860"}, "style": "success"}
    dead = {"text": "Нельзя", "disabled": {}}
    await stage.says("Вот", reply_markup={"inline_keyboard": [[copying, dead]]})
    await button(page, "Номер").click()
    await expect(page.locator(".toast")).to_have_text("Скопировано")
    assert await page.evaluate("navigator.clipboard.readText()") == "140158860"
    await expect(page.locator(".key.success")).to_have_text("Номер")
    await expect(button(page, "Нельзя")).to_have_attribute("aria-disabled", "true")


async def test_a_deep_link_opens_the_private_chat_of_who_pressed(page: Page, stage: Stage) -> None:
    link = {"text": "В личку", "url": "https://t.me/journal_bot?start=case57"}
    await stage.bot(
        "sendMessage",
        chat_id=stage.team.id,
        text="Тут",
        reply_markup={"inline_keyboard": [[link]]},
    )
    await goes_to(page, stage.team.id)
    await page.get_by_label("пишет:").select_option("Борис")
    await button(page, "В личку").click()
    await expect(newest(page)).to_contain_text("/start case57")
    await expect(page.locator(".head-note")).to_contain_text("Борис")


async def test_the_command_menu_says_the_command(page: Page, stage: Stage) -> None:
    everywhere, private = [{"command": "all", "description": "Всё"}], {"type": "all_private_chats"}
    await stage.bot("setMyCommands", commands=everywhere)
    menu = [{"command": "new", "description": "Новое"}]
    await stage.bot("setMyCommands", commands=menu, scope=private)
    await stage.says("Готово")
    await expect(newest(page)).to_contain_text("Готово")
    await button(page, "Команды бота").click()
    await page.get_by_role("menuitem", name="/new").click()
    await expect(page.locator("#messages > .mine").last).to_contain_text("/new")


async def test_markup_in_a_text_and_in_a_name_stays_text(browser: Browser, stage: Stage) -> None:
    stage.team.adds(stage.world.person(HOSTILE, username=None))
    await stage.says(HOSTILE, reply_markup=keys(HOSTILE[:20]))
    with pytest.raises(Refused):
        await stage.says(f"<b>{HOSTILE}", parse_mode="HTML")
    for chat in (stage.anna.id, stage.team.id):
        page, complaints = await opened(browser, f"{stage.url}/#{chat}")
        await expect(page.get_by_text("<img src=x").first).to_be_visible()
        assert await page.locator("img, script:not([type=module])").count() == 0
        assert await page.title() == "Песочница"
        assert complaints == []
        await page.context.close()


@pytest.mark.parametrize("address", ["javascript:document.title=1", "data:text/html,x"])
async def test_an_address_that_runs_is_no_link(page: Page, stage: Stage, address: str) -> None:
    # In one go: whatever the page draws anew would throw out what was put there by hand.
    links, words = await page.evaluate(
        """async ([address]) => {
            const { formatted } = await import("/page/entities.js");
            const entity = { type: "text_link", offset: 0, length: 3, url: address };
            const messages = document.querySelector("#messages");
            messages.append(...formatted("раз", [entity], {}));
            return [messages.querySelectorAll("a").length, messages.innerText];
        }""",
        [address],
    )
    assert links == 0
    assert "раз" in words


async def test_a_refused_call_is_red_in_its_chat_and_counted(page: Page, stage: Stage) -> None:
    with pytest.raises(Refused):
        await stage.says("<b>нет конца", parse_mode="HTML")
    await expect(page.locator("#messages .refused")).to_contain_text("can't parse entities")
    await button(page, "Отказы 1").click()
    drawer = page.get_by_role("complementary", name="Отказы Telegram")
    await expect(drawer).to_contain_text("sendMessage")
    await drawer.get_by_text("Что отправил бот").click()
    await expect(drawer).to_contain_text("нет конца")


async def test_the_clock_moves_by_the_banner(page: Page, stage: Stage) -> None:
    await expect(page.get_by_role("time").first).to_have_text("пт 13.03, 10:01 МСК")
    await button(page, "+9 дней").click()
    await expect(page.get_by_role("time").first).to_have_text("вс 22.03, 10:01 МСК")
    await page.get_by_role("button", name="Перевести время").click()
    await page.get_by_label("Дата и время, МСК").fill("2026-04-01T09:30")
    await button(page, "Перейти").click()
    await expect(page.get_by_role("time").first).to_have_text("ср 01.04, 09:30 МСК")
    assert stage.world.clock.now() == datetime(2026, 4, 1, 6, 30, tzinfo=UTC)
