// Enter in the box chooses the first of the list; while the list is still on its way, Enter waits for it. A
// scanner types and presses Enter within an instant, and what stands below then is the answer to something else.
const box = document.getElementById("q");
const list = document.querySelector(box.getAttribute("hx-target"));
const all = () => [...list.querySelectorAll("button[name=token]")];
const first = () => all()[0] ?? list.querySelector("a[data-first]");
const nobody = box.form.querySelector("[data-nobody]"); // what Enter does where the list is empty
let listed = box.defaultValue; // what the list below is the answer to
let asked = listed;
let isWaiting = false;
const choose = () => {
  isWaiting = box.value !== listed;
  if (!isWaiting) (first() ?? nobody)?.click();
};
// Who typed before the page was awake is answered too.
document.addEventListener("htmx:load", () => {
  if (box.value !== listed) htmx.trigger(box, "typed");
}, { once: true });
document.addEventListener("htmx:beforeRequest", () => { asked = box.value; });
document.addEventListener("htmx:afterSwap", () => {
  listed = asked;
  if (isWaiting) choose();
});
box.addEventListener("input", () => { isWaiting = false; }); // whoever goes on typing means somebody else
box.form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.closest("button, a")) return;
  event.preventDefault(); // the form would take what stands below now
  choose();
});
// An arrow leads into the list; the numbers work from there.
box.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !all().length) return;
  event.preventDefault();
  all()[0].focus();
});
list.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  (all()[all().indexOf(document.activeElement) + step] ?? box).focus();
});
