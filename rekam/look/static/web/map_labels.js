// Names on the map. The largest come first; a name that would cover a circle or another name is left out.
import { radius } from "./map_layers.js";
import { number, percent } from "./words.js";

const GAP = 4;
const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

// On a shade the name stands on its point; a circle has it beside, below or above.
const spots = (point, r, w, h) => [
  ...(r === 0 ? [{ x: point.x - w / 2, y: point.y - h / 2 }] : []),
  { x: point.x + r + GAP, y: point.y - h / 2 },
  { x: point.x - r - GAP - w, y: point.y - h / 2 },
  { x: point.x - w / 2, y: point.y + r + GAP / 2 },
  { x: point.x - w / 2, y: point.y - r - GAP / 2 - h },
].map((spot) => ({ ...spot, w, h }));

// Where the buttons and the scale stand: they lie above the names.
const controls = (map) => {
  const whole = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-control")].map((each) => {
    const { left, top, width: w, height: h } = each.getBoundingClientRect();
    return { x: left - whole.left, y: top - whole.top, w, h };
  });
};

const write = (L, pane, data, area) => {
  const label = L.DomUtil.create("div", "map-label", pane);
  label.textContent = area.name;
  label.append(document.createElement("br"), Object.assign(document.createElement("b"), { textContent: data.kind === "shares" ? percent(area.share, 1) : number(area.value) }));
  return label;
};

export const labels = (L, map, data) => {
  const pane = map.createPane("names");
  pane.classList.add("map-names");
  pane.setAttribute("aria-hidden", "true");

  const place = () => {
    pane.replaceChildren();
    const size = map.getSize();
    const view = { x: 0, y: 0, w: size.x, h: size.y };
    const areas = data.areas.filter((area) => area.lat !== null && area.lat !== undefined).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const shapes = areas.map((area) => {
      const point = map.latLngToContainerPoint([area.lat, area.lon]);
      const r = data.kind === "shares" ? 0 : radius(map, data, area.value);
      return { area, point, r, box: { x: point.x - r, y: point.y - r, w: 2 * r, h: 2 * r } };
    });
    const taken = [...controls(map), ...shapes.filter((shape) => shape.r > 0).map((shape) => shape.box)];
    for (const { area, point, r, box } of shapes) {
      const label = write(L, pane, data, area);
      const { offsetWidth: w, offsetHeight: h } = label;
      const inView = (spot) => spot.x >= view.x && spot.y >= view.y && spot.x + spot.w <= view.w && spot.y + spot.h <= view.h;
      const free = spots(point, r, w, h).find((spot) => inView(spot) && !taken.some((other) => other !== box && overlap(spot, other)));
      if (!free) { label.remove(); continue; }
      taken.push(free);
      L.DomUtil.setPosition(label, map.containerPointToLayerPoint([free.x, free.y]).round());
    }
  };
  map.on("moveend zoomend resize", place);
  return place;
};
