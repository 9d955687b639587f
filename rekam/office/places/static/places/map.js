// Service points on a map without any map server: the districts beneath, a mark for each place, and where the page
// asks for it, a click that fills two fields.
// {points: [{name, lat, lon, tone, line, href}], areas: [{code, name, lat, lon, boundary?}], focus, key?, pick?}
import { bordered, grid } from "../web/map_layers.js";
import { word } from "../web/words.js";

const DECIMALS = 5; // about a metre
let library;
const drawn = new Map();

const load = ({ library: script, style }) => {
  library ??= new Promise((done, failed) => {
    if (window.L) { done(window.L); return; }
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    const code = Object.assign(document.createElement("script"), { src: script, onerror: failed, onload: () => done(window.L) });
    document.head.prepend(link);
    document.head.append(code);
  });
  return library;
};

const mark = (L, tone, size = 18) => L.divIcon({ className: `pin pin-${tone}`, iconSize: [size, size] });

const hint = (point) => {
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("strong"), { textContent: point.name }));
  if (point.line) box.append(document.createElement("br"), point.line);
  return box;
};

const place = (L, map, point) => {
  const open = () => { if (point.href) location.assign(point.href); };
  const pin = L.marker([point.lat, point.lon], { icon: mark(L, point.tone), riseOnHover: true, zIndexOffset: point.tone === "quiet" ? 0 : 500 });
  pin.bindTooltip(hint(point), { className: "map-hint", direction: "top", offset: [0, -8] }).on("click", open).addTo(map);
  const element = pin.getElement();
  element.setAttribute("role", point.href ? "link" : "img");
  element.setAttribute("aria-label", [point.name, point.line].filter(Boolean).join(", "));
  element.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
  return pin;
};

const hasBorders = (data) => data.areas.some((area) => area.boundary);

const borders = (L, { data, base }) => {
  base.clearLayers();
  bordered(L, { areas: data.areas }, base);
};

// Names stand under their points; one that would cover another is left out.
const LETTER = 6.5;
const named = (map, { areas, points }) => {
  const taken = points.map((point) => map.latLngToContainerPoint([point.lat, point.lon])).map(({ x, y }) => ({ left: x - 9, right: x + 9, top: y - 9, bottom: y + 9 }));
  return areas.filter((area) => area.lat !== null).filter((area) => {
    const { x, y } = map.latLngToContainerPoint([area.lat, area.lon]);
    const half = (area.name.length * LETTER) / 2;
    const box = { left: x - half, right: x + half, top: y + 10, bottom: y + 24 };
    const isFree = taken.every((other) => box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top);
    if (isFree) taken.push(box);
    return isFree;
  });
};

// What follows the view: the grid where there are no boundaries, and the districts' names.
const overlay = (L, { map, data, group }) => {
  group.clearLayers();
  if (!hasBorders(data)) grid(L, map, group);
  for (const area of named(map, data)) {
    const name = L.marker([area.lat, area.lon], { icon: L.divIcon({ className: "district-name", iconSize: [160, 12] }), interactive: false, keyboard: false });
    name.addTo(group).getElement().textContent = area.name;
  }
};

const home = (L, data) => {
  const bounds = L.latLngBounds([]);
  const areas = data.areas.filter((area) => !data.focus || area.code === data.focus);
  const near = data.focus && data.points.some((point) => point.tone === "main") ? data.points.filter((point) => point.tone === "main") : data.points;
  if (!data.pick) for (const point of near) bounds.extend([point.lat, point.lon]);
  for (const area of areas) {
    if (area.boundary) bounds.extend(L.geoJSON(area.boundary).getBounds());
    else if (area.lat !== null) bounds.extend([area.lat, area.lon]);
  }
  return bounds.isValid() ? bounds : L.latLngBounds([-11, 95], [6, 141]);
};

// The point that is being chosen: fields and map say the same.
const picking = (L, map, data) => {
  const field = (name) => document.getElementById(data.pick[name]);
  const [lat, lon, area] = [field("lat"), field("lon"), field("area")];
  const pin = L.marker([0, 0], { icon: mark(L, "main", 24), interactive: false, keyboard: false, zIndexOffset: 1000 });
  const read = (input) => (input.value.trim() ? Number(input.value.replace(",", ".")) : NaN);
  const show = (follow) => {
    const [y, x] = [read(lat), read(lon)];
    if (Number.isNaN(y) || Number.isNaN(x) || Math.abs(y) > 90 || Math.abs(x) > 180) { pin.remove(); return; }
    pin.setLatLng([y, x]).addTo(map);
    if (follow && !map.getBounds().contains([y, x])) map.setView([y, x]);
  };
  map.on("click", ({ latlng }) => {
    lat.value = latlng.lat.toFixed(DECIMALS);
    lon.value = latlng.lng.toFixed(DECIMALS);
    for (const input of [lat, lon]) input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const input of [lat, lon]) input.addEventListener("change", () => show(true));
  area?.addEventListener("change", () => {
    const chosen = data.areas.find((each) => area.value.startsWith(each.code));
    if (chosen && chosen.lat !== null && !map.hasLayer(pin)) map.setView([chosen.lat, chosen.lon], Math.max(map.getZoom(), 9));
  });
  show(true);
};

const key = (box, data) => {
  for (const { tone, label } of data.key ?? []) {
    const item = Object.assign(document.createElement("span"), { className: "map-key-item" });
    item.append(Object.assign(document.createElement("span"), { className: `pin pin-${tone}` }), label);
    box.append(item);
  }
};

const start = async (figure) => {
  figure.setAttribute("data-awake", "");
  const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
  const L = await load(figure.dataset);
  const canvas = figure.querySelector(".places-map-canvas");
  const map = L.map(canvas, { zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, maxZoom: 16, zoomAnimation: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const bounds = home(L, data);
  const fit = () => map.fitBounds(bounds, { padding: [28, 28], animate: false, maxZoom: data.focus ? 9.5 : 11 });
  fit();
  const held = { map, data, canvas, fit, base: L.layerGroup().addTo(map), group: L.layerGroup().addTo(map) };
  drawn.set(figure, { L, ...held });
  borders(L, held);
  overlay(L, held);
  for (const point of data.points) place(L, map, point);
  if (data.pick) picking(L, map, data);
  key(figure.querySelector(".places-map-key"), data);
  map.on("zoomend moveend", () => overlay(L, held));
  let width = canvas.clientWidth;
  new ResizeObserver(() => {
    map.invalidateSize();
    if (canvas.clientWidth !== width) { width = canvas.clientWidth; if (!data.pick) fit(); }
  }).observe(canvas);
};

const wake = (scope) => scope.querySelectorAll("[data-places-map]:not([data-awake])").forEach(start);

// On paper the map is as wide as the paper.
const refit = (width) => {
  for (const { map, canvas, fit } of drawn.values()) { canvas.style.maxWidth = width; map.invalidateSize(); fit(); }
};
addEventListener("beforeprint", () => refit("680px"));
addEventListener("afterprint", () => refit(""));
document.addEventListener("rekam:theme", () => { for (const held of drawn.values()) { borders(held.L, held); overlay(held.L, held); } });

wake(document);
document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
