// Short words over everything: toasts that go by themselves, alerts that wait for «Понятно».

import { SILENT } from "./api.js";
import { el } from "./elements.js";

const SHOWN_MS = 4000;

/** `tone`: "plain", "bad" (something was refused) or "calm". */
export function toast(text, tone = "plain") {
  const node = el(`div.toast.${tone}`, {}, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** A callback answer with show_alert: a modal that says whose press it answers. */
export function alertBox(text, title) {
  const box = el(
    "dialog.alert",
    { "aria-labelledby": "alert-title", onclose: () => box.remove() },
    el("h2", { id: "alert-title" }, title),
    el("p", {}, text),
    el("button.key.primary", { onclick: () => box.close(), autofocus: true }, "Понятно"),
  );
  document.body.append(box);
  box.showModal();
}

/** Waits for what a person did; undefined, and said aloud, when the sandbox would not let them. */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.message !== SILENT) toast(error.message, "bad"); // the banner says that one
    return undefined;
  }
}

export async function copy(text) {
  await navigator.clipboard.writeText(text).then(
    () => toast("Скопировано"),
    () => toast("Браузер не дал скопировать", "bad"),
  );
}

/** Tells a screen reader, and shows nothing. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
