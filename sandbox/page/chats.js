// The column of chats: each person's private chat with the bot, and the groups.

import { avatar, el } from "./elements.js";
import { gist, serviceLine, speaker } from "./contents.js";
import { roleOf } from "./extras.js";
import { isPrivate, messagesOf, now, personOf, world } from "./world.js";
import * as times from "./times.js";

const GROUPS = [
  ["Личные чаты с ботом", isPrivate],
  ["Группы", (chat) => !isPrivate(chat)],
];

export function drawChats() {
  const nav = document.getElementById("chats");
  const focused = document.activeElement?.dataset?.chat;
  nav.replaceChildren(...GROUPS.flatMap(([title, belongs]) => section(title, world.chats.filter(belongs))));
  if (focused) nav.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function section(title, chats) {
  if (!chats.length) return [];
  return [el("h2.chats-title", {}, title), el("ul.chat-list", {}, chats.map((chat) => el("li", {}, row(chat))))];
}

/** What a chat is called: a private one by its person, since the bot is the same in all. */
export const titleOf = (chat) => (isPrivate(chat) ? personOf(chat.person ?? chat.id)?.first_name : chat.title) ?? String(chat.id);

function row(chat) {
  const last = messagesOf(chat).at(-1);
  const title = titleOf(chat);
  const role = isPrivate(chat) ? roleOf(chat.person ?? chat.id) : "";
  const words = el(
    "span.chat-words",
    {},
    el("span.chat-line", {}, el("span.chat-name", {}, el("span.chat-title", {}, title), role ? el("span.chat-role", {}, role) : null), last ? el("span.chat-time", {}, times.brief(new Date(last.date * 1000), now())) : null),
    el("span.chat-line", {}, el("span.chat-gist", {}, preview(chat, last)), badge(chat)),
  );
  const current = chat.id === openId() ? "true" : null;
  return el("a.chat-row", { href: `#${chat.id}`, "data-chat": chat.id, "aria-current": current }, avatar(chat.id, title), words);
}

const openId = () => (world.open === null ? null : Number(world.open));

function preview(chat, last) {
  if (isPrivate(chat) && personOf(chat.person ?? chat.id)?.blocked) return "Бот заблокирован";
  if (!last) return "Пока пусто";
  if (serviceLine(last)) return gist(last);
  const named = isPrivate(chat) ? !last.from?.is_bot : true;
  const who = isPrivate(chat) ? "Вы" : speaker(last);
  return (named ? `${who}: ` : "") + gist(last);
}

function badge(chat) {
  const count = world.unread.get(chat.id) ?? 0;
  if (!count) return null;
  return el("span.badge", {}, String(count), el("span.hidden", {}, " непрочитанных"));
}
