// The drawer of a group: who is inside, and who is asked in or out.

import * as api from "./api.js";
import { avatar, el } from "./elements.js";
import { addSide } from "./side.js";
import { attempt } from "./toasts.js";
import { topicForm } from "./topics.js";
import { isPrivate, openChat, refreshState, world } from "./world.js";

function drawMembers() {
  const chat = openChat();
  if (!chat || isPrivate(chat)) return [el("p.side-note", {}, "Откройте группу, чтобы увидеть участников.")];
  const { bot } = world;
  const people = world.people.map((person) => row(chat, person.id, person.first_name, person.id));
  const topics = chat.type === "supergroup" ? topicForm(chat) : null;
  return [el("ul.switches", { role: "list" }, row(chat, bot.id, bot.name, "bot"), people), topics];
}

function row(chat, id, name, key) {
  const inside = chat.members.includes(id);
  const onclick = () => attempt(api.member(chat.id, key, !inside).then(refreshState));
  const words = el("span.switch-words", {}, el("span", {}, name), el("span.note", {}, inside ? "в группе" : "не в группе"));
  return el("li", {}, el("button.switch", { role: "switch", "aria-checked": String(inside), onclick }, avatar(id, name), words, el("span.knob")));
}

export const prepareMembers = () => addSide("members", "Участники", drawMembers);
