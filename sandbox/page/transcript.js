// The messages of the open chat: days, bubbles, service lines and refused calls, patched in place.

import { el } from "./elements.js";
import { bubble } from "./bubbles.js";
import { refusalLine, waitsUntil } from "./refusals.js";
import { isShown, topicName } from "./topics.js";
import { isPrivate, messagesOf, now, world, writerOf } from "./world.js";
import * as times from "./times.js";

const NEAR_PX = 120; // this close to the end counts as reading the newest

const scroll = document.getElementById("scroll");
const list = document.getElementById("messages");
let drawn = new Map(); // key → {print, node}
let atEnd = true; // the reader is at the newest message, and stays there whatever grows

/** Draws the chat; nodes whose content did not change stay, so that focus and spoilers do too. */
export function drawTranscript(chat, acts, { fresh = false } = {}) {
  if (fresh) drawn = new Map();
  if (fresh) atEnd = true;
  const kept = new Map();
  for (const entry of entries(chat, acts)) kept.set(entry.key, keep(entry));
  const lost = document.activeElement?.closest?.("#messages > li")?.dataset.id;
  place([...kept.values()].map(({ node }) => node));
  drawn = kept;
  if (lost && document.activeElement === document.body) refocus(lost);
  if (atEnd) toEnd();
}

/** Moves nothing that is already in its place: a node put in anew loses its focus. */
function place(nodes) {
  const wanted = new Set(nodes);
  [...list.children].filter((node) => !wanted.has(node)).forEach((node) => node.remove());
  let next = list.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else list.insertBefore(node, next);
  }
}

function keep({ key, print, make }) {
  const before = drawn.get(key);
  return before?.print === print ? before : { print, node: make() };
}

function refocus(id) {
  const node = list.querySelector(`[data-id="${id}"]`);
  (node?.querySelector(".key") ?? node?.querySelector("button"))?.focus({ preventScroll: true });
}

export const toEnd = () => scroll.scrollTo({ top: scroll.scrollHeight });

function* entries(chat, acts) {
  const view = { writer: writerOf(chat), group: !isPrivate(chat), topic: topicName(chat), acts };
  const shown = messagesOf(chat).filter(isShown(chat));
  const refused = world.refusals.filter((refusal) => refusal.chat === chat.id);
  let day = null;
  let author = null;
  for (const messages of albums(shown)) {
    const [message] = messages;
    yield* refused.splice(0, refused.findLastIndex((one) => precedes(one, message)) + 1).map(refusalEntry);
    const at = new Date(message.date * 1000);
    const sameDay = day === (day = times.dayKey(at));
    if (!sameDay) yield dayEntry(at);
    const joined = sameDay && author === (author = message.from?.id);
    yield messageEntry(messages, view, joined);
  }
  yield* refused.map(refusalEntry);
  if (!shown.length) yield { key: "empty", print: "", make: () => pill("Сообщений пока нет") };
}

const pill = (words) => el("li.line", {}, el("span.pill", {}, words));

/** Telegram tells the place by the newest message there was; a refusal read from the journal has only its time. */
function precedes(refusal, message) {
  if (refusal.after !== null) return refusal.after < message.message_id;
  return refusal.at.getTime() < message.date * 1000;
}

function albums(messages) {
  const made = [];
  for (const message of messages) {
    const last = made.at(-1);
    const together = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
    if (together) last.push(message);
    else made.push([message]);
  }
  return made;
}

function messageEntry(messages, view, joined) {
  const key = `message ${messages[0].message_id}`;
  const print = JSON.stringify([messages, view.writer?.id, joined, Boolean(view.topic)]);
  const make = () => {
    const node = bubble(messages, view);
    node.classList.toggle("joined", joined);
    return node;
  };
  return { key, print, make };
}

function dayEntry(at) {
  const title = times.day(at, now());
  return { key: `day ${times.dayKey(at)}`, print: title, make: () => pill(title) };
}

function refusalEntry(refusal) {
  const print = `${refusal.done} ${waitsUntil(refusal) > now()}`;
  return { key: `refusal ${refusal.number}`, print, make: () => refusalLine(refusal) };
}

/** Shows the message a reply quotes. */
export function jump(id) {
  const node = list.querySelector(`[data-id="${id}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center", behavior: "smooth" });
  node.classList.remove("flash");
  requestAnimationFrame(() => node.classList.add("flash"));
}

/** Calls back with true while the end of the chat is in sight. */
export function watchEnd(tellEnd) {
  let before = 0;
  scroll.addEventListener("scroll", () => {
    const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
    // Only going up leaves the end: a message that grew under the reader does not.
    atEnd = near || (atEnd && scroll.scrollTop >= before);
    before = scroll.scrollTop;
    tellEnd(atEnd);
  });
  const settled = new ResizeObserver(() => atEnd && toEnd());
  settled.observe(scroll);
  settled.observe(list);
}
