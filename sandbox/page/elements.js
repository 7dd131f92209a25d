// Makes DOM nodes. Text only ever becomes text nodes, so markup in a message stays text.

const SVG = "http://www.w3.org/2000/svg";

/** el("button.chip", {onclick, "aria-label": "…", hidden: true}, "text", node, [nodes], null) */
export function el(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A piece of running text that can be pressed: unlike a button it wraps with its line. */
export function pressable(selector, act, attributes, ...children) {
  const onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(event);
  };
  return el(selector, { role: "button", tabindex: "0", onclick: act, onkeydown, ...attributes }, ...children);
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  clip: "M8 12.5l6.2-6.2a3.2 3.2 0 0 1 4.5 4.5l-8.4 8.4a5.2 5.2 0 0 1-7.4-7.4L11 3.6",
  send: "M4 12l16-8-6 16-3-7z",
  slash: "M15 4L9 20",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  link: "M8 16L17 7M9 7h8v8",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  keys: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  cloud: "M7 18a4 4 0 0 1 0-8 5.5 5.5 0 0 1 10.5 1.5A3.3 3.3 0 0 1 17 18z",
  stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16.5h.01",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14a6.5 6.5 0 0 1 3.5 6",
  flag: "M6 21V4M6 5c4-3 8 3 12 0v9c-4 3-8-3-12 0",
  check: "M5 13l4.5 4.5L19 7.5",
  voice: "M6 10v4M10 6v12M14 9v6M18 7v10",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const HUES = 7; // as many as colours.css has
const hues = new Map();

/** A round picture with initials. */
export function avatar(id, title) {
  const words = (title || "?").trim().split(/\s+/);
  const initials = words.slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return el(`span.avatar.${hue(id)}`, { "aria-hidden": "true" }, initials.toUpperCase());
}

/** The class of somebody's colour: given out in the order of meeting, so that neighbours differ. */
export function hue(id) {
  if (!hues.has(id)) hues.set(id, hues.size % HUES);
  return `hue-${hues.get(id)}`;
}
