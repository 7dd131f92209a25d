// The guided tour: a panel beside the chat, and above it a strip with the step that is next.

import { el, icon } from "./elements.js";
import { composer } from "./composer.js";
import { extras, readRoles, steps } from "./extras.js";
import { steadily } from "./steady.js";
import { addSide, closeSide, redrawSide, sideShown, toggleSide } from "./side.js";
import { chatOf, chooseWriter, openChat, tell } from "./world.js";

const SETTLED_MS = 250; // several events at once are one look at the tour
const roomy = matchMedia("(min-width: 1001px)"); // as in side.css: the panel does not cover the chat

const gauge = document.getElementById("tour");
const strip = document.getElementById("strip");
let shown = [];
let looking = null;

const next = () => shown.find((step) => !step.done);
const placeOf = (step) => shown.indexOf(step) + 1;

/** Opens the chat of a step as its person; `text` is put into the input. */
async function show(step, text = null) {
  if (!roomy.matches) closeSide();
  if (openChat()?.id !== step.chat) {
    const there = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = `#${step.chat}`;
    await there;
  }
  await chooseWriter(chatOf(step.chat), step.person);
  if (text !== null) composer.put(text);
}

/** The same button of the clock as in the banner, pressed where one sees what comes. */
async function turn(step) {
  await show(step);
  clockButton(step).click();
}

const clockButton = ({ seconds }) => document.querySelector(`.shifts [data-seconds="${seconds}"]`);

function acts(step) {
  const main = step.seconds
    ? el("button.key.primary", { onclick: () => turn(step) }, clockButton(step).textContent)
    : el("button.key.primary", { onclick: () => show(step) }, "Показать");
  const say = step.say ? el("button.key", { onclick: () => show(step, step.say) }, `Вставить «${step.say}»`) : null;
  return el("div.step-acts", {}, main, say);
}

function row(step) {
  const current = step === next();
  const mark = el("span.step-mark", { "aria-hidden": "true" }, step.done ? icon("check") : String(placeOf(step)));
  const state = el("span.hidden", {}, step.done ? " (сделано)" : "");
  const words = el("span.step-title", {}, el("span.hidden", {}, current ? "" : "Показать: "), step.title, state);
  const head = current ? el("div.step-head", {}, mark, words) : el("button.step-head", { onclick: () => show(step) }, mark, words);
  const more = current ? [el("p.step-text", {}, step.text), acts(step)] : null;
  const kind = `${step.done ? ".done" : ""}${current ? ".current" : ""}`;
  return el(`li.step${kind}`, { "aria-current": current ? "step" : null, "data-step": step.id }, head, more);
}

function drawTour() {
  const end = next() ? null : el("p.tour-end", {}, "Тур пройден. Дальше всё ваше: часы, погода и чаты.");
  return [el("ol.steps", { role: "list" }, shown.map(row)), end];
}

function drawGauge() {
  const done = shown.filter((step) => step.done).length;
  gauge.replaceChildren(icon("flag"), el("span.gauge-word", {}, "Тур"), el("span.count", {}, `${done}/${shown.length}`));
}

/** One line over the chat where the panel would cover it: what is next, and the way there. */
function drawStrip() {
  const step = next();
  strip.hidden = !step || roomy.matches || sideShown() === "tour";
  if (strip.hidden) return strip.replaceChildren();
  const words = el("span.strip-words", {}, el("span.strip-place", {}, `Шаг ${placeOf(step)} из ${shown.length}`), el("span.strip-title", {}, step.title));
  const open = el("button.strip-open", { onclick: () => toggleSide("tour", gauge) }, words, icon("down"));
  strip.replaceChildren(open, el("button.chip", { onclick: () => show(step) }, "Показать"));
}

function draw() {
  drawGauge();
  drawStrip();
  redrawSide("tour");
}

async function look() {
  if (await readRoles()) tell("state");
  const fresh = await steps();
  if (JSON.stringify(fresh) === JSON.stringify(shown)) return;
  shown = fresh;
  steadily(draw);
}

/** Something happened: perhaps it was a step. */
export function heardSomething() {
  if (!extras.tour) return;
  clearTimeout(looking);
  looking = setTimeout(() => look().catch(() => {}), SETTLED_MS);
}

export async function prepareTour() {
  if (!extras.tour) return;
  addSide("tour", extras.tour.title, drawTour, drawStrip);
  gauge.hidden = false;
  gauge.addEventListener("click", () => toggleSide("tour", gauge));
  roomy.addEventListener("change", drawStrip);
  shown = await steps();
  draw();
  if (roomy.matches && next()) toggleSide("tour", gauge, { quietly: true });
}
