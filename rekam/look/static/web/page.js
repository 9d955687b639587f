// Behaviour every page has: messages that leave, tabs, keys, the help dialog, date fields.
import "./dates.js";

const KEYS_OFF = "rekam-keys-off";
const help = document.getElementById("help");

// --- messages
const settle = (scope) => {
  for (const notice of scope.querySelectorAll("[data-passing]")) {
    notice.removeAttribute("data-passing");
    let left = setTimeout(() => notice.remove(), 8000);
    notice.addEventListener("pointerenter", () => clearTimeout(left));
    notice.addEventListener("focusin", () => clearTimeout(left));
    notice.addEventListener("pointerleave", () => { left = setTimeout(() => notice.remove(), 3000); });
  }
};
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target.parentElement ?? document));

document.addEventListener("click", (event) => {
  event.target.closest("[data-close-notice]")?.closest(".notice").remove();
  if (event.target.closest("[data-open-help]")) help?.showModal();
  if (event.target.closest("[data-print]")) window.print();
});

// --- tabs: on a narrow screen the one that is open may lie outside of the row
const showOpenTab = (scope) => {
  for (const open of scope.querySelectorAll(".tabs [aria-current]")) {
    const row = open.closest(".tabs");
    row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.clientWidth) / 2;
  }
};
showOpenTab(document);
document.addEventListener("htmx:load", (event) => showOpenTab(event.target.parentElement ?? document));

// --- keys: / goes to the search box, g and a letter to a part of the office, ? opens the help
let afterG = 0;
const typing = (element) => element.closest("input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const off = document.querySelector("[data-keys-off]");
const keysAreOff = () => localStorage.getItem(KEYS_OFF) === "1";
if (off) {
  off.checked = keysAreOff();
  off.addEventListener("change", () => localStorage.setItem(KEYS_OFF, off.checked ? "1" : "0"));
}

const go = (key) => document.querySelector(`.menu-link[data-key="${CSS.escape(key)}"]`)?.click();

const search = () => {
  const box = document.querySelector("[data-search], input[type=search]");
  if (!box) return go("p");
  box.focus();
  return box.select?.();
};

// The key after g is the menu's alone: a page whose buttons have letters of their own passes over it.
const isForMenu = (event) => {
  const after = afterG && event.timeStamp - afterG < 1500;
  if (event.key.length > 1) { if (event.key !== "Shift") afterG = 0; return false; }
  afterG = 0;
  if (after) event.preventDefault();
  return after;
};

document.addEventListener("keydown", (event) => {
  if (keysAreOff() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (help?.open) return;
  if (isForMenu(event)) go(event.key);
  else if (event.key === "/") { event.preventDefault(); search(); }
  else if (event.key === "?") help?.showModal();
  else if (event.key === "g" && document.querySelector(".menu-link[data-key]")) afterG = event.timeStamp;
});

// --- a form is sent once
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  const button = event.submitter;
  if (button && event.target.method === "post") setTimeout(() => { button.disabled = true; });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button[disabled][type=submit]")) button.disabled = false;
});

// --- what went wrong without a page of its own, said in words that wait in a <template>
const say = (name) => {
  const words = document.querySelector(`template[data-words="${name}"]`);
  if (words) document.getElementById("toasts").append(words.content.cloneNode(true));
  return Boolean(words);
};
document.addEventListener("allauth.error", (event) => { if (say("passkey")) event.preventDefault(); });
document.addEventListener("htmx:responseError", () => say("refused"));
document.addEventListener("htmx:sendError", () => say("offline"));
