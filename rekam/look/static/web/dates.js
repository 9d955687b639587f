// Date fields: text as the office writes it, the browser's calendar beside it, or a slider over the days.
import { longDate, readDate, shortDate } from "./words.js";

const DAY = 86_400_000;
const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const iso = (days) => new Date(days * DAY).toISOString().slice(0, 10);

const field = (box) => {
  const [text, native] = box.querySelectorAll("input");
  const tell = () => text.dispatchEvent(new Event("change", { bubbles: true }));
  native.addEventListener("change", (event) => {
    event.stopPropagation();
    if (native.value) { text.value = shortDate(native.value); tell(); }
  });
  text.addEventListener("change", () => {
    const read = readDate(text.value);
    if (read) { native.value = read; text.value = shortDate(read); }
    text.setAttribute("aria-invalid", String(Boolean(text.value) && !read));
    text.classList.toggle("is-invalid", Boolean(text.value) && !read);
  });
  box.querySelector("button").addEventListener("click", () => native.showPicker?.());
};

const slider = (box) => {
  const range = box.querySelector("input[type=range]");
  const text = box.querySelector("[data-day-field] input");
  range.min = number(range.dataset.from);
  range.max = number(range.dataset.to);
  range.value = number(range.dataset.at || range.dataset.to);
  const say = () => range.setAttribute("aria-valuetext", longDate(iso(Number(range.value))));
  say();
  range.addEventListener("input", () => { text.value = shortDate(iso(Number(range.value))); say(); });
  range.addEventListener("change", (event) => {
    event.stopPropagation();
    text.dispatchEvent(new Event("change", { bubbles: true }));
    if (box.hasAttribute("data-submit")) box.closest("form")?.requestSubmit();
  });
  text.addEventListener("change", () => {
    const read = readDate(text.value);
    if (read) { range.value = number(read); say(); }
  });
};

const wake = (scope) => {
  for (const [mark, make] of [["data-day-field", field], ["data-day-slider", slider]]) {
    for (const box of scope.querySelectorAll(`[${mark}]:not([data-awake])`)) { box.setAttribute("data-awake", ""); make(box); }
  }
};
wake(document);
document.addEventListener("htmx:load", (event) => wake(event.target.parentElement ?? document));
