// What stands in the input of each chat: text, the message replied to or edited, chosen files.

import { el, icon } from "./elements.js";
import { gist, speaker } from "./contents.js";
import { world } from "./world.js";

const KEPT = "drafts"; // where the browser keeps what is typed over a reload of the page
const blank = () => ({ text: "", reply: null, edited: null, files: [], keysHidden: null });
const drafts = new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").map(([id, text]) => [id, { ...blank(), text }]));
sessionStorage.removeItem(KEPT);

/** Before the page is loaded anew: what is typed in each chat stays. */
export const keepDrafts = () => sessionStorage.setItem(KEPT, JSON.stringify([...drafts].map(([id, { text }]) => [id, text])));

/** The draft of the open chat; change it in place. */
export function draft() {
  if (!drafts.has(world.open)) drafts.set(world.open, blank());
  return drafts.get(world.open);
}

/** After sending: everything but the state of the reply keyboard starts anew. */
export const forgetDraft = () => Object.assign(draft(), blank(), { keysHidden: draft().keysHidden });

/** What could not be sent comes back, unless something else is written there by now. */
export function giveBack(place, held) {
  const now = drafts.get(place) ?? blank();
  if (!now.text && !now.files.length) drafts.set(place, { ...held, keysHidden: now.keysHidden });
}

/** The line above the input, each part with a cross that calls `onChange` when it is dropped. */
export function draftLines(onChange) {
  const { reply, edited, files } = draft();
  const drop = (change) => () => {
    Object.assign(draft(), change);
    onChange();
  };
  return [
    reply && line(`Ответ: ${speaker(reply)}`, gist(reply), drop({ reply: null })),
    edited && line("Изменить", gist(edited), drop({ edited: null, text: "" })),
    ...files.map((file) => line("Отправить", file.name, drop({ files: files.filter((one) => one !== file) }))),
  ].filter(Boolean);
}

function line(title, words, onclick) {
  return el(
    "div.draft-line",
    {},
    el("span.draft-words", {}, el("span.draft-title", {}, title), el("span.draft-gist", {}, words)),
    el("button.round", { onclick, "aria-label": `Убрать: ${title}` }, icon("close")),
  );
}
