// The month as a grid that is changed: arrow keys, a dialog for a cell, dragging, and carrying by keyboard.
// The server asks the rules and answers with the rows that changed; here nothing is decided.
const facts = document.getElementById("grid-facts").dataset;
const grid = document.querySelector(".roster-grid");
const dialog = document.getElementById("cell");
const body = document.getElementById("cell-body");
const said = document.getElementById("said");
let picked = null;
let current = null;
let passing = 0;

grid.setAttribute("role", "grid");

const rows = () => [...grid.querySelectorAll("tr[data-officer]")];
const cells = (row) => [...row.querySelectorAll("td.cell")];
const officerOf = (cell) => cell.closest("tr").dataset.officer;
const dayOf = (cell) => cells(cell.closest("tr")).indexOf(cell) + 1;
const dateOf = (cell) => `${facts.month}-${String(dayOf(cell)).padStart(2, "0")}`;
const hasDuty = (cell) => cell.matches(".c-duty, .c-gap");
const place = (cell) => ({ officer: officerOf(cell), day: dayOf(cell) });
const at = ({ officer, day }) => cells(document.getElementById(`o-${officer}`))[day - 1];

const say = (text) => {
  said.replaceChildren(Object.assign(document.createElement("p"), { textContent: text, className: "said-good" }));
  fade();
};
const fade = () => {
  clearTimeout(passing);
  passing = setTimeout(() => said.replaceChildren(), said.querySelector("[data-refused]") ? 9000 : 3500);
};

const dress = (scope) => {
  for (const row of scope) {
    for (const cell of cells(row)) {
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      cell.draggable = hasDuty(cell);
    }
  }
};
const focus = (cell) => {
  if (!cell) return;
  if (current) { const before = at(current); if (before) before.tabIndex = -1; }
  current = place(cell);
  cell.tabIndex = 0;
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
};
dress(rows());
const first = rows()[0] && cells(rows()[0])[0];
if (first) { first.tabIndex = 0; current = place(first); }

// --- asking and telling
const post = (address, values) => window.htmx.ajax("POST", address, { target: "#said", swap: "innerHTML", values });
const open = async (cell) => {
  current = place(cell);
  const query = new URLSearchParams({ officer: officerOf(cell), on: dateOf(cell) });
  await window.htmx.ajax("GET", `${facts.cell}?${query}`, { target: "#cell-body", swap: "innerHTML" });
  dialog.showModal();
  (body.querySelector(".choice-row:not([disabled])") ?? body.querySelector("[data-close-cell]"))?.focus();
};
const carry = (from, to) => {
  if (from.officer === to.officer && from.day === to.day) return;
  const on = (spot) => `${facts.month}-${String(spot.day).padStart(2, "0")}`;
  post(facts.carry, { from_officer: from.officer, from_on: on(from), officer: to.officer, on: on(to) });
};
const pick = (cell) => {
  if (picked) {
    at(picked)?.classList.remove("is-picked");
    const from = picked;
    picked = null;
    if (from.officer === officerOf(cell) && from.day === dayOf(cell)) return say(facts.putDown);
    return carry(from, place(cell));
  }
  if (!hasDuty(cell)) return undefined;
  picked = place(cell);
  cell.classList.add("is-picked");
  return say(facts.picked);
};

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "cell-body") return;
  dress(rows());
  if (dialog.open && !said.querySelector("[data-refused]")) dialog.close();
  if (said.childElementCount) fade();
  if (current && !dialog.open) focus(at(current));
});
dialog.addEventListener("close", () => { if (current) focus(at(current)); });
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close-cell]")) dialog.close();
});

// --- the keyboard
const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
grid.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td.cell");
  if (!cell || event.altKey) return;
  const all = rows();
  const row = all.indexOf(cell.closest("tr"));
  const column = dayOf(cell) - 1;
  if (steps[event.key] && !event.ctrlKey) {
    event.preventDefault();
    const [down, right] = steps[event.key];
    const next = all[row + down];
    if (next) focus(cells(next)[column + right]);
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    focus(cells(all[row]).at(event.key === "Home" ? 0 : -1));
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(cell);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    if (hasDuty(cell)) post(facts.put, { officer: officerOf(cell), on: dateOf(cell), post: "" });
  } else if (event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    current = place(cell);
    pick(cell);
  } else if (event.key === "Escape" && picked) {
    at(picked)?.classList.remove("is-picked");
    picked = null;
    say(facts.putDown);
  }
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !dialog.open) {
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    document.querySelector("[data-undo]:not([disabled])")?.click();
  }
});

// --- the mouse
grid.addEventListener("click", (event) => {
  const cell = event.target.closest("tr[data-officer] td.cell");
  if (cell) open(cell);
});
grid.addEventListener("dragstart", (event) => {
  const cell = event.target.closest("td.cell");
  if (!cell || !hasDuty(cell)) return event.preventDefault();
  picked = place(cell);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", cell.textContent);
  return undefined;
});
grid.addEventListener("dragover", (event) => {
  const cell = event.target.closest("tr[data-officer] td.cell");
  if (!cell || !picked) return;
  event.preventDefault();
  grid.querySelector(".is-over")?.classList.remove("is-over");
  cell.classList.add("is-over");
});
grid.addEventListener("drop", (event) => {
  const cell = event.target.closest("tr[data-officer] td.cell");
  if (!cell || !picked) return;
  event.preventDefault();
  const from = picked;
  current = place(cell);
  carry(from, place(cell));
});
grid.addEventListener("dragend", () => {
  picked = null;
  grid.querySelector(".is-over")?.classList.remove("is-over");
});
