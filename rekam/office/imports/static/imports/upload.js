// Handing in a file: dropping it, saying at once when it is too large, and how much of it has been sent.
const form = document.querySelector("[data-upload]");
const drop = form.querySelector("[data-drop]");
const input = drop.querySelector("input[type=file]");
const said = drop.querySelector("[role=status]");
const sending = form.querySelector("[data-sending]");
const bar = sending.querySelector("progress");
const label = sending.querySelector("label");
const locale = document.documentElement.lang.startsWith("en") ? "en-GB" : "id-ID";

const size = (bytes) => {
  const [unit, step] = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]].find(([, least]) => bytes >= least) ?? ["B", 1];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / step)} ${unit}`;
};

// The server refuses such files as well; here it is said before anything is sent.
const look = () => {
  const [file] = input.files;
  const wrong = !file ? "" : file.size > Number(drop.dataset.limit) ? drop.dataset.tooLarge : file.size === 0 ? drop.dataset.noBytes : "";
  input.setCustomValidity(wrong);
  said.classList.toggle("is-wrong", Boolean(wrong));
  said.textContent = file ? [`${file.name}, ${size(file.size)}`, wrong].filter(Boolean).join(". ") : "";
};
input.addEventListener("change", look);

const over = (is) => (event) => {
  event.preventDefault();
  drop.classList.toggle("is-over", is);
};
for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, over(true));
drop.addEventListener("dragleave", over(false));
drop.addEventListener("drop", (event) => {
  over(false)(event);
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  look();
});

form.addEventListener("htmx:beforeRequest", () => { sending.hidden = false; bar.value = 0; });
form.addEventListener("htmx:afterRequest", () => { sending.hidden = true; });
form.addEventListener("htmx:xhr:progress", ({ detail }) => {
  if (!detail.lengthComputable) return;
  bar.value = (100 * detail.loaded) / detail.total;
  label.textContent = `${label.dataset.words}: ${Math.round(bar.value)}${locale === "id-ID" ? "\u00a0" : ""}%`;
});
