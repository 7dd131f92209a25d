// One message (or one album) as a bubble: who, quote, attachment, text, time, buttons.

import { avatar, el, hue, icon } from "./elements.js";
import { formatted } from "./entities.js";
import { attachment, gist, serviceLine, speaker, textOf } from "./contents.js";
import { inlineKeyboard } from "./keyboards.js";
import { richBody } from "./rich.js";
import * as times from "./times.js";

const when = (message) => new Date(message.date * 1000);

/** `view`: {writer, group, acts}; an album is several messages, shown as one bubble. */
export function bubble(messages, view) {
  const message = messages[0];
  const line = serviceLine(message);
  if (line) return el("li.line", { "data-id": message.message_id }, el("span.pill", {}, line));
  return spoken(messages, message, view);
}

function spoken(messages, message, view) {
  const mine = view.writer !== null && message.from?.id === view.writer.id && !message.sender_chat;
  const keyboard = inlineKeyboard(message, view.acts);
  const body = el("div.bubble", {}, ...parts(messages, message, mine, view));
  const stack = el("div.stack", {}, body, keyboard);
  return el(
    `li.message.${mine ? "mine" : "theirs"}`,
    { "data-id": message.message_id, oncontextmenu: (event) => menu(event, message, view) },
    view.group && !mine ? avatar(message.from?.id, speaker(message)) : null,
    stack,
    el("button.round.more", { onclick: (event) => menu(event, message, view), "aria-label": `Действия: ${gist(message).slice(0, 40)}` }, icon("more")),
  );
}

function menu(event, message, view) {
  if (event.target.closest("a") && event.type === "contextmenu") return;
  event.preventDefault();
  view.acts.menu(message, event.currentTarget.querySelector?.(".more") ?? event.currentTarget);
}

function parts(messages, message, mine, view) {
  const captioned = messages.find((one) => textOf(one)) ?? message;
  return [
    el("span.hidden", {}, mine ? "Вы: " : view.group ? "" : `${speaker(message)}: `),
    view.group && !mine ? el(`div.author.${hue(message.from?.id)}`, {}, speaker(message)) : null,
    view.topic?.(message) ?? null,
    forwarded(message),
    quote(message, view.acts),
    album(messages),
    words(captioned, view.acts, meta(messages)),
  ];
}

/** The text with the time in its last line, when there is room. */
function words(message, acts, stamp) {
  if (message.rich_message) return el("div.words", {}, richBody(message, acts), stamp);
  const entities = message.entities ?? message.caption_entities;
  return el("div.words", { dir: "auto" }, formatted(textOf(message), entities, acts), stamp);
}

function album(messages) {
  const nodes = messages.map(attachment).filter(Boolean);
  if (nodes.length < 2) return nodes[0] ?? null;
  return el(`div.album.${messages[0].photo ? "tiles" : "files"}`, {}, nodes);
}

function meta(messages) {
  const message = messages.at(-1);
  const edited = messages.some((one) => one.edited || one.edit_date);
  const at = when(message);
  const stamp = el("time", { datetime: at.toISOString(), title: times.full(at) }, times.time(at));
  return el("span.meta", {}, edited ? el("span", {}, "изменено ") : null, stamp);
}

function quote({ reply_to_message: source }, acts) {
  if (!source || source.forum_topic_created) return null; // every message of a topic answers its first
  const jump = () => acts.jump(source.message_id);
  return el("button.quote", { onclick: jump }, el("span.quote-author", {}, speaker(source)), el("span.quote-gist", {}, gist(source)));
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const { sender_user: user, sender_user_name: name, sender_chat: from, chat } = origin;
  const source = user ? speaker({ from: user }) : (name ?? from?.title ?? chat?.title ?? "…");
  return el("div.forwarded", {}, `Переслано: ${source}`);
}
