// What is inside a message besides its text: photos, documents and the rest, one row per kind.

import { el, icon } from "./elements.js";
import { fileUrl } from "./api.js";

/** Kind → {word: what the chat list says, draw(message) → node}. The first key that a message has wins. */
const KINDS = {
  photo: { word: "Фото", draw: photo },
  document: { word: "Файл", draw: file("document") },
  video: { word: "Видео", draw: file("video") },
  animation: { word: "GIF", draw: file("animation") },
  audio: { word: "Аудио", draw: file("audio") },
  voice: { word: "Голосовое", draw: voice },
  sticker: { word: "Стикер", draw: ({ sticker }) => el("span.sticker", { role: "img", "aria-label": "Стикер" }, sticker.emoji ?? "🙂") },
  contact: { word: "Контакт", draw: contact },
};

/** Service messages: what happened, as a line in the middle of the chat. */
const EVENTS = {
  new_chat_members: ({ new_chat_members: people }) => `${people.map(fullName).join(", ")} теперь в группе`,
  left_chat_member: ({ left_chat_member: person }) => `${fullName(person)} больше не в группе`,
  migrate_to_chat_id: () => "Группа стала супергруппой",
  migrate_from_chat_id: () => "Супергруппа создана из группы",
  group_chat_created: () => "Группа создана",
  supergroup_chat_created: () => "Группа создана",
  new_chat_title: ({ new_chat_title: title }) => `Новое название: ${title}`,
  pinned_message: () => "Сообщение закреплено",
  forum_topic_created: ({ forum_topic_created: { name } }) => `Открыта тема «${name}»`,
  forum_topic_edited: ({ forum_topic_edited: { name } }) => (name ? `Тема теперь называется «${name}»` : "Тема изменена"),
  forum_topic_closed: () => "Тема закрыта: пишут только администраторы",
  forum_topic_reopened: () => "Тема снова открыта",
};

const first = (table, message) => table[Object.keys(table).find((key) => message[key] !== undefined)];

export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ") || "Без имени";

/** Who speaks: a chat that speaks for itself (anonymous admin, channel), or a person. */
export const speaker = ({ sender_chat: chat, from }) => chat?.title ?? (from ? fullName(from) : "Неизвестно кто");

export const serviceLine = (message) => first(EVENTS, message)?.(message) ?? null;
export const textOf = (message) => message.text ?? message.caption ?? (message.rich_message ? plain(message.rich_message.blocks) : "");

const HOLD_TEXT = ["summary", "text", "caption", "blocks", "items", "cells", "button", "buttons", "alternative_text", "expression"];

/** The text of rich blocks, one block a line, without its looks. */
function plain(rich, joint = "\n") {
  if (typeof rich === "string") return rich;
  if (Array.isArray(rich)) return rich.map((one) => plain(one, joint)).filter(Boolean).join(joint);
  const held = HOLD_TEXT.filter((name) => rich?.[name] !== undefined);
  return held.map((name) => plain(rich[name], JOINTS[name] ?? "")).filter(Boolean).join("\n");
}

const JOINTS = { blocks: "\n", items: "\n", cells: " · ", buttons: " " };

/** A message in one line, for the list of chats, quotes and the announcer. */
export function gist(message) {
  const words = [first(KINDS, message)?.word, textOf(message)].filter(Boolean).join(", ");
  return serviceLine(message) ?? (words || "Сообщение");
}

/** The node of what is attached, or null when there is only text. */
export function attachment(message) {
  const kind = first(KINDS, message);
  if (kind) return kind.draw(message);
  if (textOf(message)) return null;
  return el("span.unknown", {}, "Сообщение этого вида песочница не показывает");
}

const size = (bytes) =>
  bytes === undefined ? "" : bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} КБ` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} МБ`;

function photo({ photo: sizes, caption }) {
  const { file_id: id, width, height } = sizes.at(-1);
  const picture = { src: fileUrl(id), alt: caption ? `Фото: ${caption}` : "Фото", width, height };
  const onerror = ({ target }) => target.replaceWith(el("span.unknown", {}, "Фото не показать"));
  const small = el("img", { ...picture, loading: "lazy", onerror });
  return el("button.photo", { onclick: () => view(picture), "aria-label": `${picture.alt}. Открыть` }, small);
}

function view(picture) {
  const close = () => box.close();
  const box = el(
    "dialog.viewer",
    { "aria-label": picture.alt, onclose: () => box.remove() },
    el("button.round.viewer-close", { onclick: close, "aria-label": "Закрыть" }, icon("close")),
    el("img", { ...picture, onclick: close }),
  );
  document.body.append(box);
  box.showModal();
}

function file(kind) {
  return (message) => {
    const { file_id: id, file_name: name, file_size: bytes } = message[kind];
    const title = name ?? KINDS[kind].word;
    const words = el("span.file-words", {}, el("span.file-name", {}, title), el("span.file-size", {}, size(bytes)));
    return el("a.file", { href: fileUrl(id), download: title }, el("span.file-icon", {}, icon("file")), words);
  };
}

function voice({ voice: { duration } }) {
  return el("span.file", {}, el("span.file-icon", {}, icon("voice")), el("span.file-words", {}, `Голосовое, ${duration ?? 0} с`));
}

function contact({ contact: person }) {
  return el("span.file", {}, el("span.file-icon", {}, icon("people")), el("span.file-words", {}, fullName(person), el("span.file-size", {}, person.phone_number ?? "")));
}
