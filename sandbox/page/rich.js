// Rich messages: blocks such as headings, lists, tables and details, with text and buttons inside.

import { attachment } from "./contents.js";
import { el, pressable } from "./elements.js";
import { inner } from "./entities.js";
import { richButton } from "./keyboards.js";

/** The nodes of a RichMessage; what is pressed goes to `acts` as from any other message. */
export const richBody = (message, acts) => {
  const { blocks, is_rtl: rtl } = message.rich_message;
  return el("div.rich", { dir: rtl ? "rtl" : "auto" }, blocks.map((block) => draw(block, { message, acts })));
};

const draw = (block, view) => (BLOCKS[block.type] ?? unknown)(block, view);
const unknown = ({ type }) => el("p.unknown", {}, `Блок «${type}» песочница не показывает`);
const inside = ({ blocks }, view) => blocks.map((block) => draw(block, view));

/** A RichText: a string, several, or one with a look of its own. */
function text(rich, view) {
  if (rich === undefined || rich === null) return [];
  if (typeof rich === "string") return [rich];
  if (Array.isArray(rich)) return rich.flatMap((one) => text(one, view));
  return [(LOOKS[rich.type] ?? dressed)(rich, view)];
}

const tag = (name) => (rich, view) => el(name, {}, text(rich.text, view));

/** What plain messages have as well looks as it does there. */
function dressed(rich, view) {
  const entity = { ...rich, type: AS_ENTITY[rich.type] ?? rich.type };
  return inner(entity, text(rich.text, view), words(rich.text), view.acts);
}

const AS_ENTITY = { url: "text_link", email_address: "email" };

/** The text alone, for copying and for what is read aloud. */
export const words = (rich) =>
  typeof rich === "string" ? rich : Array.isArray(rich) ? rich.map(words).join("") : rich ? words(rich.text ?? rich.button?.text ?? rich.alternative_text ?? rich.expression ?? "") : "";

function toAnchor({ text: rich, anchor_name: name }, view) {
  const go = ({ currentTarget: node }) => {
    const whole = node.closest(".rich");
    (name ? whole.querySelector(`[data-anchor="${CSS.escape(name)}"]`) : whole)?.scrollIntoView({ block: "start", behavior: "smooth" });
  };
  return pressable("span.inline-act", go, {}, text(rich, view));
}

const anchor = ({ name }) => el("span", { "data-anchor": name });
const formula = ({ expression }) => el("code.formula", {}, expression);

const LOOKS = {
  subscript: tag("sub"),
  superscript: tag("sup"),
  marked: tag("mark"),
  date_time: tag("span"),
  bank_card_number: tag("span"),
  reference: tag("span"),
  reference_link: tag("span"),
  custom_emoji: ({ alternative_text: shown }) => el("span", {}, shown),
  mathematical_expression: formula,
  anchor,
  anchor_link: toAnchor,
  button: ({ button }, { message, acts }) => richButton(button, words(button.text), message, acts),
};

function list({ items }, view) {
  const entry = ({ label, has_checkbox: boxed, is_checked: ticked, ...rest }) => {
    const mark = boxed ? el("span.rich-box", { role: "img", "aria-label": ticked ? "сделано" : "не сделано" }, ticked ? "☑" : "☐") : el("span.rich-label", {}, label);
    return el("li", {}, mark, el("div", {}, inside(rest, view)));
  };
  return el("ul.rich-list", { role: "list" }, items.map(entry));
}

function table({ cells, caption, is_bordered: bordered, is_striped: striped, is_compact: compact }, view) {
  const looks = [bordered && "bordered", striped && "striped", compact && "compact"].filter(Boolean);
  const cell = ({ text: rich, is_header: head, colspan, rowspan, align, valign }) =>
    el(`${head ? "th" : "td"}.${align}.${valign}`, { colspan, rowspan, scope: head ? "col" : null }, text(rich, view));
  const rows = cells.map((row) => el("tr", {}, row.map(cell)));
  const title = caption === undefined ? null : el("caption", {}, text(caption, view));
  const name = { tabindex: "0", role: "region", "aria-label": caption === undefined ? "Таблица" : `Таблица: ${words(caption)}` };
  return el("div.rich-table", name, el(["table", ...looks].join("."), {}, title, el("tbody", {}, rows)));
}

function details({ summary, is_open: open, ...rest }, view) {
  return el("details.rich-details", { open: Boolean(open) }, el("summary", {}, text(summary, view)), el("div.rich-inside", {}, inside(rest, view)));
}

function captioned(node, { caption }, view) {
  if (!caption) return node;
  return el("figure", {}, node, el("figcaption", {}, text(caption.text, view), credit(caption, view)));
}

const credit = ({ credit: who }, view) => (who === undefined ? null : el("cite", {}, text(who, view)));

/** A file, drawn as in a message of its own. */
const medium = (kind, field = kind) => (block, view) =>
  captioned(attachment({ [kind]: block[field], caption: words(block.caption?.text) }), block, view);

const gallery = (look) => (block, view) => captioned(el(`div.${look}`, {}, inside(block, view)), block, view);

function place({ location: { latitude, longitude }, ...rest }, view) {
  return captioned(el("p.rich-map", {}, `Карта: ${latitude}, ${longitude}`), rest, view);
}

function pre(block, view) {
  return dressed({ ...block, type: "pre" }, view);
}

const BLOCKS = {
  paragraph: (block, view) => el("p", {}, text(block.text, view)),
  heading: (block, view) => el(`h2.rich-h${block.size}`, {}, text(block.text, view)), // under the name of the chat
  footer: (block, view) => el("p.rich-footer", {}, text(block.text, view)),
  pre,
  divider: () => el("hr"),
  mathematical_expression: formula,
  anchor,
  list,
  table,
  details,
  blockquote: (block, view) => el("blockquote", {}, inside(block, view), credit(block, view)),
  expandable_blockquote: (block, view) => dressed(block, view),
  pullquote: (block, view) => el("blockquote.rich-pulled", {}, text(block.text, view), credit(block, view)),
  collage: gallery("album.tiles"),
  slideshow: gallery("rich-slides"),
  map: place,
  buttons: ({ buttons, align }, { message, acts }) =>
    el(`div.rich-buttons.${align ?? "left"}`, { role: "group", "aria-label": "Кнопки в сообщении" }, buttons.map((one) => richButton(one, words(one.text), message, acts))),
  photo: medium("photo"),
  video: medium("video"),
  animation: medium("animation"),
  audio: medium("audio"),
  document: medium("document"),
  voice_note: medium("voice", "voice_note"),
};
