// Enter in the box chooses the first of the list; while the list is still on its way, Enter waits for it. A
// scanner types and presses Enter within an instant.
const box = document.getElementById("q");
const first = () => document.querySelector("#hits button[data-press]");
let listed = box.value; // what the list below is the answer to
let asked = box.value;
let isWaiting = false;
const choose = () => {
  isWaiting = box.value !== listed;
  if (!isWaiting) first()?.click();
};
document.addEventListener("htmx:beforeRequest", () => { asked = box.value; });
document.addEventListener("htmx:afterSwap", () => {
  listed = asked;
  if (isWaiting) choose();
});
box.addEventListener("input", () => { isWaiting = false; }); // whoever goes on typing means somebody else
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
// An arrow leads into the list; the numbers work from there.
box.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !first()) return;
  event.preventDefault();
  first().focus();
});
document.getElementById("hits").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...document.querySelectorAll("#hits button[data-press]")];
  (all[all.indexOf(document.activeElement) + step] ?? box).focus();
});
