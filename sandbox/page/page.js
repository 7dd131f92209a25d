// Starts the page and wires the rest together: what is heard from the sandbox, and what is redrawn.

import * as api from "./api.js";
import { drawChats } from "./chats.js";
import { drawClock, prepareClock } from "./clock.js";
import { heardCall } from "./commands.js";
import { keepDrafts } from "./drafts.js";
import { extras, readExtras } from "./extras.js";
import { prepareMembers } from "./members.js";
import { answered, markWaiting } from "./presses.js";
import { prepareRefusals } from "./refusals.js";
import { announceNewest, drawMessages, drawRoom, prepareRoom, showAction } from "./room.js";
import { redrawSide } from "./side.js";
import { heardSomething, prepareTour } from "./tour.js";
import { redrawWeather, prepareWeather } from "./weather.js";
import { addRefusal, countUnread, hear, openChat, refresh, refreshState, sawCall, sawFault, sawMessage, setNow, world } from "./world.js";

const wide = matchMedia("(min-width: 701px)");

/** What each event of the sandbox means for the page. */
const EVENTS = {
  message: (event) => (sawMessage(event), refresh(event.chat)),
  edit: (event) => refresh(event.chat),
  delete: (event) => refresh(event.chat),
  answer: answered,
  refused: addRefusal,
  action: showAction,
  clock: (event) => (event.now ? setNow(event.now) : refreshState()),
  chat: refreshState,
  call: (event) => (heardCall(event), sawCall(event)),
  fault: sawFault,
};

/** What is drawn again when something that the page knows has changed. */
const TOPICS = {
  state: () => (drawChats(), drawRoom(), redrawWeather(), redrawSide("members")),
  transcript: (chat) => (countUnread(chat), drawChats(), chat === openChat() && heardHere(chat)),
  refusals: () => openChat() && drawMessages(openChat()),
  presses: () => openChat() && markWaiting(document.getElementById("messages"), openChat()),
  clock: () => (drawClock(), drawChats()),
};

function heardHere(chat) {
  drawRoom();
  announceNewest(chat);
}

function openFromAddress() {
  const before = world.open;
  world.open = location.hash.slice(1) || null;
  const chat = openChat();
  if (chat) countUnread(chat);
  drawChats();
  drawRoom({ fresh: true });
  redrawWeather();
  redrawSide("members");
  if (wide.matches) return;
  if (chat) document.getElementById("room-title").focus();
  else document.querySelector(`[data-chat="${before}"]`)?.focus();
}

function heard(event) {
  EVENTS[event.type]?.(event);
  heardSomething();
}

/** The sandbox is there again, perhaps another one: the page begins anew and keeps what is typed. */
function linked(on) {
  if (!on) return;
  keepDrafts();
  location.reload();
}

addEventListener("link", ({ detail: on }) => (document.getElementById("unlinked").hidden = on));

/** What the bot did before the page was opened: refusals, and the commands it set. */
async function readJournal() {
  for (const call of await api.calls()) {
    if (call.ok) EVENTS.call(call);
    else addRefusal({ ...call, old: true });
  }
}

/** The chat that is open when the address names none: on a phone the list comes first. */
function openSomething() {
  if (location.hash || !wide.matches || !world.chats.length) return;
  history.replaceState(null, "", `#${extras.open ?? world.chats[0].id}`);
}

async function begin() {
  await readExtras();
  document.title = extras.title ?? document.title;
  prepareClock();
  prepareRoom();
  prepareRefusals();
  prepareWeather();
  prepareMembers();
  await refreshState();
  await readJournal();
  world.chats.forEach(countUnread);
  hear((topic, about) => TOPICS[topic]?.(about));
  addEventListener("hashchange", openFromAddress);
  openSomething();
  openFromAddress();
  drawClock();
  await prepareTour();
  document.body.classList.add("ready");
  api.follow(world.seq, heard, linked);
}

begin();
