// The waiting room: asks the station every two seconds which number is called, and sounds when it changes.
const place = document.querySelector("[data-state]");
const find = (name) => document.querySelector(`[data-${name}]`);
const EVERY = 2000;
let heard = null;
let sound = null;

// Two soft tones. A browser allows them once somebody has touched the page.
document.addEventListener("pointerdown", () => { sound ??= new AudioContext(); });
document.addEventListener("keydown", () => { sound ??= new AudioContext(); });
const ring = () => {
  if (!sound) return;
  for (const [pitch, after] of [[660, 0], [880, 0.28]]) {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    const at = sound.currentTime + after;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.25, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(loud).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }
};

const draw = (state) => {
  const number = find("now");
  number.textContent = state.now || number.dataset.none;
  number.classList.toggle("is-none", !state.now);
  find("next").replaceChildren(...state.next.map((label) => Object.assign(document.createElement("li"), { textContent: label })));
  find("line").textContent = state.line;
  find("wait").textContent = state.wait;
  find("at").textContent = state.at;
  const call = `${state.now} ${state.calls}`;
  if (heard !== null && heard !== call && state.now) {
    ring();
    number.classList.remove("is-new");
    requestAnimationFrame(() => number.classList.add("is-new"));
  }
  heard = call;
};

const ask = async () => {
  try {
    // While the station is locked it is led to the sign-in: nobody follows, and whoever signs in brings it back.
    const answer = await fetch(place.dataset.state, { headers: { "X-By-Itself": "1" }, redirect: "manual" });
    if (answer.ok) draw(await answer.json());
    place.classList.toggle("is-old", !answer.ok);
  } catch {
    place.classList.add("is-old");
  }
  return setTimeout(ask, EVERY);
};
ask();
