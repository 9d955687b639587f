// What the sizes and shades of a map mean, beneath it.
import { radius, steps } from "./map_layers.js";
import { number, percent } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const TONES = { recorded: "--data-2", risk: "--data-3", stop: "--stop", quiet: "--data-4" };
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const svg = (width, height, shape, attributes) => {
  const box = document.createElementNS(SVG, "svg");
  const drawn = document.createElementNS(SVG, shape);
  for (const [name, value] of Object.entries({ width, height })) box.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
  box.setAttribute("aria-hidden", "true");
  box.append(drawn);
  return box;
};

const item = (picture, text) => {
  const made = document.createElement("span");
  made.className = "map-key-item";
  made.append(picture, text);
  return made;
};

const disc = (r, fill) => svg(2 * r, 2 * r, "circle", { cx: r, cy: r, r, fill });

// Round numbers near the largest and a quarter of it: two sizes are enough to read the rest.
const round = (value) => {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return Math.max(Math.floor(value / size) * size, 1);
};

const sizes = (map, data) => {
  const most = Math.max(...data.areas.map((area) => area.value ?? 0), 1);
  return [...new Set([round(most / 8), round(most)])].map((value) => item(disc(radius(map, data, value), css("--data-1")), number(value)));
};

const shades = (data) =>
  steps(data).map(({ from, to, fill }) => item(svg(18, 12, "rect", { width: 18, height: 12, rx: 2, fill }), `${number(from)}–${percent(to, 0)}`));

const meanings = (data) => (data.key ?? []).map(({ tone, label }) => item(disc(6, css(TONES[tone] ?? "--data-1")), label));

export const key = (place, map, data) => {
  const title = document.createElement("strong");
  title.textContent = data.kind === "shares" ? data.share_label : data.label;
  place.replaceChildren(title, ...(data.kind === "shares" ? shades(data) : sizes(map, data)), ...meanings(data));
};
