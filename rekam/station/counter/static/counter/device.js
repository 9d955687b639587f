// A capture by a device. The station talks to it; this page waits, and says what came of it.
import { busy, send } from "./keys.js";

const place = document.querySelector("[data-device]");
const stream = document.querySelector("[data-stream]");
const other = document.querySelector("[data-other]");

stream?.addEventListener("error", () => {
  stream.hidden = true;
  document.querySelector("[data-no-stream]").hidden = false;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-capture]");
  if (!button) return;
  const serial = button.dataset.serial ?? "";
  const address = serial ? `${place.dataset.take}?bukan=${encodeURIComponent(serial)}` : place.dataset.take;
  busy(place.dataset.waits, () => send(address, null));
});

// Trouble that another device may solve offers one.
document.addEventListener("refused", (event) => {
  if (other && event.detail.leadsTo && event.detail.leadsTo !== "retry") other.hidden = false;
});

// A capture ends the live picture, so that the device is free for it; after a refusal one looks again.
document.addEventListener("refused", () => {
  if (!stream) return;
  document.querySelector("[data-no-stream]").hidden = true;
  stream.hidden = false;
  stream.src = `${stream.src.split("?")[0]}?${Date.now()}`;
});
