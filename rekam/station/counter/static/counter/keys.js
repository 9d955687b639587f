// Every button has its key, written on it. Enter does what the large button says, wherever one stands.
const typing = (element) => element?.closest("input:not([type=radio], [type=checkbox]), textarea");
const choosing = (element) => element?.closest("select"); // a letter looks for a choice
const native = (element) => element?.closest("button, a, summary");
const shown = (element) => !element.disabled && element.getClientRects().length > 0;

const pressed = (key, scope) => [...scope.querySelectorAll("[data-press]")].find((each) => each.dataset.press === key && shown(each));

const press = (target) => {
  if (target.type === "radio") {
    target.checked = true;
    target.focus();
    target.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (target.matches("summary")) {
    target.parentElement.open = !target.parentElement.open;
    target.parentElement.querySelector("input")?.focus();
  } else target.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const inside = document.activeElement;
  if (typing(inside) && (key.length === 1 || key === "Delete" || (key === "Enter" && inside.form))) return;
  if (choosing(inside) && key.length === 1) return;
  if (key === "Enter" && native(inside)) return;
  const dialog = document.querySelector("dialog[open]");
  const target = pressed(key, dialog ?? document);
  if (!target) return;
  event.preventDefault();
  press(target);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    dialog.querySelector("form")?.reset(); // what was chosen and thought better of is not chosen now
    dialog.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
});

// --- what the page asks of the station
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

// Sends one thing and goes where the answer says; a refusal is one sentence on the page.
export const send = async (address, body, { quiet = false } = {}) => {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(), ...(quiet ? { "X-By-Itself": "1" } : {}) } });
  } catch {
    return quiet ? null : refuse({ sentence: document.getElementById("refusal").dataset.gone, code: "station.gone" });
  }
  const isSaid = answer.headers.get("Content-Type")?.startsWith("application/json"); // anything else is a page
  if (!answer.redirected && !isSaid && answer.status >= 500) return quiet ? null : refuse({ sentence: document.getElementById("refusal").dataset.failed, code: "station.failed" });
  if (answer.redirected || !isSaid) return quiet ? null : location.reload(); // signed out, or gone
  const said = await answer.json();
  if (said.refused) return quiet ? null : refuse(said.refused);
  if (said.to && !quiet) location.assign(said.to);
  return said;
};

export const refuse = ({ sentence, code, leads_to: leadsTo = "" }) => {
  const box = document.getElementById("refusal");
  box.querySelector("[data-sentence]").textContent = sentence;
  box.querySelector("[data-code]").textContent = code ?? "";
  box.hidden = false;
  box.dataset.leadsTo = leadsTo;
  document.dispatchEvent(new CustomEvent("refused", { detail: { leadsTo } }));
  return null;
};

// While something is under way nothing else can be pressed, and it is said what is waited for.
export const busy = async (words, work) => {
  const box = document.querySelector("[data-busy]");
  const buttons = [...document.querySelectorAll(".desk-bar button")].filter((each) => !each.disabled);
  for (const each of buttons) each.disabled = true;
  if (box) {
    box.querySelector("p").textContent = words;
    box.hidden = false;
  }
  try {
    return await work();
  } finally {
    if (box) box.hidden = true;
    for (const each of buttons) each.disabled = false;
    document.querySelector(".desk-go")?.focus();
  }
};

// --- how long this person has been sitting here
// The station says how long; from there on only what passes is added, whatever this browser's clock shows.
const clock = document.querySelector("[data-seconds]");
if (clock) {
  const opened = performance.now();
  const tick = () => {
    const seconds = Number(clock.dataset.seconds) + Math.floor((performance.now() - opened) / 1000);
    clock.querySelector("span").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
}
