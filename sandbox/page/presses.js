// Presses of inline buttons: which ones still wait for the bot's answer, and what it answered.

import * as api from "./api.js";
import { pressKey } from "./keyboards.js";
import { alertBox, attempt, toast } from "./toasts.js";
import { personOf, tell, world } from "./world.js";

const PATIENCE_MS = 20_000; // longer than Telegram keeps a query alive

const waiting = new Map(); // "chat|message:data" → {person, message, timer}

export function press(chat, writer, message, said) {
  const key = `${chat.id}|${pressKey(message, said)}`;
  if (waiting.has(key)) return;
  const timer = setTimeout(() => giveUp(key), PATIENCE_MS);
  waiting.set(key, { person: writer.id, message: message.message_id, timer });
  tell("presses");
  const sent = api.press({ person: writer.id, chat: chat.id, message_id: message.message_id, data: said });
  attempt(sent).then((answer) => answer === undefined && forget(key));
}

function giveUp(key) {
  forget(key);
  toast("Бот не ответил на нажатие", "bad");
}

function forget(key) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  tell("presses");
}

/** The bot answered a press: the button stops waiting, the person sees the words. */
export function answered({ person, message_id: message, text, alert, url }) {
  const same = ([, one]) => one.person === person && (message === undefined || one.message === message);
  [...waiting].filter(same).forEach(([key]) => forget(key));
  if (url) toast(`Бот открывает ${url}`);
  if (!text) return;
  const name = personOf(person)?.first_name ?? "";
  if (alert) alertBox(text, world.bot?.name ?? name);
  else toast(text);
}

/** Marks the waiting buttons among the drawn ones. */
export function markWaiting(root, chat) {
  for (const node of root.querySelectorAll("[data-press]")) {
    const waits = waiting.has(`${chat.id}|${node.dataset.press}`);
    node.classList.toggle("waiting", waits);
    if (waits) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
  }
}
