// What lies on the map: areas in shades, circles sized by number, and a plain grid where no boundary is known.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const TONES = { recorded: "--data-2", risk: "--data-3", stop: "--stop", quiet: "--data-4" };
const color = (area) => css(TONES[area.tone] ?? "--data-1");

const placed = (area) => area.lat !== null && area.lat !== undefined;

// Area, not radius, says the number: twice the people, twice the ink.
export const radius = (map, data, value) => {
  const { x, y } = map.getSize();
  const most = Math.max(...data.areas.map((each) => each.value ?? 0), 1);
  const largest = Math.min(Math.max(Math.min(x, y) * 0.065, 13), 28);
  return Math.max(largest * Math.sqrt(Math.max(value ?? 0, 0) / most), 3);
};

export const circles = (L, map, data, group) =>
  data.areas.filter(placed).sort((a, b) => (b.value ?? 0) - (a.value ?? 0)).map((area) => ({
    area,
    layer: L.circleMarker([area.lat, area.lon], {
      radius: radius(map, data, area.value), color: css("--surface"), weight: 1.5, fillColor: color(area), fillOpacity: 0.78, bubblingMouseEvents: false,
    }).addTo(group),
  }));

export const bordered = (L, data, group) => {
  const shades = steps(data);
  return data.areas.filter((area) => area.boundary).map((area) => ({
    area,
    layer: outline(L, area, data.kind === "shares" ? shade(shades, area.share) : css("--surface")).addTo(group),
  }));
};

const outline = (L, area, fill) => {
  const made = L.geoJSON(area.boundary, { style: { color: css("--line-strong"), weight: 1, fillColor: fill, fillOpacity: 1 } });
  made.getElement = () => made.getLayers()[0]?.getElement();
  return made;
};

// Five equal steps between the least and the greatest share.
export const steps = (data) => {
  const shares = data.areas.map((area) => area.share).filter((share) => share !== null && share !== undefined);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return [0, 1, 2, 3, 4].map((at) => ({
    from: least + ((most - least) * at) / 5, to: least + ((most - least) * (at + 1)) / 5, fill: mix(css("--shade-1"), css("--shade-5"), at / 4),
  }));
};

const shade = (shades, share) => {
  if (share === null || share === undefined) return css("--sunken");
  return (shades.find((step) => share <= step.to) ?? shades.at(-1)).fill;
};

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (from, to, part) => {
  const [a, b] = [channels(from), channels(to)];
  return `rgb(${a.map((value, at) => Math.round(value + (b[at] - value) * part)).join(", ")})`;
};

// Lines of latitude and longitude: enough to see that this is a map and how far things are.
export const grid = (L, map, group) => {
  const bounds = map.getBounds().pad(1);
  const step = [5, 2, 1, 0.5, 0.2, 0.1].find((size) => (bounds.getEast() - bounds.getWest()) / size > 9) ?? 0.1;
  const style = { color: css("--line"), weight: 1, interactive: false };
  for (let at = Math.ceil(bounds.getWest() / step) * step; at < bounds.getEast(); at += step) {
    L.polyline([[bounds.getSouth(), at], [bounds.getNorth(), at]], style).addTo(group);
  }
  for (let at = Math.ceil(bounds.getSouth() / step) * step; at < bounds.getNorth(); at += step) {
    L.polyline([[at, bounds.getWest()], [at, bounds.getEast()]], style).addTo(group);
  }
};
