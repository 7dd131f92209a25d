"""The chat page in a real Chromium: rich messages at 390 px, and a group with topics."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from page_stage import DESKTOP, Stage, button, goes_to, newest, opened
from playwright.async_api import Browser, Page, expect
from test_page_looks import OVERFLOW, PHONE, SMALL

pytest_plugins = ("page_stage",)

REPORT = """# Недельный отчёт

Под риском **60 000 ₽**, из них ==просрочено== ~~два~~ одно дело.

| Дело | Кабинет | Срок | Под риском |
|:-----|---------|------|-----------:|
| #57 чат с покупателем | WB · ИП Иванов | сб 14.03, 10:01 | 1 186 ₽ |
| #60 возврат через чат | Ozon · ООО Север | вс 15.03, 18:20 | 12 500 ₽ |

## Что сделать

1. Ответить Тимуру
2. Запросить акт
   - по складу
- [x] Карточка обновлена
- [ ] Чек приложен

> Разошёлся шов, хочу вернуть юбку

```sql
SELECT * FROM cases WHERE due_at < now() AND closed_at IS NULL AND risk_minor > 100000
```

---

<details><summary>Как считалось</summary>

По срокам, а не по <tg-spoiler>дате записи</tg-spoiler>.

</details>

<tg-button-row><tg-button type="callback_data" data="take" style="success">Взять</tg-button>\
<tg-button type="copy_text" text="57">Номер</tg-button>\
<tg-button type="disabled">Закрыть</tg-button></tg-button-row>

<footer>Журнал обращений</footer>
"""


async def sends(stage: Stage, **rich: Any) -> Any:
    return await stage.bot("sendRichMessage", chat_id=stage.anna.id, rich_message=rich)


@pytest.mark.parametrize("looks", [PHONE, {"viewport": DESKTOP}], ids=["390px", "1280px"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_rich_message_is_readable(
    browser: Browser, stage: Stage, looks: dict[str, Any], scheme: str
) -> None:
    await sends(stage, markdown=REPORT)
    page, complaints = await opened(
        browser,
        f"{stage.url}/#{stage.anna.id}",
        color_scheme=scheme,
        reduced_motion="reduce",
        **looks,
    )
    told = newest(page)
    await expect(told.get_by_role("heading")).to_have_text(["Недельный отчёт", "Что сделать"])
    await expect(told.get_by_role("columnheader")).to_have_count(4)
    await expect(told.locator("td").last).to_have_css("text-align", "right")
    await expect(told.locator(".rich-label")).to_have_text(["1.", "2.", "•"])
    await expect(told.get_by_role("img", name="сделано", exact=True)).to_have_text("☑")
    await expect(told.get_by_text("По срокам")).to_be_hidden()
    await told.get_by_text("Как считалось").click()
    await expect(told.get_by_text("По срокам")).to_be_visible()
    assert await page.evaluate(OVERFLOW) == []
    assert await page.evaluate(SMALL) == []
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.context.close()
    assert complaints == []


async def test_buttons_inside_a_rich_message_work(page: Page, stage: Stage) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await sends(stage, markdown=REPORT)
    await button(page, "Номер").click()
    await expect(page.locator(".toast")).to_have_text("Скопировано")
    await expect(button(page, "Закрыть")).to_have_attribute("aria-disabled", "true")
    await button(page, "Взять").click()
    query = await stage.hears("callback_query")
    assert query["data"] == "take"
    await expect(button(page, "Взять")).to_have_attribute("aria-busy", "true")
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"])
    await expect(button(page, "Взять")).not_to_have_attribute("aria-busy", "true")


async def test_markup_in_a_rich_text_stays_text(page: Page, stage: Stage) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    link = {"type": "url", "text": hostile, "url": "javascript:alert(1)"}
    await sends(stage, blocks=[{"type": "paragraph", "text": [hostile, link]}])
    await expect(newest(page)).to_contain_text(hostile * 2)
    assert await newest(page).locator("img, a").count() == 0


async def test_a_rich_message_is_edited_in_place_and_told_in_the_list(
    page: Page, stage: Stage
) -> None:
    sent = await sends(stage, markdown="# Было")
    await expect(newest(page)).to_contain_text("Было")
    where = {"chat_id": stage.anna.id, "message_id": sent["message_id"]}
    await stage.bot("editMessageText", **where, rich_message={"markdown": "# Стало\n\nслово"})
    await expect(newest(page).get_by_role("heading")).to_have_text("Стало")
    row = page.locator(f"[data-chat='{stage.anna.id}'] .chat-gist")
    await expect(row).to_contain_text("Стало")


async def test_topics_are_opened_chosen_and_written_to(page: Page, stage: Stage) -> None:
    await goes_to(page, stage.team.id)
    await button(page, "Участники").click()
    await page.get_by_label("Новая тема").fill("Возвраты")
    await button(page, "Открыть тему").click()
    topics = page.get_by_role("group", name="Темы группы")
    await expect(button(topics, "Возвраты")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#messages .line").last).to_have_text("Открыта тема «Возвраты»")
    await page.get_by_role("textbox", name="Сообщение").fill("/status@journal_bot 57")
    await button(page, "Отправить").click()
    heard = await stage.hears("message")
    while "text" not in heard:
        heard = await stage.hears("message")
    assert heard["is_topic_message"]
    topic = heard["message_thread_id"]
    await stage.bot("sendMessage", chat_id=stage.team.id, text="Тут", message_thread_id=topic)
    await expect(newest(page)).to_contain_text("Тут")
    await expect(newest(page).locator(".quote")).to_have_count(0)
    await stage.bot("sendMessage", chat_id=stage.team.id, text="Всем")
    await button(topics, "Общая").click()
    await expect(newest(page)).to_contain_text("Всем")
    await expect(page.locator("#messages")).not_to_contain_text("Тут")
    await button(topics, "Все темы").click()
    await expect(page.locator(".topic-name").last).to_have_text("Общая")
    await expect(page.locator("#messages")).to_contain_text("Тут")


async def test_a_topic_that_the_bot_opens_and_closes_is_seen_at_once(
    page: Page, stage: Stage
) -> None:
    forum = stage.world.group("Форум", forum=True)
    forum.adds(stage.anna)
    forum.adds(stage.world.bot_under_test, admin=True)
    await goes_to(page, forum.id)
    topics = page.get_by_role("group", name="Темы группы")
    made = await stage.bot("createForumTopic", chat_id=forum.id, name="WB")
    await expect(button(topics, "WB")).to_be_visible()
    where = {"chat_id": forum.id, "message_thread_id": made["message_thread_id"]}
    await stage.bot("closeForumTopic", **where)
    await expect(button(topics, "WB (закрыта)")).to_be_visible()
    await stage.bot("deleteForumTopic", **where)
    await expect(topics.get_by_role("button")).to_have_text(["Все темы", "Общая"])


async def test_topics_fit_a_phone(browser: Browser, stage: Stage) -> None:
    forum = stage.world.group("Форум", forum=True)
    forum.adds(stage.anna)
    forum.adds(stage.world.bot_under_test, admin=True)
    for name in ("Возвраты", "Поддержка маркетплейсов", "Чаты с покупателями"):
        await stage.bot("createForumTopic", chat_id=forum.id, name=name)
    page, complaints = await opened(
        browser, f"{stage.url}/#{forum.id}", reduced_motion="reduce", **PHONE
    )
    await button(page, "Возвраты").tap()
    await expect(button(page, "Возвраты")).to_have_attribute("aria-pressed", "true")
    assert await page.evaluate(OVERFLOW) == []
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.context.close()
    assert complaints == []
