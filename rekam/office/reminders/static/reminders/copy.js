/* A button with data-copy="#where" puts what stands there into the clipboard, and says so. */

async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  // Over plain http in the office's own network there is no clipboard: the old way still works.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.querySelector("[data-copy-label]");
  button.addEventListener("click", async () => {
    const done = await copied(document.querySelector(button.dataset.copy).textContent.trim());
    if (done) label.textContent = button.dataset.copied;
  });
}
