// What is known of everybody: what the office said last, with what waits on this phone laid over it.
export const OUTCOMES = ["recorded", "failed", "under_16", "already_recorded", "absent"];

export const overlay = (state, waiting) => {
  const people = new Map((state?.people ?? []).map((person) => [person.key, { ...person, waits: false }]));
  const counts = new Map((state?.counts ?? []).map((count) => [count.subject, { ...count, waits: false }]));
  const problems = [...(state?.problems ?? [])];
  let arrived = state?.arrived ?? "";
  for (const entry of waiting) {
    if (entry.kind === "outcome" || entry.kind === "walk_in") {
      const before = people.get(entry.subject) ?? unknown(entry);
      people.set(entry.subject, {
        ...before, outcome: entry.outcome, reason: entry.reason ?? "", refused: entry.refused_to ?? false,
        disputed: [], waits: true, heads: [...before.heads, entry.key],
      });
    } else if (entry.kind === "count" || entry.kind === "reasons") {
      counts.set(entry.subject, { key: entry.key, kind: entry.kind, subject: entry.subject, what: entry.outcome ?? entry.reason, count: entry.count, waits: true });
    } else if (entry.kind === "problem") problems.push({ ...entry, waits: true });
    else if (entry.kind === "arrival" && !arrived) arrived = clock(entry.made_at);
  }
  return { people: [...people.values()], counts: [...counts.values()], problems, arrived };
};

// A walk-in of this phone that the office has not heard of; or somebody of a list that is not here.
const unknown = (entry) => ({ key: entry.subject, name: entry.name || "–", about: entry.nik ? masked(entry.nik) : "", walk_in: entry.kind === "walk_in", heads: [], disputed: [] });

const masked = (nik) => (nik.length === 16 ? `${nik.slice(0, 6)}••••••${nik.slice(-4)}` : "•".repeat(nik.length));
const clock = (iso) => new Date(iso).toTimeString().slice(0, 5);

export const tally = (scene, state) => {
  const total = Object.fromEntries(OUTCOMES.map((code) => [code, 0]));
  let disputed = 0;
  for (const person of scene.people) {
    if (person.disputed?.length) disputed += 1;
    else if (person.outcome) total[person.outcome] += 1;
  }
  let unnamed = 0;
  for (const count of scene.counts) {
    if (count.kind !== "count") continue;
    total[count.what] += count.count;
    unnamed += count.count;
  }
  const target = state?.has_number ? state.announced : scene.people.length + unnamed;
  const sum = OUTCOMES.reduce((all, code) => all + total[code], 0);
  return { ...total, target, sum, disputed, missing: target - sum };
};

export const shown = (people, { text, show }) => {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return people.filter((person) => {
    if (show === "open" ? person.outcome && !person.disputed?.length : show && person.outcome !== show) return false;
    const whole = `${person.name} ${person.about}`.toLocaleLowerCase();
    return words.every((word) => whole.includes(word));
  });
};
