// The rows of the list, drawn as elements and never as HTML text: names come from files and from people.
import { OUTCOMES } from "./scene.js";

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

export const drawPeople = ({ list, found, view, words, onOpen, onOutcome }) => {
  const focused = document.activeElement?.closest?.(".day-person")?.dataset.key;
  const wanted = document.activeElement?.dataset?.role;
  list.replaceChildren(...found.slice(0, view.most).map((person) => row(person, { view, words, onOpen, onOutcome })));
  if (focused) {
    const item = [...list.children].find((each) => each.dataset.key === focused);
    (item?.querySelector(`[data-role="${wanted}"]`) ?? item?.querySelector(".day-row"))?.focus();
  }
};

const row = (person, { view, words, onOpen, onOutcome }) => {
  const item = document.getElementById("row").content.firstElementChild.cloneNode(true);
  const button = item.querySelector(".day-row");
  const isOpen = view.open === person.key;
  item.dataset.key = person.key;
  button.dataset.role = "row";
  button.setAttribute("aria-expanded", String(isOpen));
  item.querySelector(".day-name").textContent = person.name;
  item.querySelector(".day-about").textContent = [person.walk_in ? words.walk_in : "", person.about].filter(Boolean).join(" · ");
  const outcome = item.querySelector(".day-outcome");
  outcome.textContent = person.disputed?.length ? "≠" : person.outcome ? words.outcomes[person.outcome] : words.unmarked;
  outcome.dataset.outcome = person.disputed?.length ? "disputed" : person.outcome || "open";
  if (person.waits) outcome.append(element("span", "day-waits", words.waits));
  button.addEventListener("click", () => onOpen(person.key));
  if (isOpen) item.querySelector(".day-panel").replaceChildren(...panel(person, words, onOutcome));
  item.querySelector(".day-panel").hidden = !isOpen;
  return item;
};

const panel = (person, words, onOutcome) => {
  const parts = person.disputed?.length ? [versions(person, words)] : [];
  const buttons = element("div", "day-outcomes");
  for (const code of OUTCOMES) {
    const button = element("button", "day-choice", words.outcomes[code]);
    button.type = "button";
    button.dataset.role = code;
    button.dataset.outcome = code;
    button.setAttribute("aria-pressed", String(person.outcome === code && !person.disputed?.length));
    button.addEventListener("click", () => onOutcome(person, { outcome: code }));
    buttons.append(button);
  }
  parts.push(buttons);
  if (["absent", "failed"].includes(person.outcome) && !person.disputed?.length) parts.push(why(person, words, onOutcome));
  return parts;
};

const versions = (person, words) => {
  const box = element("div", "day-versions");
  box.append(element("p", "", words.two_outcomes));
  for (const each of person.disputed) box.append(element("p", "day-version", `${each.word}: ${each.by}, ${each.at}`));
  return box;
};

const why = (person, words, onOutcome) => {
  const box = element("div", "day-why");
  const label = element("label", "form-label", words.why);
  const choice = element("select", "form-select");
  choice.dataset.role = "reason";
  choice.append(new Option(words.no_reason, ""), ...Object.entries(words.reasons).map(([code, word]) => new Option(word, code)));
  choice.value = person.reason ?? "";
  const check = element("label", "form-check day-refusal");
  const tick = element("input", "form-check-input");
  tick.type = "checkbox";
  tick.dataset.role = "refused";
  tick.checked = Boolean(person.refused);
  check.append(tick, element("span", "form-check-label", words.refused_label));
  const tell = () => onOutcome(person, { outcome: person.outcome, reason: choice.value, refused: tick.checked });
  choice.addEventListener("change", tell);
  tick.addEventListener("change", tell);
  label.append(choice);
  box.append(label, check);
  return box;
};

// Counts and problems, with what of them still waits.
export const drawAlso = ({ list, none, scene, words, number, onCount }) => {
  const named = (count) => words.outcomes[count.what] ?? words.reasons[count.what];
  const lines = [
    ...scene.counts.filter((count) => count.count || count.waits).map((count) => [`${named(count)}: ${number.format(count.count)}`, "", count.waits, count]),
    ...scene.problems.map((problem) => [problem.note, [problem.kit, problem.by, problem.at].filter(Boolean).join(" · "), problem.waits]),
  ];
  none.hidden = lines.length > 0;
  list.replaceChildren(...lines.map(([text, more, waits, count]) => {
    const item = element("li", "", text);
    item.append(element("span", "visit-more", [more, waits ? words.waits : ""].filter(Boolean).join(" · ")));
    if (count && count.subject !== "rest") item.append(changing(count, words, onCount));
    return item;
  }));
};

const changing = (count, words, onCount) => {
  const button = element("button", "btn btn-sm", words.change);
  button.type = "button";
  button.addEventListener("click", () => onCount(count));
  return button;
};
