// Sending what waits and asking how the visit stands, over a link that comes and goes. Nothing is taken off the
// store before the office has said that it holds it; whatever is sent twice is known by its key.
const PATIENCE = 20000;
const AT_ONCE = 100;
const SENT_FIELDS = ["key", "kind", "subject", "outcome", "reason", "refused_to", "count", "name", "nik", "note", "kit", "after", "made_at"];

export class Link {
  constructor({ state, entries, kept, onState, onLink }) {
    Object.assign(this, { address: { state, entries }, kept, onState, onLink });
    this.csrf = "";
    this.mark = "";
    this.state = null;
    this.busy = false;
    this.again = false;
    this.status = "sent";
  }

  tell(status) {
    this.status = status;
    this.onLink(status);
  }

  async ask(address, options = {}) {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(address, { ...options, redirect: "manual", signal: stop.signal, credentials: "same-origin" });
    } finally {
      clearTimeout(patience);
    }
  }

  // How the visit stands now. True when the office answered.
  async look({ byItself = false } = {}) {
    let answer;
    try {
      const headers = byItself ? { "X-By-Itself": "1" } : {};
      answer = await this.ask(`${this.address.state}?mark=${encodeURIComponent(this.mark)}`, { headers });
    } catch {
      this.tell("offline");
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) { this.tell("signed-out"); return false; }
    if (!answer.ok) { this.tell("offline"); return false; }
    const isOld = answer.headers.get("X-Kept-Here") === "1";
    const state = await answer.json();
    if (!isOld) this.csrf = state.csrf;
    if (!state.unchanged) {
      const whole = merged(this.state, state);
      if (!whole) { this.mark = ""; return this.look({ byItself }); }
      this.state = whole;
      this.mark = isOld ? "" : whole.mark;
      this.onState(whole, isOld);
    }
    this.tell(isOld ? "offline" : "sent");
    return !isOld;
  }

  // Everything that waits, in the order in which it was entered; then how the visit stands.
  async send() {
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      do {
        this.again = false;
        if (!await this.sendAll()) return;
      } while (this.again);
      await this.look({ byItself: true });
    } finally {
      this.busy = false;
    }
  }

  async sendAll() {
    if (!this.kept.waiting().length) return true;
    if (!this.csrf && !await this.look()) return false;
    for (let some = this.kept.waiting().slice(0, AT_ONCE); some.length; some = this.kept.waiting().slice(0, AT_ONCE)) {
      if (!await this.sendSome(some)) return false;
    }
    return true;
  }

  async sendSome(some, isSecondTry = false) {
    this.tell("sending");
    const body = JSON.stringify({ sent_at: new Date().toISOString(), entries: some.map(plain) });
    let answer;
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
      answer = await this.ask(this.address.entries, { method: "POST", headers, body });
    } catch {
      this.tell("offline");
      return false;
    }
    if (answer.type === "opaqueredirect") { this.tell("signed-out"); return false; }
    if (answer.status === 403 && !isSecondTry) {
      // Signed in anew since: the key with which entries are sent is another one.
      this.mark = "";
      return await this.look() && this.sendSome(some, true);
    }
    if (!answer.ok) { this.tell("offline"); return false; }
    const { taken, refused } = await answer.json();
    this.kept.drop(taken);
    for (const [key, why] of Object.entries(refused)) this.kept.refuse(key, why);
    return taken.length + Object.keys(refused).length > 0;
  }
}

// Only those of whom something was noted since come again. When people became one meanwhile, the sum tells, and
// everybody is asked for once more.
const merged = (before, state) => {
  if (!state.since) return state;
  const people = new Map((before?.people ?? []).map((person) => [person.key, person]));
  for (const person of state.people) people.set(person.key, person);
  return people.size === state.people_count ? { ...state, people: [...people.values()] } : null;
};

const plain = (entry) => {
  const sent = Object.fromEntries(SENT_FIELDS.filter((name) => entry[name] !== undefined).map((name) => [name, entry[name]]));
  if (sent.refused_to !== undefined) { sent.refused = sent.refused_to; delete sent.refused_to; }
  return sent;
};
