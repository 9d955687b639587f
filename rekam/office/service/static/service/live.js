// The monitor asks again by itself every half minute while somebody can see it, and says when no answer comes.
const EVERY = 30_000;
const OLD = 95_000;
const live = document.querySelector("[data-live]");
const lost = document.querySelector(".live-lost");
let heard = Date.now();

const ask = () => { if (!document.hidden) window.htmx.trigger(live, "rekam:refresh"); };

const judge = () => {
  const old = !document.hidden && Date.now() - heard > OLD;
  lost.hidden = !old;
  live.classList.toggle("live-old", old);
};

if (live) {
  setInterval(() => { ask(); judge(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - heard > EVERY) ask(); });

  // The server answers with nothing when nothing has changed since.
  live.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.seen = live.querySelector("[data-seen]")?.dataset.seen ?? ""; });
  live.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) { heard = Date.now(); judge(); } });
  // No message for every half minute without an answer: the line below says it once.
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) live.addEventListener(trouble, (event) => { event.stopPropagation(); judge(); });
}

// --- the wall: as large as the screen
document.addEventListener("click", (event) => { if (event.target.closest("[data-full-screen]")) document.documentElement.requestFullscreen?.(); });
document.addEventListener("fullscreenchange", () => document.body.classList.toggle("is-full", Boolean(document.fullscreenElement)));
