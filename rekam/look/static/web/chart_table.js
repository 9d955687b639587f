// The same numbers as a table, for everyone who does not see or does not trust the picture.
import { longDate, number, percent, signed, word } from "./words.js";

const cell = (tag, content, { numeric = false, href } = {}) => {
  const made = document.createElement(tag);
  if (numeric) made.className = "n";
  if (tag === "th") made.scope = numeric ? "col" : "row";
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = content;
    made.append(link);
  } else made.textContent = content;
  return made;
};

const row = (cells) => {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
};

const rows = {
  trend: (data) => ({
    head: [word("date"), ...data.series.map((line) => line.name)],
    body: data.dates.map((date, at) => [longDate(date), ...data.series.map((line) => (data.unit === "percent" ? percent : number)(line.values[at]))]),
  }),
  fan: (data) => ({
    head: [word("date"), data.names.past, data.names.middle, data.names.most],
    body: data.dates.map((date, at) => [longDate(date), number(data.past[at]), number(data.lines[2][at]), data.lines[0][at] === null ? "–" : `${number(data.lines[0][at])} – ${number(data.lines[4][at])}`]),
  }),
  days: (data) => ({ head: [word("date"), data.name], body: data.dates.map((date, at) => [longDate(date), number(data.values[at])]), hrefs: data.hrefs }),
  bars: (data) => ({ head: [data.head ?? word("area"), ...data.series.map((part) => part.name)], body: data.labels.map((label, at) => [label, ...data.series.map((part) => number(part.values[at]))]), hrefs: data.hrefs }),
  bridge: (data) => ({
    head: [word("reason"), word("count")],
    body: [[data.start.label, number(data.start.value)], ...data.steps.map((step) => [step.label, signed(step.amount)]), [data.end.label, number(data.end.value)]],
    hrefs: [data.start.href, ...data.steps.map((step) => step.href), data.end.href],
  }),
};

export const table = (kind, data, label) => {
  const { head, body, hrefs = [] } = rows[kind](data);
  const made = document.createElement("table");
  made.className = "numbers";
  made.setAttribute("aria-label", label ?? "");
  const top = made.createTHead();
  top.append(row(head.map((title, at) => cell("th", title, { numeric: at > 0 }))));
  top.querySelector("th").scope = "col";
  const rest = made.createTBody();
  for (const [at, [first, ...others]] of body.entries()) {
    rest.append(row([cell("th", first, { href: hrefs[at] }), ...others.map((value) => cell("td", value, { numeric: true }))]));
  }
  return made;
};
