// Charts: a line over time, bars per day, and the bridge from one count to another by reason.
// Each <c-chart> carries its numbers as JSON; a chart without a table of its own gets one made here.
import * as kinds from "./chart_kinds.js";
import { table } from "./chart_table.js";

const drawn = new Map();
let library;

const load = (address) => {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
};

const read = (figure) => JSON.parse(document.getElementById(figure.dataset.source).textContent);

const draw = (figure) => {
  const { chart, data } = drawn.get(figure);
  const width = chart.getWidth();
  chart.setOption(kinds[figure.dataset.chart](data, { width, height: chart.getHeight() }), true);
};

const start = async (figure) => {
  figure.setAttribute("data-awake", "");
  const data = read(figure);
  const place = figure.querySelector(".chart-table");
  if (place && !place.querySelector("table")) place.append(table(figure.dataset.chart, data, figure.getAttribute("aria-label")));
  const echarts = await load(figure.dataset.library);
  const canvas = figure.querySelector(".chart-canvas");
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  drawn.set(figure, { chart, data });
  draw(figure);
  chart.on("click", (event) => { if (event.data?.href) location.assign(event.data.href); });
  let size = "";
  new ResizeObserver(() => {
    const now = `${canvas.clientWidth}x${canvas.clientHeight}`;
    if (canvas.clientWidth === 0 || now === size || matchMedia("print").matches) return; // paper scales the picture
    size = now;
    chart.resize();
    draw(figure);
  }).observe(canvas);
};

const wake = (scope) => scope.querySelectorAll("[data-chart]:not([data-awake])").forEach(start);

const redraw = () => {
  for (const [figure, { chart }] of drawn) {
    if (figure.isConnected) draw(figure);
    else { chart.dispose(); drawn.delete(figure); }
  }
};

wake(document);
document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
document.addEventListener("rekam:theme", redraw);
