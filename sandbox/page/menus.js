// A small list of choices beside the thing it belongs to: keyboard, Esc and a tap outside close it.

import { el } from "./elements.js";

let close = () => {};

/** `choices`: [{label, note, act}]; opens above or below `anchor`, wherever there is room. */
export function openMenu(anchor, label, choices) {
  close();
  const box = el("div.menu", { role: "menu", "aria-label": label, onkeydown: move });
  box.append(...choices.map((choice) => row(choice)));
  document.body.append(box);
  place(box, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  close = () => shut(box, anchor);
  setTimeout(() => document.addEventListener("pointerdown", outside), 0);
  box.firstChild?.focus();
}

function row({ label, note, act }) {
  const onclick = () => {
    close();
    act();
  };
  return el("button.menu-row", { role: "menuitem", onclick }, el("span", {}, label), note ? el("span.note", {}, note) : null);
}

function shut(box, anchor) {
  const inside = box.contains(document.activeElement);
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", outside);
  close = () => {};
  if (inside && anchor.isConnected) anchor.focus();
}

const outside = (event) => event.target.closest(".menu") || close();
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function move(event) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    return close();
  }
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.children];
  rows.at((rows.indexOf(document.activeElement) + step) % rows.length).focus();
}

function place(box, beside) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.min(Math.max(8, beside.left), innerWidth - width - 8);
  const above = beside.top - height - 6;
  const below = Math.min(beside.bottom + 6, innerHeight - height - 8);
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(8, beside.top > innerHeight / 2 ? above : below)}px`;
}
