// The topics of a forum: a bar under the head of its chat, and which of its messages are shown.

import * as api from "./api.js";
import { el } from "./elements.js";
import { attempt } from "./toasts.js";
import { refreshState, tell, world, writerOf } from "./world.js";

const bar = document.getElementById("topics");
const ALL = null;
const GENERAL = 0; // what stands there has no message_thread_id

const chosen = new Map(); // chat id → number of a topic, GENERAL or ALL

/** The topic whose messages are shown, null for all of them. */
export const topicOf = (chat) => (chat.topics ? (chosen.get(chat.id) ?? ALL) : ALL);

/** The number under which one writes: the chosen topic, or none. */
export const threadOf = (chat) => topicOf(chat) || undefined;

const placeOf = (message) => (message.is_topic_message ? message.message_thread_id : GENERAL);

/** Whether a message of this chat is to be seen now. */
export const isShown = (chat) => (message) => topicOf(chat) === ALL || placeOf(message) === topicOf(chat);

const choices = (chat) => [[ALL, "Все темы"], [GENERAL, "Общая"], ...chat.topics.map(({ id, name, closed }) => [id, closed ? `${name} (закрыта)` : name])];

/** Over a message, where all topics are shown together: the one it belongs to. */
export function topicName(chat) {
  if (!chat.topics || topicOf(chat) !== ALL) return undefined;
  const names = new Map(choices(chat));
  return (message) => el("div.topic-name", {}, names.get(placeOf(message)) ?? "Удалённая тема");
}

function choose(chat, topic) {
  chosen.set(chat.id, topic);
  tell("transcript", chat);
}

export function drawTopics(chat) {
  bar.hidden = !chat.topics;
  if (bar.hidden) return bar.replaceChildren();
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.topic : null;
  const chip = ([topic, name]) =>
    el("button.chip", { "aria-pressed": String(topicOf(chat) === topic), "data-topic": String(topic), onclick: () => choose(chat, topic) }, name);
  bar.replaceChildren(...choices(chat).map(chip));
  bar.querySelector(`[data-topic="${focused}"]`)?.focus();
}

/** A line to open a topic by, for the drawer of a supergroup's members. */
export function topicForm(chat) {
  const name = el("input", { id: "topic-name", required: true, maxlength: "128", placeholder: "Например, Возвраты" });
  const onsubmit = (event) => {
    event.preventDefault();
    attempt(open(chat, name.value.trim()));
  };
  return el("form.topic-form", { onsubmit }, el("label", { for: "topic-name" }, "Новая тема"), name, submit());
}

function submit() {
  const button = el("button.key", {}, "Открыть тему");
  button.type = "submit";
  return button;
}

async function open(chat, name) {
  const { message_thread_id: topic } = await api.openTopic({ person: ownerOf(chat), chat: chat.id, name });
  chosen.set(chat.id, topic);
  await refreshState();
}

/** Only an administrator opens topics; the first who came owns the group. */
const ownerOf = (chat) => (world.people.find(({ id }) => chat.members.includes(id)) ?? writerOf(chat)).id;
