// What the page knows: people, chats, transcripts, refusals and the time. Everyone else reads it.

import * as api from "./api.js";
import { steadily } from "./steady.js";

export const world = {
  seq: 0,
  bot: null,
  people: [],
  chats: [],
  faults: [],
  limits: false,
  frozen: false,
  transcripts: new Map(), // chat id → messages, oldest first
  refusals: [], // {method, description, code, params, parameters, chat, at}
  unread: new Map(), // chat id → how many messages of the bot nobody has looked at
  writers: new Map(), // group id → the person as whom one writes
  open: null, // id of the open chat
};

const ears = new Set();
export const hear = (ear) => ears.add(ear);
export const tell = (topic, about = null) => steadily(() => ears.forEach((ear) => ear(topic, about)));

const seen = new Map(); // chat id → the newest message looked at
const newest = new Map(); // chat id → the newest message told of

const SEEN = "seen"; // where the browser keeps it while its tab lives
const ANSWER_S = 60; // what the bot says at once was read by who asked

/** Counts what the bot wrote since the chat was last open. */
export function countUnread(chat) {
  const messages = messagesOf(chat);
  const last = messages.at(-1)?.message_id ?? 0;
  if (chat === openChat()) seen.set(chat.id, last);
  else if (!seen.has(chat.id)) seen.set(chat.id, remembered(chat, last) ?? readBefore(chat, messages));
  sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
  const fresh = messages.filter(({ message_id: id, from }) => id > seen.get(chat.id) && from?.is_bot);
  world.unread.set(chat.id, fresh.length);
}

function remembered(chat, last) {
  const kept = new Map(JSON.parse(sessionStorage.getItem(SEEN) ?? "[]")).get(chat.id);
  return kept <= last ? kept : null; // more than there is: the memory of another sandbox
}

/** Where the person stopped reading before the page was opened: a group counts as read. */
function readBefore(chat, messages) {
  const own = messages.findLast(({ from }) => !from?.is_bot);
  const read = (message) => !isPrivate(chat) || (own && message.date - own.date < ANSWER_S);
  return messages.findLast(read)?.message_id ?? 0;
}

/** Remembers a message before the transcript is read, so that a refusal finds its place after it. */
export function sawMessage({ chat, message, message_id: id = message?.message_id }) {
  if (id !== undefined) newest.set(chat, id);
}

let told = { at: Date.now(), here: Date.now() }; // the sandbox's time, and this machine's when it was told

/** The sandbox's time; it stands still between two tellings when its clock is frozen. */
export const now = () => new Date(told.at + (world.frozen ? 0 : Date.now() - told.here));
export function setNow(iso) {
  told = { at: new Date(iso).getTime(), here: Date.now() };
  tell("clock");
}

export const chatOf = (id) => world.chats.find((chat) => String(chat.id) === String(id)) ?? null;
export const personOf = (id) => world.people.find((person) => person.id === id) ?? null;
export const openChat = () => chatOf(world.open);
export const isPrivate = (chat) => chat.type === "private";
export const messagesOf = (chat) => world.transcripts.get(chat.id) ?? [];

/** The person who writes in this chat: the owner of a private one, the chosen one in a group. */
export function writerOf(chat) {
  if (isPrivate(chat)) return personOf(chat.person ?? chat.id);
  const chosen = personOf(world.writers.get(chat.id));
  const inside = world.people.filter(({ id }) => chat.members.includes(id));
  return inside.includes(chosen) ? chosen : (inside[0] ?? null);
}

export function chooseWriter(chat, id) {
  world.writers.set(chat.id, id);
  return refresh(chat.id);
}

export async function refreshState() {
  const { seq, now: at, ...rest } = await api.state();
  const before = world.chats.map(({ id }) => id);
  Object.assign(world, rest);
  const moved = world.chats.find((chat) => chat.migrated_to && chat.id === Number(world.open));
  world.chats = world.chats.filter((chat) => !chat.migrated_to);
  if (!world.seq) world.seq = seq ?? 0;
  setNow(at);
  const fresh = world.chats.filter(({ id }) => !before.includes(id));
  await Promise.all(fresh.map(({ id }) => refresh(id)));
  if (moved) location.hash = `#${moved.migrated_to}`;
  tell("state");
}

const asked = new Map(); // chat id → "busy" | "again": one request at a time, none forgotten

/** Reads a transcript anew: events only say where to look, the transcript is the truth. */
export async function refresh(id) {
  const chat = chatOf(id);
  const reader = chat && writerOf(chat);
  if (!reader) return; // nobody is inside to see it
  if (asked.has(chat.id)) return void asked.set(chat.id, "again");
  asked.set(chat.id, "busy");
  try {
    const messages = await api.transcript(chat.id, reader.id);
    world.transcripts.set(chat.id, messages);
    newest.set(chat.id, Math.max(newest.get(chat.id) ?? 0, messages.at(-1)?.message_id ?? 0));
    if (chatOf(id)) tell("transcript", chatOf(id)); // not `chat`: the state may have been read anew since
  } finally {
    const again = asked.get(chat.id) === "again";
    asked.delete(chat.id);
    if (again) await refresh(id);
  }
}

/** Files one refused call; an `old` one comes from the journal, where only its time tells its place. */
export function addRefusal(call) {
  const at = call.at ?? null;
  const chat = call.chat ?? call.params?.chat_id ?? null;
  world.refusals.push({
    number: world.refusals.length,
    done: null, // when the same was taken at last
    own: call.own ?? 0, // so many calls with these words are the refused one itself
    after: call.old ? null : (newest.get(Number(chat)) ?? 0),
    method: call.method,
    params: call.params ?? {},
    code: call.code,
    description: call.description,
    parameters: call.parameters ?? null,
    chat: chat === null ? null : Number(chat),
    at: at === null ? now() : new Date(at),
  });
  tell("refusals");
}

/** What is said again may be marked as such before its words. */
const sameWords = (refused, params) => (params.text ?? "").endsWith(refused.params.text ?? "");

/** A call was done: perhaps it is one that was refused, once or more often, said again. */
export function sawCall({ method, params, at }) {
  const meant = (one) => !one.done && one.method === method && one.chat === Number(params.chat_id) && sameWords(one, params);
  const taken = world.refusals.filter(meant).filter((one) => one.own-- <= 0);
  taken.forEach((one) => (one.done = at ? new Date(at) : now()));
  if (taken.length) tell("refusals");
}

/** A fault has struck: what a cut connection did is seen by nobody else, so it is written down here. */
export function sawFault({ method, chat }) {
  const meant = (one) => (one.method ?? method) === method && (one.chat ?? chat) === chat;
  const fault = world.faults.find(meant);
  if (fault?.lose_answer) addRefusal({ method, chat, code: null, description: TORN, params: {}, own: 1 });
  return refreshState();
}

const TORN = "Связь оборвалась: сообщение дошло, но бот об этом не узнал";
