// A map without any map server: circles at the areas' points, or the areas themselves where boundaries are loaded.
// {areas: [{code, name, lat, lon, value, href?, tone?, share?, boundary?}], label, kind: "circles"|"shares"}
import { bordered, circles, grid } from "./map_layers.js";
import { key } from "./map_key.js";
import { labels } from "./map_labels.js";
import { number, percent, word } from "./words.js";

let library;
const drawn = new Map();

const load = ({ library: script, style }) => {
  library ??= new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    const code = Object.assign(document.createElement("script"), { src: script, onerror: failed, onload: () => done(window.L) });
    document.head.prepend(link);
    document.head.append(code);
  });
  return library;
};

const words = (data, area) => {
  const lines = [`${data.label}: ${number(area.value)}`];
  if (area.share !== undefined && area.share !== null) lines.push(`${data.share_label ?? ""} ${percent(area.share)}`.trim());
  return lines;
};

const hint = (data, area) => {
  const box = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = area.name;
  box.append(name);
  for (const line of words(data, area)) box.append(document.createElement("br"), line);
  return box;
};

// A shape can be reached with Tab, says its name and number, and opens its area with Enter like a link.
const reach = (layer, data, area) => {
  const open = () => { if (area.href) location.assign(area.href); };
  layer.bindTooltip(hint(data, area), { className: "map-hint", sticky: true });
  layer.on("click", open);
  layer.on("add", () => dress(layer, data, area, open));
  dress(layer, data, area, open);
};

const dress = (layer, data, area, open) => {
  const shape = layer.getElement?.();
  if (!shape) return;
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", area.href ? "link" : "img");
  shape.setAttribute("aria-label", [area.name, ...words(data, area)].join(", "));
  shape.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
};

const draw = (figure) => {
  const { L, map, data, group } = drawn.get(figure);
  group.clearLayers();
  if (!data.areas.some((area) => area.boundary)) grid(L, map, group);
  const shapes = data.areas.some((area) => area.boundary) ? bordered(L, data, group) : [];
  const points = data.kind === "shares" && shapes.length ? [] : circles(L, map, data, group);
  const top = points.length ? points : shapes;
  for (const { layer, area } of top) reach(layer, data, area);
  drawn.get(figure).relabel?.();
  key(figure.querySelector(".map-key"), map, data);
};

const frame = (L, data) => {
  const bounds = L.latLngBounds([]);
  for (const area of data.areas) {
    if (area.lat !== null && area.lat !== undefined) bounds.extend([area.lat, area.lon]);
    if (area.boundary) bounds.extend(L.geoJSON(area.boundary).getBounds());
  }
  return bounds.isValid() ? bounds : L.latLngBounds([-11, 95], [6, 141]);
};

const start = async (figure) => {
  figure.setAttribute("data-awake", "");
  const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
  const L = await load(figure.dataset);
  const canvas = figure.querySelector(".map-canvas");
  const map = L.map(canvas, { zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0, maxZoom: 14, zoomAnimation: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const home = frame(L, data);
  const room = data.areas.some((area) => area.boundary) ? [12, 12] : [36, 30];
  const fit = () => map.fitBounds(home, { padding: room, animate: false, maxZoom: 12 });
  fit();
  const group = L.layerGroup().addTo(map);
  drawn.set(figure, { L, map, data, group, canvas, fit });
  draw(figure);
  drawn.get(figure).relabel = labels(L, map, data);
  drawn.get(figure).relabel();
  map.on("zoomend", () => draw(figure));
  new ResizeObserver(() => { map.invalidateSize(); fit(); draw(figure); }).observe(canvas);
};

const wake = (scope) => scope.querySelectorAll("[data-map]:not([data-awake])").forEach(start);
const redraw = () => { for (const figure of drawn.keys()) if (figure.isConnected) draw(figure); };

// On paper the map is as wide as the paper.
const PAPER = "680px";
const refit = (width) => {
  for (const { map, canvas, fit } of drawn.values()) {
    canvas.style.maxWidth = width;
    map.invalidateSize();
    fit();
  }
};
addEventListener("beforeprint", () => refit(PAPER));
addEventListener("afterprint", () => refit(""));

wake(document);
document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
document.addEventListener("rekam:theme", redraw);
