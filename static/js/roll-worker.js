// The service worker of the roll call alone: pages of rolls that were opened once open without a connection.
// It keeps nothing else of the site; the pages keep themselves here (rollcall.js), signing out throws them away.

const CACHE = "roll-call-2";
const ROLL = /^\/roll-call\/\d+\/\d+$/;
const LIST = "/roll-call/";

async function kept(request) {
  const cache = await caches.open(CACHE);
  return cache.match(request);
}

// The kept page at once: its script asks the server what has changed since.
async function page(request) {
  return (await kept(request)) ?? fetch(request);
}

async function list(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(LIST, answer.clone());
    return answer;
  } catch (fault) {
    const old = await kept(LIST);
    if (old) return old;
    throw fault;
  }
}

addEventListener("install", () => self.skipWaiting());

addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((n) => n.startsWith("roll-call-") && n !== CACHE).map((n) => caches.delete(n))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === LIST) event.respondWith(list(event.request));
  else if (event.request.mode === "navigate" && ROLL.test(url.pathname) && !url.search) event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(page(event.request));
});
