// Calls that Telegram refused: a red line in the chat, and the drawer with all of them.

import { el, icon } from "./elements.js";
import { addSide, redrawSide, toggleSide } from "./side.js";
import { hear, now, world } from "./world.js";
import * as times from "./times.js";

const gauge = document.getElementById("refusals");

/** What the codes mean that the weather brings. */
const MEANINGS = {
  403: "Боту сюда писать нельзя: его заблокировали или убрали из чата",
  429: "Слишком часто: Telegram просит бота подождать",
};
let calm = 0; // so many refusals were there when the sky was cleared

/** The sky is clear: what was refused before is history. */
export function calmRefusals() {
  calm = world.refusals.length;
  drawGauge();
}

/** When the bot may try again what was refused for a while; null for other refusals. */
export function waitsUntil({ at, done, parameters }) {
  const seconds = parameters?.retry_after;
  return seconds && !done ? new Date(at.getTime() + seconds * 1000) : null;
}

/** What the bot did about it. */
function outcome(refusal) {
  if (refusal.done) return `Бот повторил, и дошло: ${times.time(refusal.done)}`;
  const until = waitsUntil(refusal);
  return until > now() ? `Бот ждёт до ${times.exactly(until)} и повторит сам` : null;
}

const words = ({ method, code, description, parameters, ...refusal }) => [
  el("p.refusal-what", {}, el("strong", {}, method), code ? ` · ${code}` : ""),
  el("p.refusal-why", {}, description),
  MEANINGS[code] ? el("p.refusal-means", {}, MEANINGS[code]) : null,
  el("p.refusal-done", {}, outcome({ parameters, ...refusal }) ?? ""),
  parameters && Object.keys(parameters).length ? el("p.refusal-more", {}, JSON.stringify(parameters)) : null,
];

/** The red line in the chat that the call was for. */
export function refusalLine(refusal) {
  return el("li.line.refused", { title: times.full(refusal.at) }, el("div.refusal", {}, words(refusal)));
}

const PARAMETERS_SHOWN = 600; // characters: enough to see what was wrong

function sent(params) {
  const text = JSON.stringify(params, null, 1);
  return text.length > PARAMETERS_SHOWN ? `${text.slice(0, PARAMETERS_SHOWN)}…` : text;
}

function row(refusal) {
  const asked = el("details", {}, el("summary", {}, "Что отправил бот"), el("pre", { tabindex: "0" }, sent(refusal.params)));
  return el("li.refusal", {}, words(refusal), el("p.refusal-when", {}, times.moment(refusal.at)), asked);
}

function drawRefusals() {
  const list = world.refusals.toReversed().map(row);
  if (!list.length) return [el("p.side-note", {}, "Telegram пока ничему не отказал.")];
  return [el("ol.refusals", { role: "list" }, list)];
}

function drawGauge() {
  const count = world.refusals.length;
  gauge.classList.toggle("alarmed", count > calm);
  gauge.replaceChildren(icon("stop"), el("span.gauge-word", {}, "Отказы"), el("span.count", {}, String(count)));
}

export function prepareRefusals() {
  addSide("refusals", "Отказы Telegram", drawRefusals);
  gauge.addEventListener("click", () => toggleSide("refusals", gauge));
  hear((topic) => topic === "refusals" && (drawGauge(), redrawSide("refusals")));
  drawGauge();
}
