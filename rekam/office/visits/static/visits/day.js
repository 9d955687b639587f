// The day's page: what is entered is kept on this phone first, shown at once, and sent when there is a link.
import { Kept, newSubject } from "./kept.js";
import { Link } from "./link.js";
import { overlay, shown, tally } from "./scene.js";
import { drawPeople, drawAlso } from "./people.js";
import { forget, keepOffline, remember } from "./offline.js";

const facts = document.getElementById("day").dataset;
const words = JSON.parse(document.getElementById("day-words").textContent);
const number = new Intl.NumberFormat(document.documentElement.lang);
const byId = (id) => document.getElementById(id);
const fill = (text, ...values) => values.reduce((said, value) => said.replace("%s", typeof value === "number" ? number.format(value) : value), text);

const kept = new Kept(facts.visit, facts.reader);
const view = { text: "", show: "", most: 60, open: "" };
let state = null;
const isOver = () => ["closed", "cancelled"].includes(state?.state);
let scene = overlay(null, []);

// --- showing
const draw = () => {
  scene = overlay(state, kept.waiting());
  const sums = tally(scene, state);
  const found = shown(scene.people, view);
  drawPeople({ list: byId("people"), found, view, words, onOpen, onOutcome });
  byId("more").hidden = found.length <= view.most;
  byId("more").textContent = fill(words.more, found.length - view.most);
  byId("nobody").hidden = found.length > 0 || !state;
  byId("nobody").textContent = words.nobody;
  byId("sum").textContent = fill(words.marked, sums.sum, sums.target);
  byId("arrive-box").hidden = Boolean(scene.arrived) || !state;
  drawCounts(sums);
  drawAlso({ list: byId("also-list"), none: byId("also-none"), scene, words, number, onCount });
  drawRefused();
  drawFinish(sums);
  drawNote();
};

const drawCounts = (sums) => {
  const left = scene.people.filter((person) => !person.outcome || person.disputed?.length).length;
  for (const place of document.querySelectorAll("[data-count]")) {
    const code = place.dataset.count;
    place.textContent = number.format(code === "open" ? left : code ? scene.people.filter((p) => p.outcome === code).length : scene.people.length);
  }
  for (const place of document.querySelectorAll("[data-total]")) place.textContent = number.format(sums[place.dataset.total]);
};

const drawFinish = (sums) => {
  const waiting = kept.waiting().length;
  const line = waiting ? fill(words.first_send, waiting)
    : sums.disputed ? fill(words.disputed, sums.disputed)
    : sums.missing > 0 ? fill(words.missing, sums.missing, sums.target)
    : sums.missing < 0 ? fill(words.extra, -sums.missing, sums.target) : fill(words.adds_up, sums.target);
  byId("finish-line").textContent = line;
  byId("finish-go").hidden = waiting > 0;
};

const drawRefused = () => {
  byId("refused").replaceChildren(...kept.refused().map((entry) => {
    const item = document.createElement("li");
    item.className = "day-refused";
    item.textContent = `${entry.name ?? words.outcomes[entry.outcome] ?? entry.note ?? entry.kind}: ${fill(words.refused, entry.refused)}`;
    return item;
  }));
};

const drawNote = () => {
  const note = byId("note");
  const isOver = state && !["confirmed", "under_way"].includes(state.state);
  const text = !state ? words.no_list : isOver ? fill(words.closed, state.state_word.toLocaleLowerCase()) : scene.arrived ? fill(words.arrived, scene.arrived) : "";
  note.textContent = text;
  note.hidden = !text;
};

const drawLink = (status) => {
  const waiting = kept.waiting().length;
  const said = waiting === 1 ? words.waiting_one : fill(words.waiting, waiting);
  const tone = status === "signed-out" ? "signed-out" : waiting ? "waiting" : status === "offline" ? "offline" : "sent";
  byId("link").dataset.tone = tone;
  byId("link-text").textContent = status === "sending" && waiting ? words.sending : waiting ? said : status === "offline" ? words.offline : words.sent;
  const more = byId("link-more");
  const others = kept.ofOthers();
  more.hidden = status !== "signed-out" && !others;
  more.textContent = status === "signed-out" ? words.signed_out : others ? fill(words.others, others) : "";
  if (status === "signed-out") more.append(" ", Object.assign(document.createElement("a"), { href: facts.signIn, textContent: "→" }));
};

// --- the office
const link = new Link({
  state: facts.state, entries: facts.entries, kept,
  onState: (found, isOld) => {
    if (String(found.reader) !== facts.reader) return location.reload();
    state = found;
    draw();
    if (!isOld && !isOver()) remember(facts, state);
    if (!isOld && isOver() && !kept.all().length) forget(facts.visit);
  },
  onLink: (status) => drawLink(status),
});

const note = (entry) => {
  kept.add(entry);
  draw();
  drawLink(link.status);
  link.send().finally(() => { draw(); drawLink(link.status); });
};

// --- what a person does
function onOpen(key) {
  view.open = view.open === key ? "" : key;
  draw();
}

function onOutcome(person, { outcome, reason = "", refused = false }) {
  view.open = ["absent", "failed"].includes(outcome) && !reason && person.outcome !== outcome ? person.key : "";
  const waiting = kept.waiting().filter((entry) => entry.subject === person.key);
  const walkIn = waiting.find((entry) => entry.kind === "walk_in");
  note({
    kind: walkIn ? "walk_in" : "outcome", subject: person.key, outcome, reason, refused_to: refused,
    after: [...new Set([...(person.heads ?? []), ...waiting.map((entry) => entry.key)])],
    ...(walkIn ? { name: walkIn.name, nik: walkIn.nik } : {}),
  });
}

// A count that is corrected: what is entered next replaces it, and is not added to it.
let changed = null;
function onCount(count) {
  changed = count;
  byId("count-what").value = `${count.kind}:${count.what}`;
  byId("count-people").value = count.count;
  byId("count").showModal();
}
byId("count").addEventListener("close", () => { changed = null; });

const forms = {
  "walk-in": (given) => note({ kind: "walk_in", subject: newSubject(), name: given.get("name").trim(), nik: given.get("nik").trim(), outcome: given.get("outcome"), after: [] }),
  count: (given) => {
    const [kind, what] = given.get("what").split(":");
    note({ kind, subject: changed?.subject ?? newSubject(), [kind === "count" ? "outcome" : "reason"]: what, count: Number(given.get("people")), after: changed ? [changed.key] : [] });
  },
  problem: (given) => note({ kind: "problem", note: given.get("note").trim(), kit: given.get("kit") }),
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-form]");
  if (!form) return;
  forms[form.dataset.form](new FormData(form));
  form.reset();
});
document.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-open]");
  if (opener) byId(opener.dataset.open).showModal();
  if (target.closest("[data-close]")) target.closest("dialog").close();
  const chosen = target.closest("[data-show]");
  if (chosen) {
    view.show = chosen.dataset.show;
    for (const each of document.querySelectorAll("[data-show]")) each.setAttribute("aria-pressed", String(each === chosen));
    draw();
  }
});
byId("arrive").addEventListener("click", () => note({ kind: "arrival" }));
byId("find").addEventListener("input", (event) => { view.text = event.target.value; view.most = 60; draw(); });
byId("more").addEventListener("click", () => { view.most += 200; draw(); });

// --- the link that comes and goes
addEventListener("online", () => link.send());
addEventListener("storage", () => { draw(); drawLink(link.status); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) link.send(); });
setInterval(() => { if (!document.hidden) link.send(); }, 15000);

draw();
drawLink("sent");
link.look().then(() => { link.send(); return isOver() ? null : keepOffline(facts, () => state); });
