// Decides what an address may do: open outside, open a chat by a deep link, or nothing.

const SAFE = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/** The address if it is one that may stand in href, else null (javascript:, data:, nonsense). */
export function safe(address) {
  const url = parse(address) ?? parse(`https://${address}`);
  return url && SAFE.has(url.protocol) ? url.href : null;
}

function parse(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** The payload of t.me/<bot>?start=… or tg://resolve?domain=<bot>&start=…; null for any other address. */
export function startPayload(address, username) {
  const url = parse(address) ?? parse(`https://${address}`);
  if (!url || !username) return null;
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : onTelegram(url) && url.pathname.slice(1);
  if (!name || name.toLowerCase() !== username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

const onTelegram = ({ hostname }) => ["t.me", "telegram.me", "telegram.dog"].includes(hostname);
