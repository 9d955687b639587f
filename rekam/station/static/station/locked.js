// A page that shows somebody's data goes when the station is locked, also where nobody touches it any more.
// And whoever types, draws or scrolls on it is there, though nothing of it is sent: that is told now and then.
const place = document.querySelector("template[data-still-open]");
const EVERY = 4000;
const TELL_EVERY = Number(place.dataset.tellEvery) * 1000;
const BY_ITSELF = { "X-By-Itself": "1" };

const leave = () => {
  document.body.hidden = true; // at once; the sign-in page takes its place
  location.replace(place.dataset.leave);
};

const look = async (headers) => {
  try {
    const answer = await fetch(place.dataset.stillOpen, { headers, cache: "no-store" });
    const isPulledOut = answer.headers.get("X-Trouble") === "disk.missing"; // the disk, and that locks as well
    if (isPulledOut || (answer.ok && !(await answer.json()).is_open)) leave();
  } catch {
    // The station was stopped: it says so when something is asked of it.
  }
};
setInterval(() => look(BY_ITSELF), EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(BY_ITSELF); });

let told = performance.now(); // the page itself was asked for just now
const tell = (event) => {
  if (!event.isTrusted || performance.now() - told < TELL_EVERY) return;
  told = performance.now();
  look({});
};
const quietly = { capture: true, passive: true };
for (const each of ["input", "keydown", "pointerdown", "touchmove", "wheel"]) addEventListener(each, tell, quietly);
addEventListener("pointermove", (event) => { if (event.buttons) tell(event); }, quietly); // a mouse alone may tremble
