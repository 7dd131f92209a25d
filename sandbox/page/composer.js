// The input: text, replies, edits, files, the bot's commands and its reply keyboard.

import * as api from "./api.js";
import { el, icon } from "./elements.js";
import { commandsFor } from "./commands.js";
import { draft, draftLines, forgetDraft, giveBack } from "./drafts.js";
import { replyKeyboard, replyKeys } from "./keyboards.js";
import { openMenu } from "./menus.js";
import { steadily } from "./steady.js";
import { attempt } from "./toasts.js";
import { threadOf } from "./topics.js";
import { chooseWriter, isPrivate, messagesOf, openChat, world, writerOf } from "./world.js";

const HINT = "Сообщение";
const coarse = matchMedia("(pointer: coarse)");

const text = el("textarea", { id: "compose-text", rows: "1", placeholder: HINT, "aria-label": HINT, oninput: typed, onkeydown: entered });
const keysToggle = el("button.round", { onclick: toggleKeys, "aria-label": "Клавиатура бота" }, icon("keys"));
const slash = el("button.round", { onclick: showCommands, "aria-label": "Команды бота", "aria-haspopup": "menu" }, icon("slash"));
const clip = el("button.round", { onclick: showAttachments, "aria-label": "Прикрепить", "aria-haspopup": "menu" }, icon("clip"));
const send = el("button.round.send", { "aria-label": "Отправить" }, icon("send"));
send.type = "submit";
const picker = el("input", { type: "file", multiple: true, hidden: true, onchange: picked, "aria-label": "Файл" });
const form = el("form.compose", { onsubmit: submitted }, slash, clip, picker, text, keysToggle, send);
const [as, lines, keys] = [el("div.as"), el("div.draft"), el("div.keys")];
let kind = "document";

export const composer = { draw, say, reply, edit, put };

function draw({ fresh = false } = {}) {
  const chat = openChat();
  const place = document.getElementById("composer");
  const instead = insteadOfInput(chat);
  if (instead) return place.replaceChildren(instead);
  if (form.parentNode !== place) place.replaceChildren(as, lines, form, keys);
  if (fresh) text.value = draft().text;
  drawWriter(chat);
  lines.replaceChildren(...draftLines(redraw));
  drawKeys(chat);
  grow();
}

function redraw() {
  text.value = draft().text;
  draw();
  text.focus();
}

/** One big button where typing makes no sense yet: start, unblock, or nobody is inside. */
function insteadOfInput(chat) {
  const writer = writerOf(chat);
  if (!writer) return el("p.instead", {}, "В группе никого нет: добавьте людей в «Участниках»");
  if (!isPrivate(chat)) return null;
  const big = (words, act) => el("button.key.primary.instead", { onclick: () => attempt(act()) }, words);
  if (writer.blocked) return big("Разблокировать бота", () => api.block(writer.id, false));
  return messagesOf(chat).length ? null : big("Начать", () => api.start(writer.id));
}

function drawWriter(chat) {
  as.hidden = isPrivate(chat);
  if (as.hidden) return;
  const inside = world.people.filter(({ id }) => chat.members.includes(id));
  const onchange = (event) => attempt(chooseWriter(chat, Number(event.target.value)).then(() => steadily(draw)));
  const choice = el("select", { id: "writer", onchange }, inside.map(({ id, first_name: name }) => el("option", { value: id }, name)));
  choice.value = writerOf(chat).id;
  if (document.activeElement?.id !== "writer") as.replaceChildren(el("label", { for: "writer" }, "пишет:"), choice);
}

function drawKeys(chat) {
  const held = replyKeyboard(messagesOf(chat));
  const shown = held && draft().keysHidden !== held.message.message_id;
  keysToggle.hidden = !held;
  keysToggle.setAttribute("aria-expanded", String(Boolean(shown)));
  text.placeholder = held?.markup.input_field_placeholder ?? HINT;
  keys.replaceChildren(...(shown ? [replyKeys(held, (words) => sayKey(held, words))] : []));
}

function sayKey({ message, markup }, words) {
  if (markup.one_time_keyboard) draft().keysHidden = message.message_id;
  say(words);
}

function toggleKeys() {
  const { message } = replyKeyboard(messagesOf(openChat()));
  draft().keysHidden = draft().keysHidden === message.message_id ? null : message.message_id;
  draw();
}

/** Who writes where; what is absent stays out of the form of an upload as well. */
function here() {
  const topic = threadOf(openChat());
  return { person: writerOf(openChat()).id, chat: openChat().id, ...(topic ? { topic } : {}) };
}

async function say(words) {
  const { reply: source } = draft();
  if ((await attempt(api.say({ ...here(), text: words, reply_to: source?.message_id }))) !== undefined) draft().reply = null;
  steadily(draw);
}

/** Puts a text into the input, to be sent or changed by hand. */
function put(words) {
  draft().text = words;
  redraw();
}

function reply(message) {
  Object.assign(draft(), { reply: message, edited: null });
  redraw();
}

function edit(message) {
  Object.assign(draft(), { edited: message, reply: null, text: message.text });
  redraw();
}

function submitted(event) {
  event.preventDefault();
  const { files, edited, reply: source } = draft();
  const words = text.value.trim();
  const sending = sent(files, edited, source, words);
  if (!sending) return;
  const [place, held] = [world.open, { ...draft() }];
  forgetDraft();
  redraw();
  attempt(sending.catch((error) => {
    giveBack(place, held);
    if (place === world.open) redraw();
    throw error;
  }));
}

function sent(files, edited, source, words) {
  if (files.length) return api.upload({ ...here(), kind, caption: words, files });
  if (!words) return null;
  if (edited) return api.edit({ ...here(), message_id: edited.message_id, text: words });
  return api.say({ ...here(), text: words, reply_to: source?.message_id });
}

function typed() {
  draft().text = text.value;
  grow();
  if (text.value === "/") showCommands();
}

function grow() {
  text.style.height = "auto";
  if (text.value) text.style.height = `${text.scrollHeight}px`;
}

function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || coarse.matches) return;
  event.preventDefault();
  form.requestSubmit();
}

function showCommands() {
  const commands = commandsFor(openChat(), writerOf(openChat()));
  const row = ({ command, description }) => ({ label: `/${command}`, note: description, act: () => sayCommand(command) });
  const none = [{ label: "Бот не объявил команд", act: () => text.focus() }];
  openMenu(slash, "Команды бота", commands.length ? commands.map(row) : none);
}

function sayCommand(command) {
  if (text.value === "/") draft().text = text.value = "";
  say(isPrivate(openChat()) ? `/${command}` : `/${command}@${world.bot.username}`);
  text.focus();
}

function showAttachments() {
  openMenu(clip, "Что прикрепить", [
    { label: "Фото", act: () => pick("photo", "image/*") },
    { label: "Файл", act: () => pick("document", "") },
    { label: "Стикер", act: () => attempt(api.sticker(here())) },
  ]);
}

function pick(chosen, accept) {
  kind = chosen;
  picker.accept = accept;
  picker.click();
}

function picked() {
  draft().files = [...picker.files];
  picker.value = "";
  redraw();
}
