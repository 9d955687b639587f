// A capture by a device. The station talks to it; this page waits, and says what came of it.
import { busy, send } from "./keys.js";

const place = document.querySelector("[data-device]");
const stream = document.querySelector("[data-stream]");
const other = document.querySelector("[data-other]");

const without = document.querySelector("[data-no-stream]");
const AGAIN = 3000; // milliseconds until one looks again after the picture broke off

// The frames of a picture in parts. A browser that shows one by itself tells nobody when it breaks off.
const frames = async function* (reader) {
  let held = new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const joined = new Uint8Array(held.length + value.length);
    joined.set(held);
    joined.set(value, held.length);
    held = joined;
    for (;;) {
      const head = /^[^]*?Content-Length: (\d+)\r\n\r\n/.exec(new TextDecoder("latin1").decode(held.subarray(0, 200)));
      const end = head ? head[0].length + Number(head[1]) : Infinity;
      if (held.length < end) break;
      yield held.slice(head[0].length, end);
      held = held.slice(end);
    }
  }
};

const show = async (frame) => {
  const address = URL.createObjectURL(new Blob([frame], { type: "image/jpeg" }));
  stream.src = address;
  await stream.decode().catch(() => null);
  URL.revokeObjectURL(address);
  stream.hidden = false;
  without.hidden = true;
};

// What ends by plugging something in is looked for again; a device without a live view is not.
const PLUGGED_IN = new Set(["device.none", "device.gone", "device.not_found", "device.not_connected"]);

// Shows what comes; why nothing comes, if the station says so.
const watch = async (signal) => {
  const answer = await fetch(stream.dataset.stream, { signal, headers: { "X-By-Itself": "1" } });
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (await answer.json()).refused;
  for await (const frame of frames(answer.body.getReader())) {
    await show(frame);
    hasSeen = true;
  }
  return null;
};

let looking = null; // ends the look that goes on
let hasSeen = false;
const look = async () => {
  looking?.abort();
  const mine = new AbortController();
  looking = mine;
  const told = await watch(mine.signal).catch(() => null); // cut off
  if (mine.signal.aborted) return;
  stream.hidden = true;
  without.textContent = told ? told.sentence : without.dataset.brokenOff;
  without.hidden = false;
  if (hasSeen || !told || PLUGGED_IN.has(told.code)) setTimeout(() => { if (looking === mine) look(); }, AGAIN);
};
if (stream) look();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-capture]");
  if (!button) return;
  const serial = button.dataset.serial ?? "";
  const address = serial ? `${place.dataset.take}?bukan=${encodeURIComponent(serial)}` : place.dataset.take;
  looking?.abort(); // the device is free for the capture, and nobody looks again meanwhile
  looking = null;
  busy(place.dataset.waits, () => send(address, null));
});

// Trouble that another device may solve offers one.
document.addEventListener("refused", (event) => {
  if (other && event.detail.leadsTo && event.detail.leadsTo !== "retry") other.hidden = false;
});

// After a refusal one looks again.
document.addEventListener("refused", () => { if (stream) look(); });
