// The service worker of running attempts alone: their page and what it is made of open again without a connection.
// A page from the server always goes first; one kept here is marked as kept, so that its script knows the time and
// the answers may be older. Nothing else of the site is kept; signing out throws all of it away.

const CACHE = "attempt-1";
const ATTEMPT = /^\/learn\/attempts\/\d+$/;
const PATIENCE = 8000; // ms that a line may take to answer before the kept page opens

const cache = () => caches.open(CACHE);
const without = (request) => new Request(new URL(request.url).pathname);

// Of one person at a time: what the last one left is thrown away.
async function keep(request, answer) {
  const store = await cache();
  const owner = answer.headers.get("X-Attempt-Of");
  for (const old of await store.keys()) {
    const kept = ATTEMPT.test(new URL(old.url).pathname) && (await store.match(old));
    if (kept && kept.headers.get("X-Attempt-Of") !== owner) await store.delete(old);
  }
  await store.put(without(request), answer);
}

// Marked in the first tag that the script reads.
async function marked(kept) {
  const text = (await kept.text()).replace('data-kept="no"', 'data-kept="yes"');
  const headers = {};
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy"]) {
    if (kept.headers.has(name)) headers[name] = kept.headers.get(name);
  }
  return new Response(text, { headers: { ...headers, "Cache-Control": "no-store" } });
}

async function fromServer(request) {
  const answer = await fetch(request);
  if (answer.headers.has("X-Attempt-Of")) await keep(request, answer.clone());
  else if (answer.type === "opaqueredirect" || answer.status < 500) await (await cache()).delete(without(request));
  return answer;
}

async function page(request) {
  const kept = await (await cache()).match(without(request));
  const answered = fromServer(request);
  if (!kept) return answered;
  const tired = new Promise((done) => setTimeout(done, PATIENCE));
  const first = await Promise.race([answered.catch(() => null), tired]);
  return first && first.status < 500 ? first : marked(kept);
}

async function part(request) {
  const kept = await (await cache()).match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await (await cache()).put(request, answer.clone());
  return answer;
}

async function dropOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith("attempt-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// A page that was open before this worker asks it to keep the page and its parts.
async function keepPage(address, parts) {
  await Promise.all(parts.map((one) => part(new Request(one)).catch(() => {})));
  const request = new Request(address, { credentials: "same-origin", redirect: "manual" });
  if (!(await (await cache()).match(request))) await fromServer(request).catch(() => {});
}

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(dropOld()));
addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keepPage(event.data.keep, event.data.parts).then(() => event.ports[0]?.postMessage("kept")));
});
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && ATTEMPT.test(url.pathname)) event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(event.request));
});
