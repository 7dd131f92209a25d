// The sandbox's HTTP: what people do, what they see, and the stream of events.

async function ask(path, options = {}) {
  const answer = await fetch(`/sandbox/${path}`, { cache: "no-store", ...options });
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

/** Sends files one after another, as one album when there are several; the first has the caption. */
export async function upload({ files, caption, ...where }) {
  const album = files.length > 1 ? { album: String(Date.now()) } : {};
  for (const [place, file] of files.entries()) {
    await uploadOne({ ...where, ...album, caption: place ? "" : caption }, file);
  }
}

function uploadOne(words, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(words)) form.append(name, value);
  form.append("file", file, file.name);
  return ask("upload", { method: "POST", body: form });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls for ever. `onLink(false)` when the sandbox does not answer, `onLink(true)` when it does again. */
export async function follow(seq, onEvent, onLink) {
  for (let linked = true; ; ) {
    try {
      const answer = await ask(`events?after=${seq}`);
      if (!linked) onLink((linked = true));
      seq = answer.seq;
      answer.events.forEach(onEvent);
    } catch {
      if (linked) onLink((linked = false));
      await pause(1000);
    }
  }
}
