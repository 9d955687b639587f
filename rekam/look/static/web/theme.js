// Light or dark before the first paint. The server has written the reader's choice; only "auto" asks the device.
// Loaded in <head> without defer on purpose.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");

  const wanted = () => {
    const choice = root.dataset.theme;
    return choice === "auto" ? (device.matches ? "dark" : "light") : choice;
  };
  const wear = (theme) => {
    if (root.getAttribute("data-bs-theme") === theme) return;
    root.setAttribute("data-bs-theme", theme);
    document.dispatchEvent(new CustomEvent("rekam:theme"));
  };

  wear(wanted());
  device.addEventListener("change", () => wear(wanted()));
  addEventListener("beforeprint", () => wear("light"));
  addEventListener("afterprint", () => wear(wanted()));

  // The switch works without this as an ordinary form; with it the page does not reload.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const chosen = event.submitter;
    if (chosen?.name !== "theme") return;
    event.preventDefault();
    root.dataset.theme = chosen.value;
    wear(wanted());
    for (const button of document.querySelectorAll("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === chosen.value));
    }
    fetch(chosen.formAction, { method: "POST", body: new FormData(form, chosen), redirect: "manual" });
  });
})();
