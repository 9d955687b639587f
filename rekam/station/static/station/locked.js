// A page that shows somebody's data goes when the station is locked, also where nobody touches it any more.
const place = document.querySelector("template[data-still-open]");
const EVERY = 4000;

const leave = () => {
  document.body.hidden = true; // at once; the sign-in page takes its place
  location.replace(place.dataset.leave);
};

const look = async () => {
  try {
    const answer = await fetch(place.dataset.stillOpen, { headers: { "X-By-Itself": "1" }, cache: "no-store" });
    if (answer.ok && !(await answer.json()).is_open) leave();
  } catch {
    // The station was stopped: it says so when something is asked of it.
  }
};
setInterval(look, EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
