// The week editor: ranges are added and taken away, a day is copied to the others, 0800 becomes 08:00, or 08.00
// as the page writes it.
const MARK = document.documentElement.lang === "id" ? "." : ":";
const CLOCK = /^(\d{1,2})(?:[:.]?(\d{2}))?$/;

const tidy = (input) => {
  const found = CLOCK.exec(input.value.trim());
  if (found && Number(found[1]) < 24) input.value = `${found[1].padStart(2, "0")}${MARK}${found[2] ?? "00"}`;
};

const ranges = (day) => [...day.querySelectorAll("[data-range]")];

// A day keeps one row to type into; without any time it says that it is closed.
const show = (day) => {
  const rows = ranges(day);
  const empty = rows.every((row) => [...row.querySelectorAll("input")].every((input) => !input.value.trim()));
  day.querySelector("[data-shut]").hidden = !empty;
  for (const row of rows) row.querySelector("[data-remove-range]").hidden = empty && rows.length === 1;
};

const add = (day, times = ["", ""]) => {
  const last = ranges(day).at(-1);
  const made = last.cloneNode(true);
  made.querySelectorAll("input").forEach((input, at) => {
    input.value = times[at];
    input.classList.remove("is-invalid");
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  });
  last.after(made);
  return made;
};

const remove = (day, row) => {
  if (ranges(day).length > 1) row.remove();
  else row.querySelectorAll("input").forEach((input) => { input.value = ""; });
  show(day);
  day.querySelector("[data-add-range]").focus();
};

const copy = (editor, day) => {
  const times = ranges(day).map((row) => [...row.querySelectorAll("input")].map((input) => input.value));
  for (const other of editor.querySelectorAll("[data-day]")) {
    if (other === day) continue;
    const [first, ...rest] = ranges(other);
    for (const row of rest) row.remove();
    first.querySelectorAll("input").forEach((input, at) => { input.value = times[0][at]; });
    for (const pair of times.slice(1)) add(other, pair);
    show(other);
  }
};

for (const editor of document.querySelectorAll("[data-editor]")) {
  const closed = editor.closest("form").querySelector("input[name=is_closed]");
  for (const day of editor.querySelectorAll("[data-day]")) {
    day.querySelector("[data-tools]").hidden = false;
    show(day);
  }
  editor.addEventListener("click", (event) => {
    const day = event.target.closest("[data-day]");
    if (event.target.closest("[data-add-range]")) { add(day).querySelector("input").focus(); show(day); }
    if (event.target.closest("[data-remove-range]")) remove(day, event.target.closest("[data-range]"));
    if (event.target.closest("[data-copy-day]")) copy(editor, day);
  });
  editor.addEventListener("change", (event) => { tidy(event.target); show(event.target.closest("[data-day]")); });
  const follow = () => { editor.classList.toggle("editor-off", closed.checked); editor.querySelectorAll("input").forEach((input) => { input.disabled = closed.checked; }); };
  if (closed) { closed.addEventListener("change", follow); follow(); }
}
