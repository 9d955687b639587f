// Enter in a date field asks at once, as leaving the field does: htmx listens for the change. Only where there is
// no script does the browser load the whole page.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-ask]")) return;
  event.preventDefault();
  document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
});
