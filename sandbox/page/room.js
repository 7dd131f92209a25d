// The open chat: its head, its messages, and what can be done with them.

import * as api from "./api.js";
import { avatar, el, icon } from "./elements.js";
import { gist, speaker, textOf } from "./contents.js";
import { titleOf } from "./chats.js";
import { composer } from "./composer.js";
import { roleOf } from "./extras.js";
import { openMenu } from "./menus.js";
import { markWaiting, press } from "./presses.js";
import { toggleSide } from "./side.js";
import { steadily } from "./steady.js";
import { announce, attempt, copy } from "./toasts.js";
import { drawTopics } from "./topics.js";
import { drawTranscript, jump, toEnd, watchEnd } from "./transcript.js";
import { isPrivate, messagesOf, openChat, world, writerOf } from "./world.js";

const TYPING_MS = 5000; // as long as Telegram shows a chat action

const end = document.getElementById("to-end");
let typing = null;

export function drawRoom({ fresh = false } = {}) {
  const chat = openChat();
  document.body.classList.toggle("in-room", chat !== null);
  if (!chat) return;
  drawHead(chat);
  drawTopics(chat);
  drawMessages(chat, { fresh });
  composer.draw({ fresh });
}

export function drawMessages(chat, options) {
  drawTranscript(chat, acts(chat), options);
  markWaiting(document.getElementById("messages"), chat);
}

function drawHead(chat) {
  const title = isPrivate(chat) ? world.bot.name : chat.title;
  const back = el("a.round.back", { href: "#", "aria-label": "К списку чатов" }, icon("back"));
  const words = el("div.head-words", {}, el("h1", { id: "room-title", tabindex: "-1" }, title), el("p.head-note", {}, note(chat)));
  const picture = avatar(isPrivate(chat) ? world.bot.id : chat.id, title);
  document.getElementById("room-head").replaceChildren(back, picture, words, isPrivate(chat) ? "" : members());
}

function members() {
  const onclick = (event) => toggleSide("members", event.currentTarget);
  return el("button.round", { onclick, "aria-label": "Участники", "data-side": "members" }, icon("people"));
}

function note(chat) {
  if (typing?.chat === chat.id) return "печатает…";
  if (isPrivate(chat)) return [titleOf(chat), roleOf(chat.person ?? chat.id), "личный чат"].filter(Boolean).join(", ");
  const names = world.people.filter(({ id }) => chat.members.includes(id)).map((person) => person.first_name);
  const kind = chat.topics ? "супергруппа с темами" : chat.type === "supergroup" ? "супергруппа" : "группа";
  return `${kind}: ${[...names, ...(chat.members.includes(world.bot.id) ? ["бот"] : [])].join(", ")}`;
}

/** The bot does something («печатает»): the head says so for a while. */
export function showAction({ chat }) {
  clearTimeout(typing?.timer);
  typing = { chat, timer: setTimeout(calm, TYPING_MS) };
  redrawHead();
}

function calm() {
  typing = null;
  redrawHead();
}

const redrawHead = () => steadily(() => openChat() && drawHead(openChat()));

function acts(chat) {
  return {
    username: world.bot.username,
    copy,
    jump,
    say: (text) => composer.say(text),
    start: (payload) => startAs(writerOf(chat), payload),
    press: (message, said) => writerOf(chat) && press(chat, writerOf(chat), message, said),
    menu: (message, anchor) => openMenu(anchor, "Действия с сообщением", choices(chat, message)),
  };
}

/** Opens the deep link as this person: in their own private chat, as Telegram does. */
export async function startAs(person, payload) {
  if (!person || (await attempt(api.start(person.id, payload))) === undefined) return;
  const own = world.chats.find((chat) => isPrivate(chat) && (chat.person ?? chat.id) === person.id);
  if (own) location.hash = `#${own.id}`;
}

function choices(chat, message) {
  const writer = writerOf(chat);
  const own = writer && message.from?.id === writer.id;
  const where = writer && { person: writer.id, chat: chat.id, message_id: message.message_id };
  const all = [
    writer && { label: "Ответить", act: () => composer.reply(message) },
    textOf(message) && { label: "Скопировать текст", act: () => copy(textOf(message)) },
    own && message.text && { label: "Изменить", act: () => composer.edit(message) },
    own && { label: "Удалить", act: () => attempt(api.erase(where)) },
  ];
  return all.filter(Boolean);
}

/** Something new by another than the one who writes: said to the screen reader. */
export function announceNewest(chat) {
  const last = messagesOf(chat).at(-1);
  if (!last || last.from?.id === writerOf(chat)?.id) return;
  const keys = last.reply_markup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
  announce(`${speaker(last)}: ${gist(last)}${keys.length ? `. Кнопки: ${keys.join(", ")}` : ""}`);
}

export function prepareRoom() {
  end.append(icon("down"));
  end.setAttribute("aria-label", "К последнему сообщению");
  end.addEventListener("click", toEnd);
  watchEnd((near) => (end.hidden = near));
}

