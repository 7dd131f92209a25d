// Buttons under messages and under the input.

import { el, icon } from "./elements.js";
import { safe, startPayload } from "./links.js";

const STYLES = new Set(["danger", "success", "primary"]);
const styled = ({ style }) => (STYLES.has(style) ? `.${style}` : "");

/** The keyboard under a bubble, or null. A pressed button waits until `acts.press` says it is answered. */
export function inlineKeyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const row = (buttons) => el("div.row", {}, buttons.map((button) => inline(button, message, acts)));
  return el("div.inline-keyboard", { role: "group", "aria-label": "Кнопки сообщения" }, rows.map(row));
}

/** A button inside a rich message: its text may be more than words, `title` is the words. */
export function richButton(button, title, message, acts) {
  const node = inline({ ...button, text: title }, message, acts);
  if (button.style === "link") node.classList.add("link");
  return node;
}

function inline(button, message, acts) {
  const { act, mark } = deed(button, message, acts);
  const node = el(`button.key${styled(button)}`, { onclick: () => act?.(node) }, el("span", { dir: "auto" }, button.text));
  if (mark) node.append(icon(mark));
  if (button.callback_data) node.dataset.press = pressKey(message, button.callback_data);
  if (button.disabled || !act) node.setAttribute("aria-disabled", "true");
  if (!act) node.title = button.disabled ? "Кнопка отключена" : "Песочница таких кнопок не нажимает";
  return node;
}

export const pressKey = (message, said) => `${message.message_id}:${said}`;

/** What pressing does: {act, mark}; no act when the button is disabled or of a kind not known here. */
function deed(button, message, acts) {
  if (button.disabled) return {};
  if (button.callback_data) return { act: () => acts.press(message, button.callback_data) };
  if (button.copy_text) return { act: () => acts.copy(button.copy_text.text), mark: "copy" };
  if (button.url) return { act: opener(button.url, acts), mark: "link" };
  return {};
}

function opener(url, acts) {
  const payload = startPayload(url, acts.username);
  if (payload !== null) return () => acts.start(payload);
  const href = safe(url);
  return href ? () => window.open(href, "_blank", "noopener") : undefined;
}

/** The newest reply keyboard that holds in this chat: {message, markup}, or null when there is none. */
export function replyKeyboard(messages) {
  const speaks = ({ reply_markup: markup }) => markup && (markup.keyboard || markup.remove_keyboard);
  const message = messages.findLast(speaks);
  return message?.reply_markup.keyboard ? { message, markup: message.reply_markup } : null;
}

/** Buttons that say their text; kinds that ask for a contact or a place are shown but do nothing. */
export function replyKeys({ markup }, say) {
  const row = (buttons) => el("div.row", {}, buttons.map((button) => reply(button, say)));
  return el("div.reply-keyboard", { role: "group", "aria-label": "Клавиатура бота" }, markup.keyboard.map(row));
}

function reply(given, say) {
  const button = typeof given === "string" ? { text: given } : given;
  const plain = Object.keys(button).every((name) => ["text", "style", "icon_custom_emoji_id"].includes(name));
  const attributes = plain ? { onclick: () => say(button.text) } : { "aria-disabled": "true", title: "Песочница таких кнопок не нажимает" };
  return el(`button.key${styled(button)}`, attributes, button.text);
}
