// Asks the worker to keep this page and what it needs, and to forget it again. Where there is no worker (an old
// browser, a page without a certificate) the open page works without a link all the same.
export const keepOffline = async (facts, known) => {
  const { visit, worker, reach, until } = facts;
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    await navigator.serviceWorker.register(worker, { scope: reach });
    const ready = await navigator.serviceWorker.ready;
    const parts = performance.getEntriesByType("resource").map((each) => each.name).filter((name) => new URL(name).origin === location.origin && new URL(name).pathname.includes("/static/"));
    ready.active.postMessage({ keep: visit, page: location.pathname, parts: [...new Set(parts)], until });
    if (known()) await remember(facts, known());
  } catch (trouble) {
    if (trouble instanceof TypeError || trouble.name === "SecurityError") return;
    throw trouble;
  }
};

// The list as it is known now, for a page that is loaded again without a link.
export const remember = async ({ visit, state }, known) => {
  const ready = await navigator.serviceWorker?.getRegistration();
  ready?.active?.postMessage({ remember: visit, address: state, body: JSON.stringify({ ...known, since: "", csrf: "" }) });
};

export const forget = async (visit) => {
  const ready = await navigator.serviceWorker?.getRegistration();
  ready?.active?.postMessage({ forget: visit });
};
