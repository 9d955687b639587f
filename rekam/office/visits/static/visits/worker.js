// Opens the day's page of a visit without a link. The network always comes first: what is kept is shown only when
// the office cannot be reached. A visit's page and list are one box; it is thrown away when the visit is closed,
// when nobody is signed in any more, and at the latest on the second day after the visit.
const BOX = "rekam-visit-";
const PARTS = "rekam-parts";
const DAY = 24 * 3600 * 1000;
const UNTIL = "/until";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), tidy()])));

self.addEventListener("message", (event) => {
  const { keep, remember, forget } = event.data ?? {};
  if (keep) event.waitUntil(inOrder(() => take(event.data)));
  if (remember) event.waitUntil(inOrder(() => note(event.data)));
  if (forget) event.waitUntil(inOrder(() => caches.delete(BOX + forget)));
});

// One message after the other: what is forgotten is not put back by an earlier one that took longer.
let before = Promise.resolve();
const inOrder = (work) => { before = before.then(work, work); return before; };

const take = async ({ keep, page, parts, until }) => {
  await tidy();
  const box = await caches.open(BOX + keep);
  await box.put(UNTIL, new Response(until));
  await Promise.all([fresh(box, page), ...parts.map(async (address) => fresh(await caches.open(PARTS), address))]);
};

// The list comes from the page, which puts it together from what the office told it bit by bit.
const note = async ({ remember, address, body }) => {
  if (!await caches.has(BOX + remember)) return;
  const box = await caches.open(BOX + remember);
  await box.put(address, new Response(body, { headers: { "Content-Type": "application/json" } }));
};

// Kept only when it is the thing itself: no way to the sign-in page, no trouble.
const fresh = async (box, address) => {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await box.put(address, answer);
  } catch (trouble) {
    if (!(trouble instanceof TypeError)) throw trouble;
  }
};

const tidy = async () => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(BOX)) continue;
    const until = await (await caches.open(name)).match(UNTIL);
    if (!until || Date.parse(await until.text()) + 2 * DAY < Date.now()) await caches.delete(name);
  }
};

const forgetAll = async () => {
  for (const name of await caches.keys()) if (name.startsWith(BOX)) await caches.delete(name);
};

const visitOf = (path) => /\/kunjungan\/(\d+)\/(hari|keadaan)\/$/.exec(path);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const found = visitOf(pathname);
  if (found) event.respondWith(pageOrState(request, pathname, found[1]));
  else if (pathname.includes("/static/")) event.respondWith(part(request));
});

const pageOrState = async (request, pathname, visit) => {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.redirected) await forgetAll();
    else if (answer.ok) await renew(visit, pathname, answer.clone());
    return answer;
  } catch (trouble) {
    const box = await caches.has(BOX + visit) ? await caches.open(BOX + visit) : null;
    const held = await box?.match(pathname);
    if (!held) throw trouble;
    const headers = new Headers(held.headers);
    headers.set("X-Kept-Here", "1");
    return new Response(await held.blob(), { status: 200, headers });
  }
};

// Only a box that a page asked for is kept up to date. The list is the page's to keep, see above.
const renew = async (visit, pathname, answer) => {
  if (pathname.endsWith("/keadaan/") || !await caches.has(BOX + visit)) return;
  await (await caches.open(BOX + visit)).put(pathname, answer);
};

const part = async (request) => {
  try {
    return await fetch(request);
  } catch (trouble) {
    const held = await caches.match(request, { ignoreVary: true });
    if (!held) throw trouble;
    return held;
  }
};
