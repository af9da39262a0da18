// The roll: each tap is kept on this device first, then sent, and again until it arrives; the page works without a
// connection. Search without marks; what others mark appears here. Rows have buttons from when they come near the sight.
// A closed roll takes no taps: those that wait are named, to be sent if it is opened again, or dropped.

const AGAIN = 4000;
const NEWS = 15000;
const MOST = 500; // taps in one sending
const CACHE = "roll-call-2"; // as in roll-worker.js
const roll = document.getElementById("roll");
const buttons = document.getElementById("roll-buttons");
const status = document.querySelector("[data-saved]");
const base = roll?.dataset.base;
const shut = roll?.dataset.shut !== undefined;
const unsent = document.querySelector("[data-unsent]"); // on the page of a closed roll
const known = new Map(); // enrolment → [mark, newest event], as the server told
let pending = []; // taps that the server has not confirmed, in order
let token = roll?.dataset.token;
let sending = false;
let leaving = false; // for a newer page of the same roll
let timer;
let store;

const hex = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (n) => n.toString(16).padStart(2, "0")).join("");
const remembered = (name, make) => localStorage.getItem(name) ?? (localStorage.setItem(name, make()), localStorage.getItem(name));
const device = () => remembered("roll-device", () => hex(8));

function say(words, kind) {
  status.textContent = words.replace("{n}", pending.length);
  status.className = kind ? `tag ${kind}` : "";
}

// The server's clock as last heard: two phones whose clocks differ still agree which tap was later.
function now() {
  const last = Number(localStorage.getItem("roll-last") ?? 0);
  const at = Math.max(last + 1, Date.now() + Number(localStorage.getItem("roll-offset") ?? 0));
  localStorage.setItem("roll-last", at);
  return Math.round(at);
}

// --- kept on the device --------------------------------------------------------------------------

const done = (request) => new Promise((yes, no) => ((request.onsuccess = () => yes(request.result)), (request.onerror = () => no(request.error))));

async function openStore() {
  const opening = indexedDB.open("roll-call", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("taps", { keyPath: "key" }).createIndex("roll", "roll");
    opening.result.createObjectStore("rolls", { keyPath: "roll" });
  };
  store = await done(opening);
}

const shelf = (name, mode) => store.transaction(name, mode).objectStore(name);

async function recall() {
  const kept = await done(shelf("taps").index("roll").getAll(base));
  pending = kept.filter((tap) => tap.account === roll.dataset.account).sort((a, b) => a.at - b.at);
  const told = await done(shelf("rolls").get(base));
  if (told) for (const [id, mark] of Object.entries(told.marks)) if (mark[1] > (known.get(id)?.[1] ?? 0)) known.set(id, mark);
}

async function keep(taps) {
  pending.push(...taps);
  draw();
  const place = shelf("taps", "readwrite");
  await Promise.all(taps.map((tap) => done(place.put(tap))));
  send();
}

async function forget(taps) {
  const keys = new Set(taps.map((tap) => tap.key));
  pending = pending.filter((tap) => !keys.has(tap.key));
  const place = shelf("taps", "readwrite");
  await Promise.all([...keys].map((key) => done(place.delete(key))));
}

function tapOf(id, mark, weak) {
  return { key: hex(12), roll: base, account: roll.dataset.account, who: id, mark, weak, at: now(), seen: known.get(id)?.[1] ?? 0 };
}

// --- the server ----------------------------------------------------------------------------------

async function ask(path, options = {}) {
  const answer = await fetch(base + path, { headers: { Accept: "application/json", ...options.headers }, credentials: "same-origin", ...options });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("out");
  const told = await answer.json();
  if (answer.status === 400) throw new Error("again");
  if (answer.status === 401 || answer.status === 403) throw new Error("out");
  if (!answer.ok) throw new Error("refused", { cause: told.error });
  return told;
}

async function look() {
  const told = await ask("/state");
  // Taps of one person are never sent in the name of another who has signed in meanwhile.
  if (String(told.account) !== roll.dataset.account) throw new Error("other");
  token = told.csrf;
  await show(told);
}

async function post(taps) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  const edits = taps.map(({ key, who, mark, weak, at, seen }) => ({ key, who: Number(who), mark, weak, at, seen }));
  return ask("/marks", { method: "POST", headers, body: JSON.stringify({ device: device(), edits }) });
}

async function send() {
  clearTimeout(timer);
  if (shut || leaving || sending || pending.length === 0) return;
  sending = true;
  const taps = pending.slice(0, MOST);
  if (navigator.onLine) say(status.dataset.saving, "");
  try {
    const told = await post(taps);
    if (told.gone) tellGone(taps, told.gone);
    await forget(taps);
    await show(told);
    say(told.gone || told.saved, told.gone ? "warn" : "ok");
    sending = false;
    send();
  } catch (fault) {
    sending = false;
    failed(fault);
  }
}

// Kept by outbox.js until somebody has read it: this page may be about to give way to a newer one.
function tellGone(taps, words) {
  document.dispatchEvent(new CustomEvent("roll-gone", { detail: { key: taps[0].key, roll: base, words } }));
}

async function failed(fault) {
  if (fault.message === "refused") {
    // Kept on the device: the roll may be opened again. Where it was closed meanwhile, its page is another one.
    say(fault.cause || status.dataset.refused, "bad");
    return look().catch(() => {});
  }
  if (fault.message === "other") return renew();
  if (fault.message === "again") {
    // Signed in anew in another tab: this page needs the new sign-in's token, then the same goes again.
    return look().then(() => (timer = setTimeout(send, 500)), failed);
  }
  say(fault.message === "out" ? status.dataset.out : status.dataset.lost, fault.message === "out" ? "warn" : "offline");
  timer = setTimeout(send, AGAIN);
}

// --- showing -------------------------------------------------------------------------------------

async function show(told) {
  localStorage.setItem("roll-offset", told.now - Date.now());
  if (told.sign === roll.dataset.sign) sessionStorage.removeItem("roll-renewed");
  else await renew();
  known.clear();
  for (const [id, mark] of Object.entries(told.marks)) known.set(id, mark);
  const disputes = document.querySelector("[data-disputes]");
  disputes.hidden = told.disputes === 0;
  disputes.querySelector("b").textContent = told.disputes;
  draw();
  await done(shelf("rolls", "readwrite").put({ roll: base, marks: told.marks }));
}

function draw() {
  const marks = new Map([...known].map(([id, [mark]]) => [id, mark]));
  const waiting = new Map(pending.map((tap) => [tap.who, tap.mark]));
  // A closed roll counts what the server has; what waits is told beside it.
  if (!shut) for (const [who, mark] of waiting) marks.set(who, mark);
  const counts = {};
  roll.dataset.unsent = pending.length;
  for (const row of roll.children) {
    const mark = marks.get(row.dataset.id) || "";
    counts[mark || "none"] = (counts[mark || "none"] ?? 0) + 1;
    if (row.dataset.mark !== mark) dress(row, mark);
    if (shut) flag(row, waiting.get(row.dataset.id));
  }
  if (shut) tellUnsent();
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = counts[place.dataset.count] ?? 0;
    if (place.dataset.seldom !== undefined) place.parentElement.hidden = !counts[place.dataset.count];
  }
}

const countOf = (mark) => document.querySelector(`[data-count="${mark || "none"}"]`);
const wordOf = (mark) => countOf(mark).previousSibling.textContent.trim();

// A mark is shown on the row's buttons, or in its words while it has none.
function dress(row, mark) {
  const place = row.lastElementChild;
  row.dataset.mark = mark;
  if (place.matches(".tag")) {
    place.className = countOf(mark).parentElement.className;
    place.textContent = wordOf(mark);
  }
  for (const input of place.querySelectorAll("input")) input.checked = input.value === mark;
}

// Below the name: the mark that waits on this device, if one does.
function flag(row, mark) {
  row.querySelector("[data-waits]")?.remove();
  if (mark === undefined) return;
  const tag = document.getElementById("roll-waits").content.firstElementChild.cloneNode(true);
  tag.querySelector("b").textContent = wordOf(mark);
  row.querySelector("p").append(tag);
}

function tellUnsent() {
  const place = unsent.querySelector("[role=status]");
  unsent.hidden = pending.length === 0;
  const words = place.dataset.words.replace("{n}", pending.length);
  if (place.textContent !== words) place.textContent = words; // read out once
}

async function drop(event) {
  if (event.defaultPrevented || !event.target.matches("[data-drop]")) return;
  event.preventDefault();
  const words = status.dataset.dropped.replace("{n}", pending.length);
  await forget(pending);
  draw();
  say(words, "ok");
  document.getElementById("main").focus({ preventScroll: true }); // the button that had it is gone
}

// Five buttons for each of hundreds of rows are most of the page, and few of them are looked at.
function furnish(row) {
  if (!row?.lastElementChild.matches(".tag")) return;
  near.unobserve(row);
  const group = buttons.content.firstElementChild.cloneNode(true);
  group.setAttribute("aria-label", row.querySelector("a").textContent);
  for (const input of group.querySelectorAll("input")) {
    input.name = `s-${row.dataset.id}`;
    input.checked = input.value === row.dataset.mark;
  }
  row.lastElementChild.replaceWith(group);
}

const near = new IntersectionObserver((rows) => rows.filter((one) => one.isIntersecting).forEach((one) => furnish(one.target)), { rootMargin: "150% 0px" });

// The next press of Tab, forwards or backwards, finds the buttons.
function entered(event) {
  const row = event.target.closest("li");
  for (const one of [row.previousElementSibling, row, row.nextElementSibling]) furnish(one);
}

async function freshen() {
  // What waits is sent again and again, and its answer tells the same; on a closed roll nothing is sent.
  if (document.hidden || sending || (pending.length && !shut)) return;
  await look().catch(() => {}); // no connection: the next look or the next tap will tell
}

// --- kept for times without a connection ---------------------------------------------------------

async function hold() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/roll-call/worker.js", { scope: "/roll-call/" });
  const parts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  const cache = await caches.open(CACHE);
  const held = await Promise.all([location.pathname, ...parts].map((url) => cache.match(url)));
  await cache.addAll([location.pathname, ...parts].filter((_url, n) => !held[n]));
  roll.dataset.held = "1";
}

// The list, the meeting or the person has changed since this page was kept: have it anew, once. What is kept goes only
// when the new page is there, for the line may break in between. Taps that wait are found by the new page.
async function renew() {
  const sign = base + roll.dataset.sign;
  if (sessionStorage.getItem("roll-renewed") === sign) return;
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer) return;
  sessionStorage.setItem("roll-renewed", sign);
  if ("caches" in self) {
    const cache = await caches.open(CACHE);
    await (answer.ok && !answer.redirected ? cache.put(location.pathname, answer) : cache.delete(location.pathname));
  }
  leaving = true;
  document.getElementById("main").inert = true; // a tap from here on could go with the page
  await done(shelf("taps").count()); // those made before have been written then
  location.reload();
}

async function start() {
  for (const row of roll.children) known.set(row.dataset.id, [row.dataset.mark, Number(row.dataset.seen ?? 0)]);
  await openStore();
  await recall();
  draw();
  // Not before: a tap needs the place where it is kept.
  if (!shut) for (const row of roll.children) near.observe(row);
  try {
    await look();
    roll.dataset.heard = "1";
    send();
    // The names of a closed roll stay on the device only while taps wait there.
    if (!shut || pending.length) await hold();
  } catch (fault) {
    if (["out", "other"].includes(fault.message)) await renew();
    else if (!shut) say(status.dataset.lost, "offline");
    timer = setTimeout(send, AGAIN);
  }
}

// --- finding and tapping -------------------------------------------------------------------------

const filters = document.querySelector("form.filters");
const filterOf = (name) => filters?.elements[name];
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
const ofUnit = (row, unit) => !unit || row.dataset.path.includes(`/${unit}/`);

function find() {
  const words = bare(filterOf("q").value).split(/\s+/).filter(Boolean);
  const unit = filterOf("unit")?.value;
  let seen = 0;
  for (const row of roll.children) {
    const fits = words.every((word) => row.dataset.key.includes(word)) && ofUnit(row, unit);
    row.hidden = !fits;
    seen += fits;
  }
  document.querySelector("[data-nobody]").hidden = seen > 0;
}

function tapped(event) {
  if (event.target.type === "radio") keep([tapOf(event.target.name.slice(2), event.target.value, false)]);
}

// "All present": those of whom nobody has said anything, as far as this device knows; a mark of one alone goes before.
function tapRest(event) {
  if (event.defaultPrevented || !event.target.getAttribute("action")?.endsWith("/rest")) return;
  // Nobody can have come yet: the server says so in words.
  if (Date.now() + Number(localStorage.getItem("roll-offset") ?? 0) < Number(roll.dataset.opens)) return;
  event.preventDefault();
  const unit = filterOf("unit")?.value;
  const rest = [...roll.children].filter((row) => !row.dataset.mark && ofUnit(row, unit));
  keep(rest.map((row) => tapOf(row.dataset.id, "present", true)));
}

if (roll && status) {
  if (shut) document.addEventListener("submit", drop);
  else {
    roll.addEventListener("change", tapped);
    roll.addEventListener("focusin", entered);
    addEventListener("beforeprint", () => [...roll.children].forEach(furnish));
    document.addEventListener("submit", tapRest);
  }
  filters.addEventListener("input", find);
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  addEventListener("online", shut ? freshen : send);
  setInterval(freshen, NEWS);
  document.addEventListener("visibilitychange", freshen);
  start();
}
