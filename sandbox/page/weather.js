// The drawer «Погода»: Telegram slow, refusing, losing answers; people who block; groups that grow.

import * as api from "./api.js";
import { el, icon } from "./elements.js";
import { doDeed, extras } from "./extras.js";
import { calmRefusals, waitsUntil } from "./refusals.js";
import { addSide, redrawSide, toggleSide } from "./side.js";
import { attempt, toast } from "./toasts.js";
import { hear, isPrivate, now, openChat, refreshState, world, writerOf } from "./world.js";

const gauge = document.getElementById("weather");

const MINUTE_S = 60;

/** What can be wrong with Telegram. `is` finds it among the laid faults, `lay` is what is laid. */
const FAULTS = [
  {
    title: "Telegram отвечает медленно",
    note: "каждый ответ ждёт 3 секунды",
    word: "медленно",
    is: ({ delay }) => Boolean(delay),
    lay: [{ method: null, times: null, delay: 3 }],
  },
  {
    title: "Слишком много запросов",
    note: "минуту Telegram отвечает боту только «подождите», код 429",
    word: "слишком часто",
    is: ({ code }) => code === 429,
    lay: [{ method: null, times: null, code: 429, seconds: MINUTE_S }],
  },
  {
    title: "Связь рвётся после отправки",
    note: "одно сообщение дойдёт, а ответ боту потеряется",
    word: "обрыв",
    is: ({ lose_answer: lost }) => Boolean(lost),
    lay: [{ method: "sendMessage", times: 1, lose_answer: true }],
  },
];

const isOn = ({ is }) => world.faults.some(is);

async function turn(fault) {
  if (isOn(fault)) return lift(fault);
  await relay([...fault.lay, ...world.faults]);
}

const lift = (fault) => relay(world.faults.filter((one) => !fault.is(one)));

/** Lays these faults instead of all others. The first that fits a call strikes: the narrow ones go first. */
async function relay(faults) {
  await api.clearFaults();
  const narrowFirst = faults.toSorted((a, b) => Boolean(b.method) - Boolean(a.method));
  for (const { until, ...one } of narrowFirst) await api.layFault(until ? { ...one, seconds: secondsTo(until) } : one);
  await refreshState();
}

const secondsTo = (until) => Math.max(0, Math.ceil((new Date(until) - now()) / 1000));

async function clear() {
  await api.clearFaults();
  await api.limits(false);
  calmRefusals();
  for (const { id, blocked } of world.people) if (blocked) await api.block(id, false);
  await refreshState();
}

function drawWeather() {
  const chat = openChat();
  const person = chat && writerOf(chat);
  return [
    el("ul.switches", { role: "list" }, FAULTS.map(faultRow), limitsRow(), person ? blockRow(person) : null),
    outcome(),
    el("div.side-acts", {}, extras.deeds.map(deedRow), growRow(chat), el("button.key.primary", { onclick: () => attempt(clear()) }, "Снова ясно")),
  ];
}

function switchRow(title, note, on, act) {
  const words = el("span.switch-words", {}, el("span", {}, title), el("span.note", {}, note));
  const onclick = () => attempt(act());
  return el("li", {}, el("button.switch", { role: "switch", "aria-checked": String(on), onclick }, words, el("span.knob")));
}

function faultRow(fault) {
  const until = world.faults.find(fault.is)?.until;
  const note = until ? `${fault.note}, ещё ${secondsTo(until)} с` : fault.note;
  return switchRow(fault.title, note, isOn(fault), () => turn(fault));
}

/** What came of the calls that Telegram did not take, in one line. */
function outcome() {
  const done = world.refusals.filter((one) => one.done).length;
  const waiting = world.refusals.filter((one) => waitsUntil(one) > now()).length;
  const words = [`отказов ${world.refusals.length}`, `дошло со второго раза ${done}`, ...(waiting ? [`бот ждёт и повторит ${waiting}`] : [])];
  return world.refusals.length ? el("p.outcome", {}, el("strong", {}, "Что сделал бот: "), words.join(", ")) : null;
}

function limitsRow() {
  const act = () => api.limits(!world.limits).then(refreshState);
  return switchRow("Пределы Telegram", "1 сообщение в секунду в чат, 20 в минуту в группу", world.limits, act);
}

function blockRow({ id, first_name: name, blocked }) {
  const act = () => api.block(id, !blocked).then(refreshState);
  return switchRow(`Бот заблокирован: ${name}`, "бот узнает; на сообщения Telegram ответит «писать нельзя», код 403", blocked, act);
}

function growRow(chat) {
  if (!chat || isPrivate(chat) || chat.type !== "group") return null;
  const onclick = () => attempt(api.migrate(chat.id).then(refreshState));
  return el("button.key", { onclick }, `«${chat.title}» станет супергруппой`);
}

let doing = null; // the deed under way

function deedRow(deed) {
  const busy = doing === deed ? { "aria-busy": "true", "aria-disabled": "true" } : { onclick: () => perform(deed) };
  return el("div.deed", {}, el("button.key", busy, deed.title), el("p.note", {}, deed.note));
}

async function perform(deed) {
  doing = deed;
  redrawSide("weather");
  if ((await attempt(doDeed(deed))) !== undefined) toast(deed.done);
  doing = null;
  redrawSide("weather");
}

function drawGauge() {
  const wrong = FAULTS.filter(isOn).map(({ word }) => word);
  const words = wrong.length ? wrong.join(", ") : "ясно";
  gauge.classList.toggle("alarmed", wrong.length > 0);
  gauge.replaceChildren(icon("cloud"), el("span.gauge-word", {}, "Погода: "), el("span.count", {}, words));
}

export function redrawWeather() {
  drawGauge();
  redrawSide("weather");
}

/** A weather with an end ends by itself: the page counts it down and then looks again. */
function countDown() {
  const ends = world.faults.map(({ until }) => until).filter(Boolean);
  if (!ends.length) return;
  if (ends.some((until) => new Date(until) <= now())) refreshState().catch(() => {});
  else redrawSide("weather");
}

export function prepareWeather() {
  setInterval(countDown, 1000);
  hear((topic) => topic === "refusals" && redrawSide("weather"));
  hear((topic) => topic === "clock" && countDown());
  addSide("weather", "Погода", drawWeather);
  gauge.addEventListener("click", () => toggleSide("weather", gauge));
  drawGauge();
}
