// The sandbox's HTTP: what people do, what they see, and the stream of events.

export const SILENT = "Песочница не отвечает, жду её";

/** Fetches, and tells the page whether there was anybody to answer: the event `link`. */
export async function reach(address, options = {}) {
  try {
    const answer = await fetch(address, { cache: "no-store", ...options });
    dispatchEvent(new CustomEvent("link", { detail: true }));
    return answer;
  } catch {
    dispatchEvent(new CustomEvent("link", { detail: false }));
    throw new Error(SILENT);
  }
}

async function ask(path, options) {
  const answer = await reach(`/sandbox/${path}`, options);
  if (answer.ok) return answer.json();
  const words = await answer.text();
  throw new Error(reason(words) || `Песочница ответила ${answer.status}`);
}

function reason(words) {
  try {
    const body = JSON.parse(words);
    return body.error ?? body.description ?? words;
  } catch {
    return words;
  }
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const state = () => ask("state");
export const calls = () => ask("calls?after=0"); // every call of the bot so far
export const transcript = (chat, person) => ask(`chats/${chat}/messages?person=${person}`);
export const fileUrl = (fileId) => `/sandbox/file/${encodeURIComponent(fileId)}`;

export const say = (body) => post("say", body);
export const start = (person, payload = "") => post("start", { person, payload });
export const press = (body) => post("press", body);
export const edit = (body) => post("edit", body);
export const erase = (body) => post("delete", body);
export const sticker = (body) => post("sticker", body);
export const block = (person, blocked) => post("block", { person, blocked });
export const member = (chat, person, present) => post("member", { chat, person, present });
export const openTopic = (body) => post("topic", body);
export const migrate = (chat) => post("migrate", { chat });
export const shift = (seconds) => post("clock", { seconds });
export const goTo = (iso) => post("clock", { to: iso });
export const limits = (on) => post("limits", { on });
export const layFault = (fault) => post("faults", fault);
export const clearFaults = () => ask("faults", { method: "DELETE" });

const ALBUM_LONGEST = 10; // as in Telegram: more files are several albums

/** Sends files, several as an album that arrives in one piece; the first has the caption. */
export async function upload({ files, caption, ...where }) {
  for (let from = 0; from < files.length; from += ALBUM_LONGEST) {
    await uploadAlbum({ ...where, caption: from ? "" : caption }, files.slice(from, from + ALBUM_LONGEST));
  }
}

function uploadAlbum(words, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(words)) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return ask("upload", { method: "POST", body: form });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One event that goes wrong takes none of those behind it away. */
function alone(onEvent, event) {
  try {
    onEvent(event);
  } catch (error) {
    reportError(error);
  }
}

/** Polls for ever. `onLink(false)` when the sandbox does not answer, `onLink(true)` when it does again. */
export async function follow(seq, onEvent, onLink) {
  for (let linked = true; ; ) {
    try {
      const answer = await ask(`events?after=${seq}`);
      if (!linked) onLink((linked = true));
      seq = answer.seq;
      answer.events.forEach((event) => alone(onEvent, event));
    } catch {
      if (linked) onLink((linked = false));
      await pause(1000);
    }
  }
}
