// The webcam: a live picture, judged about twice a second, and the photograph itself.
import { busy, refuse, send } from "./keys.js";

const place = document.querySelector("[data-camera]");
const video = place.querySelector("video");
const remark = document.querySelector("[data-remark]");
const SMALL = 360; // pixels across for the judgement; the photograph is as large as the camera gives
const BETWEEN = 450; // milliseconds
const shape = place.dataset.shape === "portrait" ? 3 / 4 : 4 / 3;

// The middle of the picture in the shape that is needed.
const cut = (width) => {
  const wide = Math.min(video.videoWidth, video.videoHeight * shape);
  const tall = wide / shape;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(Math.min(width, wide));
  canvas.height = Math.round(canvas.width / shape);
  canvas.getContext("2d").drawImage(video, (video.videoWidth - wide) / 2, (video.videoHeight - tall) / 2, wide, tall, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", width > SMALL ? 0.93 : 0.8); });
};

const judge = async () => {
  if (document.hidden || !video.videoWidth) return;
  const said = await send(place.dataset.live, await cut(SMALL), { quiet: true });
  if (!said) return;
  for (const [name, good] of Object.entries(said.checks)) document.querySelector(`[data-check="${name}"]`).dataset.good = String(good);
  remark.textContent = said.remark;
  place.dataset.good = String(!said.remark);
};

const watch = async () => {
  await judge();
  setTimeout(watch, BETWEEN);
};

const start = async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false });
  } catch {
    return refuse({ sentence: place.dataset.none, code: "camera.none" });
  }
  await video.play();
  if (place.dataset.live) watch();
  return null;
};
if (video) start();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shoot]")) {
    if (!video.videoWidth) refuse({ sentence: place.dataset.none, code: "camera.none" });
    else busy("", async () => send(place.dataset.take, await cut(960)));
  }
  if (event.target.closest("[data-shoot-device]")) busy("", () => send(place.dataset.deviceTake, null));
});
