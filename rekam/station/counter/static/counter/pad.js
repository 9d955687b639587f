// The signature pad: a pen, a finger or the mouse on a canvas. What is kept is a picture with nothing around it.
import { busy, refuse, send } from "./keys.js";

const form = document.querySelector("[data-sign]");
const canvas = form.querySelector("canvas");
const pen = canvas.getContext("2d");
const FEWEST_POINTS = 8; // a dot is no signature
let points = 0;
let last = null;
let box = null;

const at = (event) => {
  const area = canvas.getBoundingClientRect();
  return [((event.clientX - area.left) * canvas.width) / area.width, ((event.clientY - area.top) * canvas.height) / area.height];
};

const draw = (event) => {
  if (!last) return;
  const now = at(event);
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(...now);
  pen.stroke();
  box = box ? [Math.min(box[0], now[0]), Math.min(box[1], now[1]), Math.max(box[2], now[0]), Math.max(box[3], now[1])] : [...now, ...now];
  points += 1;
  last = now;
};

const clear = () => {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.strokeStyle = "#0b1f3a";
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  points = 0;
  box = last = null;
};

const drawn = () => {
  if (points < FEWEST_POINTS) return "";
  const margin = 12;
  const [left, top, right, bottom] = [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
  const small = document.createElement("canvas");
  small.width = Math.ceil(right - left);
  small.height = Math.ceil(bottom - top);
  small.getContext("2d").drawImage(canvas, -left, -top);
  return small.toDataURL("image/png");
};

const keep = () => {
  const chosen = document.querySelector("[name=cannot]:checked");
  const picture = drawn();
  if (!picture && !chosen) return refuse({ sentence: form.dataset.empty, code: "signature.missing" });
  const said = new FormData();
  said.set("drawn", picture);
  said.set("cannot", picture ? "" : chosen.value);
  said.set("seen", form.dataset.seen ?? "");
  return busy("", () => send(form.getAttribute("action"), said));
};

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  for (const each of document.querySelectorAll("[name=cannot]")) each.checked = false;
  last = at(event);
});
canvas.addEventListener("pointermove", draw);
for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keep]")) keep();
  if (event.target.closest("[data-clear]")) clear();
});
form.addEventListener("submit", (event) => event.preventDefault());
clear();
