// Turns a text and Telegram's entities into nodes. Offsets are UTF-16 units, as in JavaScript.

import { el, icon, pressable } from "./elements.js";
import { safe, startPayload } from "./links.js";

/** `acts`: {username, copy(text), say(text), start(payload)}. */
export function formatted(text, entities = [], acts) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, ordered, acts);
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function nodes(text, from, to, entities, acts) {
  const made = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const { offset, length } = entities[i];
    if (offset < at || offset >= to) continue;
    const end = Math.min(offset + length, to);
    if (offset > at) made.push(text.slice(at, offset));
    const inner = nodes(text, offset, end, entities.slice(i + 1), acts);
    made.push(wrap(entities[i], inner, text.slice(offset, end), acts));
    at = BLOCKS.has(entities[i].type) && text[end] === "\n" ? end + 1 : end; // a block ends its line itself
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

/** `inside` as this entity makes it look; `text` is the same without looks. */
export const inner = (entity, inside, text, acts) => wrap(entity, inside, text, acts);

const wrap = (entity, inner, text, acts) => (WRAPS[entity.type] ?? plain)(inner, text, entity, acts);

const plain = (inner) => el("span", {}, inner);
const tag = (name) => (inner) => el(name, {}, inner);
const link = (href, inner) =>
  href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner) : el("span", {}, inner);

const address = (url) => (inner, text, entity, acts) => {
  const target = url(text, entity);
  const payload = startPayload(target, acts.username);
  if (payload === null) return link(safe(target), inner);
  return pressable("span.inline-act", () => acts.start(payload), {}, inner);
};

function spoiler(inner) {
  const cover = el("span.covered", { "aria-hidden": "true" }, inner);
  const reveal = () => {
    cover.classList.remove("covered");
    ["role", "tabindex", "aria-label"].forEach((name) => node.removeAttribute(name));
    cover.removeAttribute("aria-hidden");
  };
  const node = pressable("span.spoiler", reveal, { "aria-label": "Скрытый текст, показать" }, cover);
  return node;
}

function code(inner, text, entity, acts) {
  return pressable("code", () => acts.copy(text), { title: "Скопировать" }, inner);
}

function pre(inner, text, { language }, acts) {
  const copy = el("button.pre-copy", { onclick: () => acts.copy(text), "aria-label": "Скопировать" }, icon("copy"));
  const block = el("pre", { tabindex: "0" }, el("code", {}, inner));
  return el("div.pre", {}, el("div.pre-head", {}, el("span", {}, language ?? "код"), copy), block);
}

function expandable(inner) {
  const quote = el("blockquote.folded", {}, inner);
  const unfold = ({ currentTarget: node }) => {
    node.setAttribute("aria-expanded", String(!quote.classList.toggle("folded")));
    node.textContent = quote.classList.contains("folded") ? "Показать целиком" : "Свернуть";
  };
  return el("div.quote-box", {}, quote, el("button.inline-act", { onclick: unfold, "aria-expanded": "false" }, "Показать целиком"));
}

const command = (inner, text, entity, acts) => pressable("span.inline-act", () => acts.say(text), {}, inner);

const WRAPS = {
  bold: tag("strong"),
  italic: tag("em"),
  underline: tag("u"),
  strikethrough: tag("s"),
  blockquote: tag("blockquote"),
  expandable_blockquote: expandable,
  spoiler,
  code,
  pre,
  bot_command: command,
  url: address((text) => text),
  text_link: address((text, { url }) => url),
  mention: address((text) => `https://t.me/${text.slice(1)}`),
  email: (inner, text) => link(safe(`mailto:${text}`), inner),
  phone_number: (inner, text) => link(safe(`tel:${text.replace(/[^+\d]/g, "")}`), inner),
  text_mention: (inner) => el("span.mention", {}, inner),
  hashtag: (inner) => el("span.mention", {}, inner),
  cashtag: (inner) => el("span.mention", {}, inner),
};
