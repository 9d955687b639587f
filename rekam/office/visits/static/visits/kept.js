// What was entered and is not with the office yet: one item of the browser's store for each entry, so that two
// open pages never write over one another, and a page that is loaded again finds everything.
export class Kept {
  constructor(visit, reader, store = localStorage) {
    this.visit = visit;
    this.reader = reader;
    this.store = store;
    this.prefix = `rekam-visit:${visit}:`;
    this.last = 0;
  }

  keys() {
    return Array.from({ length: this.store.length }, (_, at) => this.store.key(at)).filter((key) => key.startsWith(this.prefix));
  }

  read(key) {
    try { return JSON.parse(this.store.getItem(key)); } catch { return null; }
  }

  all() {
    return this.keys().map((key) => this.read(key)).filter(Boolean).sort((a, b) => a.turn - b.turn);
  }

  own() { return this.all().filter((entry) => entry.reader === this.reader); }
  waiting() { return this.own().filter((entry) => !entry.refused); }
  refused() { return this.own().filter((entry) => entry.refused); }
  ofOthers() { return this.all().length - this.own().length; }

  // A turn later than every other, whatever the clock of this phone does.
  turn() {
    this.last = Math.max(Date.now(), this.last + 1, ...this.all().map((entry) => entry.turn + 1));
    return this.last;
  }

  add(entry) {
    const whole = { ...entry, key: newKey(), reader: this.reader, turn: this.turn(), made_at: new Date().toISOString() };
    this.store.setItem(this.prefix + whole.key, JSON.stringify(whole));
    return whole;
  }

  drop(keys) { for (const key of keys) this.store.removeItem(this.prefix + key); }

  refuse(key, why) {
    const entry = this.read(this.prefix + key);
    if (entry) this.store.setItem(this.prefix + key, JSON.stringify({ ...entry, refused: why }));
  }
}

// Also where a page is not served safely, and the browser has no randomUUID.
export const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};
export const newSubject = () => newKey().replaceAll("-", "");
