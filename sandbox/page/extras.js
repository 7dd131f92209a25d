// What whoever serves this page has put beside Telegram: a tour, moments to go to, deeds. By itself nothing.

import { reach } from "./api.js";

async function ask(path, options) {
  const answer = await reach(path, options);
  if (!answer.ok) throw new Error(`Демо ответило ${answer.status}`);
  return answer.json();
}

/** {title, open, roles: {person id: who that is}, rolesFrom, tour: {title, from}, jumps: [{title, from, none}], deeds: [{title, note, done, to}]} */
export const extras = { roles: {}, jumps: [], deeds: [] };

/** Who a person is to the bot, or "" where nobody has said. */
export const roleOf = (person) => extras.roles[person] ?? "";

export async function readExtras() {
  Object.assign(extras, await ask("/page/extras.json"));
}

/** Asks anew who is who; true when something has changed. */
export async function readRoles() {
  const fresh = extras.rolesFrom ? await ask(extras.rolesFrom) : extras.roles;
  const changed = JSON.stringify(fresh) !== JSON.stringify(extras.roles);
  extras.roles = fresh;
  return changed;
}

/** The steps of the tour: [{id, title, text, say, seconds, done, who, person, chat}] */
export const steps = () => ask(extras.tour.from);

/** The instant a jump leads to, or null when there is none now. */
export const momentOf = async (jump) => (await ask(jump.from)).at;

/** Does the deed; resolves when it is done. */
export const doDeed = (deed) => ask(deed.to, { method: "POST" });
