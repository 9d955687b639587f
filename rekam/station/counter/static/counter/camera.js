// The webcam: a live picture, judged about twice a second, and the photograph itself.
import { busy, send } from "./keys.js";

const place = document.querySelector("[data-camera]");
const video = place.querySelector("video");
const remark = document.querySelector("[data-remark]");
const SMALL = 360; // pixels across for the judgement; the photograph is as large as the camera gives
const BETWEEN = 450; // milliseconds
const shape = place.dataset.shape === "portrait" ? 3 / 4 : 4 / 3;

// What the browser calls it when it gives no camera.
const WHY = { NotReadableError: "busy", AbortError: "busy", NotAllowedError: "not_allowed", SecurityError: "not_allowed" };
const WANTED = { video: { width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false };

// A camera that was pulled out leaves its last picture standing; it is no picture of anybody now.
const isLive = () => {
  const [track] = video.srcObject?.getVideoTracks() ?? [];
  return Boolean(track && track.readyState === "live" && !track.muted && video.videoWidth);
};

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
  if (document.hidden || !isLive()) return;
  const said = await send(place.dataset.live, await cut(SMALL), { quiet: true });
  if (!said || !isLive()) return;
  for (const [name, good] of Object.entries(said.checks)) document.querySelector(`[data-check="${name}"]`).dataset.good = String(good);
  remark.textContent = said.remark;
  place.dataset.good = String(!said.remark);
};

const watch = async () => {
  await judge();
  setTimeout(watch, BETWEEN);
};

// Said on the page by the station; what is *noted* there is reported like trouble with any other device.
const lost = (code, detail, noted = "") => {
  place.dataset.lost = "true";
  for (const check of document.querySelectorAll("[data-check]")) delete check.dataset.good;
  if (remark) remark.textContent = "";
  return send(place.dataset.trouble, new URLSearchParams({ code, detail, noted }));
};

const found = () => {
  const box = document.getElementById("refusal");
  delete place.dataset.lost;
  if (box.querySelector("[data-code]").textContent.startsWith("camera.")) box.hidden = true;
};

let isWatching = false;
const start = async (noted = "") => {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    return lost(WHY[error.name] ?? "none", error.name, noted);
  }
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => lost("stopped", "ended", "1"));
  track.addEventListener("mute", () => lost("stopped", "mute"));
  track.addEventListener("unmute", found);
  video.srcObject = stream;
  await video.play();
  found();
  if (place.dataset.live && !isWatching) watch();
  isWatching = true;
  return null;
};

// One that is back is looked at first: nobody is photographed unseen.
const shoot = async () => (isLive() ? send(place.dataset.take, await cut(960)) : start("1"));

if (video) {
  start();
  navigator.mediaDevices?.addEventListener("devicechange", () => { if (!isLive()) start(); });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shoot]")) busy("", shoot);
  if (event.target.closest("[data-shoot-device]")) busy("", () => send(place.dataset.deviceTake, null));
});
