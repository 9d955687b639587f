// What each kind of chart looks like, as options for ECharts. Colours come from tokens.css at the moment of drawing.
import { dayAndDate, longDate, markUpTo, month, number, percent, shortDay, shortNumber, signed, word } from "./words.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const tone = (name, fallback) => {
  const named = { recorded: "--data-2", unrecorded: "--data-1", obliged: "--data-4", risk: "--data-3", stop: "--stop", quiet: "--data-4" };
  return css(named[name] ?? fallback ?? "--data-1");
};
const text = (size = 12, color = "--ink-soft") => ({ fontFamily: css("--tblr-font-sans-serif"), fontSize: size, color: css(color) });

const element = (tag, className, content) => {
  const made = document.createElement(tag);
  made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
};

// Built as elements, never as HTML text: names come from files, and inline styles are forbidden on our pages.
const hint = (title, rows) => {
  const box = element("div", "chart-hint");
  box.append(element("div", "chart-hint-title", title));
  for (const [name, value] of rows) {
    const row = element("div", "chart-hint-row");
    row.append(element("span", "", name), element("strong", "", value));
    box.append(row);
  }
  return box;
};

const tooltip = (formatter, trigger = "axis") => ({
  trigger, confine: true, formatter, backgroundColor: "transparent", borderWidth: 0, padding: 0, shadowColor: "transparent",
  axisPointer: { type: trigger === "axis" ? "line" : "none", lineStyle: { color: css("--line-strong") } },
});
const common = () => ({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 300, textStyle: text() });
const valueAxis = (extra = {}) => ({
  type: "value", splitNumber: 4, axisLine: { show: false }, axisTick: { show: false },
  splitLine: { lineStyle: { color: css("--grid") } }, axisLabel: { ...text(), hideOverlap: true, formatter: shortNumber }, ...extra,
});

// {dates: [iso], series: [{name, values, tone}], unit: "percent"?}
export const trend = (data, { width }) => {
  const write = data.unit === "percent" ? percent : number;
  const wide = width > 520;
  const lines = data.series.map((line, at) => ({
    type: "line", name: line.name, showSymbol: data.dates.length < 3, symbolSize: 7, lineStyle: { width: 2.5, type: line.dashed ? "dashed" : "solid" },
    itemStyle: { color: tone(line.tone, `--data-${(at % 5) + 1}`) }, emphasis: { focus: "series" },
    data: data.dates.map((date, i) => [date, line.values[i]]),
    endLabel: { show: wide, ...text(12, "--ink"), fontWeight: 600, lineHeight: 16, formatter: ({ value }) => `${line.name}\n${write(value[1])}` },
    labelLayout: { moveOverlap: "shiftY" },
  }));
  const longest = Math.max(...data.series.map((line) => line.name.length), 6);
  const largest = Math.max(...data.series.flatMap((line) => line.values), 0);
  return {
    ...common(), series: lines,
    grid: { left: 4, right: wide ? longest * 7 + 16 : 12, top: wide ? 12 : 36, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { show: !wide, top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: text(12, "--ink") },
    xAxis: { type: "time", axisLine: { lineStyle: { color: css("--line-strong") } }, axisTick: { show: false }, axisLabel: { ...text(), hideOverlap: true, formatter: (at) => axisDay(at, data.dates) } },
    yAxis: valueAxis({ scale: true, axisLabel: { ...text(), formatter: data.unit === "percent" ? (v) => percent(v, 0) : markUpTo(largest) } }),
    tooltip: tooltip((points) => hint(longDate(points[0].value[0]), points.map((p) => [p.seriesName, write(p.value[1])]))),
  };
};

const axisDay = (at, dates) => {
  const long = (Date.parse(dates.at(-1)) - Date.parse(dates[0])) / 86_400_000 > 120;
  const date = new Date(at);
  return long ? month(date) : shortDay(date);
};

// {dates: [iso], past: [n|null], lines: [[n|null]] from low to high, the third the middle, names, target?}
export const fan = (data, { width }) => {
  const [low, quarter, middle, most, high] = data.lines;
  const at = (values) => data.dates.map((date, i) => [date, values[i]]);
  const between = (upper, lower) => data.dates.map((date, i) => [date, upper[i] === null ? null : upper[i] - lower[i]]);
  const area = (name, values, opacity) => ({ type: "line", name, stack: "fan", silent: true, symbol: "none", lineStyle: { width: 0 }, data: values, areaStyle: opacity ? { color: tone("unrecorded"), opacity } : undefined, itemStyle: { color: tone("unrecorded"), opacity: opacity || 0 } });
  const line = (name, values, extra) => ({ type: "line", name, data: at(values), showSymbol: false, lineStyle: { width: 2.5, ...extra }, itemStyle: { color: tone("unrecorded") }, z: 5 });
  const range = (a, b) => `${number(a)} – ${number(b)}`;
  const rows = (i) => (data.past[i] !== null ? [[data.names.past, number(data.past[i])]] : [[data.names.middle, number(middle[i])], [data.names.half, range(quarter[i], most[i])], [data.names.most, range(low[i], high[i])]]);
  return {
    ...common(),
    grid: { left: 4, right: 16, top: width > 520 ? 36 : 64, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 8, textStyle: text(12, "--ink"), data: [data.names.past, data.names.middle, data.names.half, data.names.most] },
    xAxis: { type: "time", axisLine: { lineStyle: { color: css("--line-strong") } }, axisTick: { show: false }, axisLabel: { ...text(), hideOverlap: true, formatter: (when) => month(new Date(when)) } },
    yAxis: valueAxis({ min: 0, minInterval: 1 }),
    series: [
      area("", at(low), 0), area(data.names.most, between(quarter, low), 0.16), area(data.names.half, between(most, quarter), 0.34), area("\u00a0", between(high, most), 0.16),
      line(data.names.middle, middle, { type: "dashed" }),
      { ...line(data.names.past, data.past, { type: "solid" }), markLine: data.target === null ? undefined : { silent: true, symbol: "none", data: [{ yAxis: data.target }], lineStyle: { color: tone("recorded"), type: "dashed", width: 2 }, label: { ...text(11, "--ink"), position: "insideStartTop", backgroundColor: css("--surface"), padding: [2, 4], borderRadius: 3, formatter: `${data.names.target} ${number(data.target)}` } } },
    ],
    tooltip: tooltip((points) => { const i = points[0].dataIndex; return hint(longDate(data.dates[i]), rows(i)); }),
  };
};

// {dates: [iso], values: [n|null], name, tone?, line: {label, value}?}
export const days = (data) => ({
  ...common(),
  grid: { left: 4, right: 8, top: 16, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  xAxis: { type: "category", data: data.dates, axisTick: { show: false }, axisLine: { lineStyle: { color: css("--line-strong") } }, axisLabel: { ...text(), hideOverlap: true, formatter: (iso) => (data.dates.length > 31 ? shortDay(iso) : String(Number(iso.slice(8, 10)))) } },
  yAxis: valueAxis({ min: 0, minInterval: 1 }),
  series: [{
    type: "bar", name: data.name, barCategoryGap: "28%", itemStyle: { color: tone(data.tone ?? "recorded"), borderRadius: [3, 3, 0, 0] },
    data: data.values.map((value, at) => ({ value, href: data.hrefs?.[at] })),
    markLine: data.line && { silent: true, symbol: "none", data: [{ yAxis: data.line.value }], lineStyle: { color: css("--ink-soft"), type: "dashed" }, label: { ...text(11, "--ink"), position: "insideEndTop", backgroundColor: css("--surface"), padding: [2, 4], borderRadius: 3, formatter: `${data.line.label} ${number(data.line.value)}` } },
  }],
  tooltip: tooltip(([point]) => hint(dayAndDate(point.axisValue), [[data.name, number(point.value)]])),
});

// {labels: [..], series: [{name, values, tone}], unit?, beside?}: lying bars, stacked when there are several series,
// or one below the other when they are to be compared (beside)
export const bars = (data) => ({
  ...common(),
  grid: { left: 4, right: data.series.length > 1 ? 16 : 56, top: data.series.length > 1 ? 32 : 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  legend: { show: data.series.length > 1, top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12, textStyle: text(12, "--ink") },
  xAxis: valueAxis({ min: 0 }),
  yAxis: { type: "category", inverse: true, data: data.labels, axisTick: { show: false }, axisLine: { show: false }, axisLabel: text(12, "--ink") },
  series: data.series.map((part, at) => ({
    type: "bar", name: part.name, stack: data.series.length > 1 && !data.beside ? "all" : undefined, barMaxWidth: 22,
    itemStyle: { color: tone(part.tone, `--data-${(at % 5) + 1}`) }, data: part.values.map((value, i) => ({ value, href: data.hrefs?.[i] })),
    label: { show: data.series.length === 1, position: "right", ...text(12, "--ink"), formatter: ({ value }) => (data.unit === "percent" ? percent(value) : number(value)) },
  })),
  tooltip: tooltip((points) => hint(points[0].axisValue, points.map((p) => [p.seriesName, number(p.value)]))),
});

// {start: {label, value}, steps: [{label, amount, tone?, href?}], end: {label, value}, good: "down"|"up"}
export const bridge = (data, { width }) => {
  const rows = bridgeRows(data);
  const [least, most, interval] = bridgeSpan(rows, width);
  return {
    ...common(),
    grid: { left: 4, right: 4, top: 4, bottom: least > 0 ? 22 : 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...valueAxis({ min: least, max: most, interval, axisLabel: { ...text(), hideOverlap: true, showMaxLabel: false, formatter: shortNumber } }), name: least > 0 ? `${word("axis_from")} ${number(least)}` : "", nameLocation: "middle", nameGap: 26, nameTextStyle: text(11) },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...text(12, "--ink"), width: 112, overflow: "break", lineHeight: 15 } },
    series: [{ type: "custom", encode: { x: [1, 2], y: 0 }, data: rows.map((row, at) => ({ value: [at, row.from, row.to], href: row.href })), renderItem: (_, api) => bridgeBar(rows, api, least), clip: false }],
    tooltip: tooltip(({ dataIndex }) => hint(rows[dataIndex].label, [[rows[dataIndex].total ? word("count") : word("change"), rows[dataIndex].text]]), "item"),
  };
};

const bridgeRows = (data) => {
  let at = data.start.value;
  const steps = data.steps.map((step) => {
    const from = at;
    at += step.amount;
    const better = step.amount < 0 === ((data.good ?? "down") === "down");
    return { label: step.label, from, to: at, text: signed(step.amount), color: tone(step.tone ?? (better ? "recorded" : "risk")), href: step.href };
  });
  const total = (end) => ({ label: end.label, from: 0, to: end.value, text: number(end.value), color: tone("unrecorded"), total: true, href: end.href });
  return [total(data.start), ...steps, total(data.end)];
};

// From zero when the changes can still be seen that way; else from just below the least, and the chart says so.
const bridgeSpan = (rows, width) => {
  const reached = rows.map((row) => row.to);
  const [low, high] = [Math.min(...reached), Math.max(...reached)];
  const room = Math.max(high - low, 1);
  const words = 64 / Math.max(width - 190, 80); // the number right of a bar, as a part of the plot
  const marks = width < 400 ? 3 : 4;
  if (low <= 0 || room > high * 0.35) {
    const least = Math.min(0, low);
    return [least, high + (high - least) * words, roundStep((high - least) / marks)];
  }
  const step = roundStep((room * 1.25) / marks);
  const least = Math.max(0, Math.floor((low - room * 0.2) / step) * step);
  return [least, high + (high - least) * words, step];
};

const roundStep = (rough) => {
  const size = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return size * [1, 2, 5, 10].find((times) => times * size >= rough);
};

const bridgeBar = (rows, api, least) => {
  const at = api.value(0);
  const row = rows[at];
  const [x1, y] = api.coord([Math.max(row.from, least), at]);
  const [x2] = api.coord([row.to, at]);
  const high = Math.min(api.size([0, 1])[1] * 0.62, 22);
  const left = Math.min(x1, x2);
  const width = Math.max(Math.abs(x2 - x1), 2);
  const broken = row.total && least > 0; // a bar that does not begin at zero fades out towards it
  const fill = broken ? { type: "linear", x: 0, y: 0, x2: 1, y2: 0, colorStops: [{ offset: 0, color: "transparent" }, { offset: 0.35, color: row.color }] } : row.color;
  const children = [
    { type: "rect", shape: { x: left, y: y - high / 2, width, height: high, r: 2 }, style: { fill } },
    { type: "text", x: left + width + 6, y, style: { text: row.text, ...canvasText(row.total), verticalAlign: "middle" } },
  ];
  if (at < rows.length - 1) {
    const below = api.coord([row.to, at + 1])[1];
    children.unshift({ type: "line", shape: { x1: x2, y1: y + high / 2, x2, y2: below - high / 2 }, style: { stroke: css("--line-strong"), lineDash: [2, 2] } });
  }
  return { type: "group", children };
};

const canvasText = (strong) => ({ fontFamily: css("--tblr-font-sans-serif"), fontSize: 12, fontWeight: strong ? 700 : 600, fill: css("--ink") });
