// The panel beside the chat: weather, refusals, members; one at a time. A sheet on a phone.

import { el, icon } from "./elements.js";
import { steadily } from "./steady.js";

const panel = document.getElementById("side");
const panels = new Map(); // name → {title, draw() → nodes, onChange() when it opens or closes}
let shown = null; // {name, button}

export const addSide = (name, title, draw, onChange = () => {}) => panels.set(name, { title, draw, onChange });
export const sideShown = () => shown?.name ?? null;

/** `quietly` leaves the focus where it is: nobody has asked for the panel. */
export function toggleSide(name, button, { quietly = false } = {}) {
  if (shown?.name === name) return closeSide();
  const before = shown?.name;
  if (shown) expand(false);
  shown = { name, button };
  panels.get(before)?.onChange();
  panels.get(name).onChange();
  expand(true);
  panel.hidden = false;
  document.body.classList.add("with-side");
  redrawSide();
  if (!quietly) panel.querySelector("h2").focus();
}

export function closeSide() {
  if (!shown) return;
  const { name, button } = shown;
  expand(false);
  panel.hidden = true;
  document.body.classList.remove("with-side");
  shown = null;
  panels.get(name).onChange();
  (button.isConnected ? button : document.querySelector(`[data-side="${name}"]`))?.focus();
}

const expand = (open) => shown.button.setAttribute("aria-expanded", String(open));

/** Draws the open panel anew and leaves the focus on the same button. */
export const redrawSide = (name = shown?.name) => steadily(() => draw(name));

function draw(name) {
  if (!shown || shown.name !== name) return;
  const { title, draw: nodes } = panels.get(name);
  const place = [...panel.querySelectorAll("button")].indexOf(document.activeElement);
  const close = el("button.round", { onclick: closeSide, "aria-label": "Закрыть" }, icon("close"));
  const head = el("div.side-head", {}, el("h2", { id: "side-title", tabindex: "-1" }, title), close);
  panel.setAttribute("aria-labelledby", "side-title");
  panel.replaceChildren(head, el("div.side-body", {}, nodes()));
  if (place >= 0) panel.querySelectorAll("button")[place]?.focus();
}

panel.addEventListener("keydown", (event) => event.key === "Escape" && closeSide());
