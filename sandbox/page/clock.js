// The bot's time in the banner, and the ways to move it.

import * as api from "./api.js";
import { el, icon } from "./elements.js";
import { extras, momentOf } from "./extras.js";
import { attempt, toast } from "./toasts.js";
import { now } from "./world.js";
import * as times from "./times.js";

const shown = document.getElementById("now");
const field = document.getElementById("moment-at");

export function drawClock() {
  const words = times.moment(now());
  if (shown.textContent === words) return;
  shown.textContent = words;
  shown.dateTime = now().toISOString();
  if (document.activeElement !== field) field.value = times.toField(now());
}

async function jumpTo(jump) {
  const at = await attempt(momentOf(jump));
  if (at === undefined) return;
  if (at === null) toast(jump.none);
  else await attempt(api.goTo(at));
}

export function prepareClock() {
  const unfold = document.getElementById("unfold");
  unfold.append(icon("clock"));
  unfold.addEventListener("click", () => {
    const open = document.querySelector(".banner").classList.toggle("unfolded");
    unfold.setAttribute("aria-expanded", String(open));
  });
  for (const chip of document.querySelectorAll("[data-seconds]")) {
    chip.addEventListener("click", () => attempt(api.shift(Number(chip.dataset.seconds))));
  }
  const jumps = extras.jumps.map((jump) => el("button.chip", { onclick: () => jumpTo(jump) }, jump.title));
  document.getElementById("moment").before(...jumps);
  document.getElementById("moment").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(api.goTo(times.fromField(field.value)));
    field.blur();
  });
  setInterval(drawClock, 1000);
}
