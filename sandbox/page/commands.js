// The bot's command menu, as Telegram picks it: the narrowest scope that the bot has set wins.

import { isPrivate } from "./world.js";

const LANGUAGE = "ru"; // what every person of the sandbox speaks

const menus = new Map(); // "scope language" → [{command, description}]

const parsed = (value) => (typeof value === "string" ? JSON.parse(value) : value);

function keyOf({ scope, language_code: language = "" }) {
  const { type, chat_id: chat, user_id: user } = parsed(scope ?? null) ?? { type: "default" };
  return `${[type, chat, user].filter((part) => part !== undefined).join(" ")} ${language}`;
}

const CALLS = {
  setMyCommands: (params) => menus.set(keyOf(params), parsed(params.commands)),
  deleteMyCommands: (params) => menus.delete(keyOf(params)),
};

/** Learns from a call that was done; other methods than those of the menu mean nothing here. */
export const heardCall = ({ method, params }) => CALLS[method]?.(params);

/** The commands that this person sees in this chat; [] when the bot has set none. */
export function commandsFor(chat, person) {
  const kinds = isPrivate(chat)
    ? [`chat ${chat.id}`, "all_private_chats", "default"]
    : [`chat_member ${chat.id} ${person.id}`, `chat ${chat.id}`, "all_group_chats", "default"];
  const keys = kinds.flatMap((kind) => [`${kind} ${LANGUAGE}`, `${kind} `]);
  return menus.get(keys.find((key) => menus.has(key))) ?? [];
}
