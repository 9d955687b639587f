// Whatever is changed asks for its document; what is as it was asks for nothing.
const changes = document.querySelector("[data-changes]");
const fields = [...document.querySelectorAll("[data-field]")];
const entry = (field) => field.querySelector("input, select");
const label = (field) => field.querySelector("label").textContent;
const squeezed = (text) => text.trim().replace(/\s+/g, " ");

const draw = () => {
  const changed = fields.filter((field) => squeezed(entry(field).value) !== squeezed(field.dataset.was));
  for (const field of fields) {
    const is = changed.includes(field);
    field.classList.toggle("is-changed", is);
    field.querySelector("[data-proof]").hidden = !is;
  }
  changes.textContent = changed.length ? changes.dataset.some.replace("%s", changed.map(label).join(", ")) : changes.dataset.none;
};
document.getElementById("biodata").addEventListener("input", draw);
draw();
