// The page of an open attempt: every change is kept on this device at once and on the server within two seconds;
// "saved" is said only when the server has said so. Without this script the form's own buttons do the same work.

const PAUSE = 600; // ms after the last change, and at most LONGEST after the first, until it is sent
const LONGEST = 1800;
const RETRIES = [1000, 2000, 4000, 8000, 15000, 30000];
const HEARTBEAT = 25000;
const BATCH_BYTES = 900;
const LAST_BYTES = 50000; // what a page that is being closed may still send
const JUMP = 5000; // ms by which this device's clock and its stopwatch may disagree: it slept, or its clock was set
const LAST_TRY = 10000; // ms between tries to hand in once the time is up
const ANNOUNCED = [10, 5, 1]; // minutes left

const page = document.getElementById("attempt");
const form = page.querySelector("form");
const dialog = document.getElementById("hand-in");
const words = JSON.parse(document.getElementById("attempt-words").textContent);
const { id, url } = page.dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const first = Number(form.elements.at?.value ?? 1); // where there is no way back, the page has one question
const places = form.elements.seen.value.split(",").map((_, place) => String(first + place));

const known = new Map(form.elements.seen.value.split(",").map((number, place) => [places[place], Number(number)]));
const queue = new Map(); // position → change that the server has not acknowledged
const flags = new Map();
const refused = new Set(); // positions whose answer the server could not take
let counter = Math.max(0, ...known.values());
let token = "";
let blocked = false; // another page answers the attempt
let ended = false;
let sending = null;
let failures = 0;
let timer = null;
let firstChange = 0;
let deadline = Number(page.dataset.deadline);
let clock = { server: Number(page.dataset.now), here: performance.now(), wall: Date.now() };
let offline = page.dataset.kept === "yes"; // the page comes from this device, not from the server

const now = () => clock.server + performance.now() - clock.here;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const hourOf = (stamp) => new Date(stamp).toLocaleTimeString("en-GB", { timeZone: page.dataset.zone });

// --- what this device keeps ----------------------------------------------------------------------

const store = new Promise((ready) => {
  setTimeout(ready, 2000, null); // a browser that does not answer must not keep the page from saving
  try {
    const request = indexedDB.open("front-training", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: ["attempt", "position"] });
    request.onsuccess = () => ready(request.result);
    request.onerror = () => ready(null);
  } catch {
    ready(null); // a private window: what is unsent then lives as long as the page
  }
});

async function keep(mode, act) {
  const db = await store;
  if (!db) return [];
  return new Promise((done) => {
    const request = act(db.transaction("answers", mode).objectStore("answers"));
    request.onsuccess = () => done(request.result);
    request.onerror = () => done([]);
  });
}

const ofThisAttempt = () => keep("readonly", (answers) => answers.getAll(IDBKeyRange.bound([id], [id, "\uffff"])));
const remember = (change) => keep("readwrite", (answers) => answers.put({ attempt: id, ...change, position: String(change.position) }));
const forget = (position) => keep("readwrite", (answers) => answers.delete([id, position]));
const forgetAll = () => keep("readwrite", (answers) => answers.delete(IDBKeyRange.bound([id], [id, "\uffff"])));

// Notes beside the answers: who this device is, and how far its clock is from the server's.
const NOTES = ["token", "clock"];
const note = (name, value) => remember({ position: name, value });
const noted = async (name) => (await keep("readonly", (answers) => answers.get([id, name])))?.value;

// --- the fields ----------------------------------------------------------------------------------

const isText = (field) => field?.type === "text" || field?.type === "textarea";
const fieldsOf = (position) => [...form.querySelectorAll(`[name="q${position}"]`)];

function valuesOf(position) {
  const fields = fieldsOf(position);
  if (fields[0] instanceof HTMLSelectElement || isText(fields[0])) {
    const values = fields.map((field) => field.value);
    return values.some((value) => value.trim()) ? values : [];
  }
  return fields.filter((field) => field.checked).map((field) => field.value);
}

function fillIn(position, values) {
  for (const [place, field] of fieldsOf(position).entries()) {
    if (field instanceof HTMLSelectElement) choose(field, place, values);
    else if (isText(field)) field.value = values[place] ?? "";
    else field.checked = values.includes(field.value);
  }
  fieldsOf(position)[0]?.dispatchEvent(new Event("filled", { bubbles: true }));
}

// A value names its own control, or stands in the order of the controls.
function choose(field, place, values) {
  const own = [...field.options].map((option) => option.value).filter((value) => value && values.includes(value));
  field.value = own.find((value) => value.includes("=")) ?? values[place] ?? "";
}

const blank = () => places.filter((position) => valuesOf(position).length === 0);

function draw() {
  const empty = new Set(blank());
  for (const link of page.querySelectorAll(".map a")) {
    const position = link.hash.slice(2);
    link.classList.toggle("done", !empty.has(position));
    link.classList.toggle("flag", form.elements[`f${position}`].checked);
  }
  const line = find("answered");
  if (line) line.textContent = fill(words.answered, { done: places.length - empty.size, total: places.length });
}

function drawSaved(text) {
  const waiting = queue.size;
  find("offline").hidden = !(offline || (waiting && failures)) || blocked || !find("signed-out").hidden;
  const told = refused.size ? fill(words.refused, { numbers: [...refused].join(", ") }) : text ?? find("saved").textContent;
  find("saved").textContent = waiting ? fill(failures ? words.waiting : words.saving, { count: waiting }) : told;
}

// --- sending -------------------------------------------------------------------------------------

function change(position) {
  counter += 1;
  const changed = { position: Number(position), response: valuesOf(position), sequence: counter };
  queue.set(position, changed);
  remember(changed);
  if (refused.delete(position)) clearFault(position);
  soon();
}

function soon() {
  draw();
  drawSaved();
  firstChange ||= performance.now();
  const rest = Math.max(0, LONGEST - (performance.now() - firstChange));
  if (!failures) plan(Math.min(PAUSE, rest));
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

function batch(limit = BATCH_BYTES) {
  const changes = [];
  for (const one of queue.values()) {
    if (changes.length && JSON.stringify(changes).length + JSON.stringify(one).length > limit) break;
    changes.push(one);
  }
  return { writer: token, changes, flags: [...flags].map(([position, flagged]) => ({ position: Number(position), flagged })) };
}

const headers = () => ({ "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value });
const post = (path, body, more) => fetch(url + path, { method: "POST", headers: headers(), body: JSON.stringify(body), credentials: "same-origin", ...more });

function send() {
  if (blocked || ended || !token || (!queue.size && !flags.size)) return Promise.resolve();
  sending ||= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  clearTimeout(timer);
  firstChange = 0;
  while ((queue.size || flags.size) && !blocked && !ended) {
    const sent = batch();
    let answer;
    try {
      answer = await post("/answers", sent);
      // A sign-in in another tab has changed the form's key: with the new one the same goes again at once.
      if (answer.status === 400) {
        if (!(await heartbeat())) throw new Error("signed out");
        answer = await post("/answers", sent);
      }
      await take(answer, sent);
    } catch {
      failed();
      return;
    }
  }
}

async function take(answer, sent) {
  const json = answer.headers.get("Content-Type")?.includes("json") && !answer.redirected;
  find("signed-out").hidden = json || !answer.ok;
  if (!json || ![200, 409].includes(answer.status)) throw new Error(answer.status);
  const told = await answer.json();
  offline = false;
  setClock(told);
  if (answer.status === 409) return told.code === "elsewhere" ? showElsewhere() : leave();
  failures = 0;
  acknowledge(sent, told.refused);
  for (const [position, why] of Object.entries(told.refused)) showFault(position, why);
  drawSaved(fill(words.saved, { at: hourOf(told.saved_at) }));
}

function acknowledge(sent, faults) {
  for (const one of sent.changes) {
    const position = String(one.position);
    known.set(position, one.sequence);
    if (queue.get(position)?.sequence !== one.sequence) continue;
    queue.delete(position);
    if (!(position in faults)) remember({ ...one, sent: true }); // a page kept on this device may be older than this answer
  }
  for (const one of sent.flags) if (flags.get(String(one.position)) === one.flagged) flags.delete(String(one.position));
}

function failed() {
  plan(RETRIES[Math.min(failures, RETRIES.length - 1)]);
  failures += 1;
  drawSaved();
}

function showFault(position, why) {
  if (queue.has(position)) return; // it has been changed meanwhile
  clearFault(position);
  refused.add(position);
  const line = Object.assign(document.createElement("p"), { className: "error", id: `q${position}-fault`, textContent: why });
  document.getElementById(`q${position}`).querySelector("legend").after(line);
  for (const field of fieldsOf(position)) mark(field, line.id);
}

function mark(field, fault) {
  field.setAttribute("aria-invalid", "true");
  const described = field.getAttribute("aria-describedby") ?? "";
  field.setAttribute("aria-describedby", `${described.replace(fault, "")} ${fault}`.trim());
}

function clearFault(position) {
  document.getElementById(`q${position}-fault`)?.remove();
  for (const field of fieldsOf(position)) field.removeAttribute("aria-invalid");
}

function sendLast() {
  if (!queue.size || blocked || ended || !token) return;
  if ("keepalive" in Request.prototype) {
    post("/answers", batch(LAST_BYTES), { keepalive: true }).catch(() => {});
  } else {
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("payload", JSON.stringify(batch(LAST_BYTES)));
    navigator.sendBeacon(`${url}/answers`, data);
  }
}

// --- who answers, until when ---------------------------------------------------------------------

const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// This device is one writer as long as one tab of it has the attempt open; a second tab is another.
async function findToken() {
  const name = `attempt-${id}`;
  if (!navigator.locks || !(await store)) {
    const own = sessionStorage.getItem(name) || fresh();
    sessionStorage.setItem(name, own);
    return own;
  }
  const alone = await new Promise((known) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      known(Boolean(lock));
      return lock ? new Promise(() => {}) : null; // held until the page goes
    });
  });
  const own = (alone && (await noted("token"))) || fresh();
  if (alone) note("token", own);
  return own;
}

function showElsewhere() {
  blocked = true;
  find("elsewhere").hidden = false;
  find("questions").inert = true;
  drawSaved();
}

async function takeOver() {
  const answer = await post("/take-over", { writer: token }).catch(() => null);
  if (!answer?.ok || answer.redirected) return answer?.status === 409 ? leave() : drawSaved(words.unreachable);
  const told = await answer.json();
  setClock(told);
  for (const [position, { values, sequence }] of Object.entries(told.answers)) adopt(position, values, sequence);
  counter = Math.max(counter, ...known.values());
  blocked = false;
  find("elsewhere").hidden = true;
  find("questions").inert = false;
  draw();
  await send();
  return undefined;
}

// The later answer stands: the one on record, or the one that this device could not send yet.
function adopt(position, values, sequence) {
  known.set(position, sequence);
  if ((queue.get(position)?.sequence ?? -1) > sequence) return;
  queue.delete(position);
  forget(position);
  if (places.includes(position)) fillIn(position, values);
}

async function heartbeat() {
  const answer = await fetch(`${url}/state?writer=${token}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  if (answer) find("signed-out").hidden = !answer.redirected;
  if (!answer?.ok || answer.redirected) return false;
  const told = await answer.json();
  form.elements.csrf_token.value = told.csrf;
  offline = false;
  setClock(told);
  drawSaved();
  if (told.state === "ended") leave();
  else if (told.elsewhere) showElsewhere();
  else if (queue.size) send();
  return true;
}

function setClock(told) {
  clock = { server: told.server_now, here: performance.now(), wall: Date.now() };
  note("clock", { ahead: told.server_now - Date.now(), deadline: told.deadline_at });
  if (told.deadline_at !== deadline) document.getElementById("hand-in-by").textContent = fill(words.until, { at: hourOf(told.deadline_at) });
  deadline = told.deadline_at;
}

// A page kept on this device was true when it was kept; what time it is now, this device alone can say.
async function correctClock() {
  const last = offline && (await noted("clock"));
  if (!last) return;
  clock = { server: Math.max(clock.server, Date.now() + last.ahead), here: performance.now(), wall: Date.now() };
  deadline = Math.max(deadline, last.deadline);
}

async function clean() {
  await forgetAll();
  if ("caches" in self) for (const name of await caches.keys()) if (name.startsWith("attempt-")) await caches.delete(name);
}

async function leave() {
  ended = true;
  await clean();
  location.assign(url);
}

// --- the clock -----------------------------------------------------------------------------------

let announced = Infinity;
let lastTry = -Infinity;

function tick() {
  const [wall, watch] = [Date.now() - clock.wall, performance.now() - clock.here];
  if (Math.abs(wall - watch) > JUMP) {
    clock = { server: now(), here: performance.now(), wall: Date.now() };
    heartbeat();
  }
  const left = Math.max(0, Math.ceil((deadline - now()) / 1000));
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const two = (number) => String(number).padStart(2, "0");
  const days = Math.floor(left / 86400);
  find("timer").textContent = days ? fill(words.days, { days }) : `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}`;
  find("timer").classList.toggle("soon", left <= 60 * ANNOUNCED[1]);
  const mark = ANNOUNCED.filter((one) => left <= one * 60).pop();
  if (mark < announced && left > (mark - 1) * 60) find("announce").textContent = fill(words.left, { minutes: mark });
  announced = Math.min(announced, mark ?? Infinity);
  if (left > 0 || ended || performance.now() - lastTry < LAST_TRY) return;
  lastTry = performance.now();
  handIn();
}

function drawTimer() {
  const hidden = localStorage.getItem("clock") === "hidden";
  const button = find("hide-timer");
  find("timer").hidden = hidden;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(hidden));
}

// --- handing in ----------------------------------------------------------------------------------

function ask() {
  const empty = blank();
  find("blank").textContent = empty.length ? fill(words.blank, { numbers: empty.join(", ") }) : words.complete;
  dialog.showModal();
}

async function handIn() {
  await send();
  if (blocked || ended) return;
  if (queue.size) {
    find("blank").textContent = words.unreachable;
    return;
  }
  ended = true;
  await clean();
  form.elements.writer.value = token;
  form.elements.confirmed.value = "1";
  const action = document.createElement("input");
  Object.assign(action, { type: "hidden", name: "action", value: "submit" });
  form.append(action);
  form.submit();
}

function onSubmit(event) {
  if (event.submitter?.value === "save") {
    event.preventDefault();
    heartbeat();
  } else if (refused.size) {
    event.preventDefault();
    fieldsOf([...refused][0])[0].focus();
  } else if (form.elements.at) {
    form.elements.writer.value = token; // the form itself brings the answer of this page
  } else if (dialog.showModal) {
    event.preventDefault();
    ask();
  }
}

function onInput({ target }) {
  const position = target.name?.slice(1);
  if (target.name?.startsWith("f")) {
    flags.set(position, target.checked);
    soon();
  } else if (target.name?.startsWith("q")) change(position);
}

// --- beginning -----------------------------------------------------------------------------------

async function begin() {
  form.addEventListener("input", onInput);
  form.addEventListener("submit", onSubmit);
  find("hand-in").addEventListener("click", handIn);
  find("take-over").addEventListener("click", takeOver);
  find("hide-timer").addEventListener("click", () => {
    localStorage.setItem("clock", localStorage.getItem("clock") === "hidden" ? "shown" : "hidden");
    drawTimer();
  });
  drawTimer();
  setInterval(tick, 1000);
  tick();
  await correctClock();
  for (const kept of await ofThisAttempt()) restore(kept);
  token = await findToken();
  find("unkept").hidden = (await store) !== null;
  keepPage();
  if (page.dataset.writer && page.dataset.writer !== token) showElsewhere();
  draw();
  drawSaved();
  send();
  setInterval(() => document.visibilityState === "visible" && heartbeat(), HEARTBEAT);
}

// What this device kept counts where it is later than what the server has; else the server has it, or something newer.
function restore({ position, response, sequence, sent }) {
  if (NOTES.includes(position) || queue.has(position)) return;
  if (sequence <= (known.get(position) ?? Infinity)) {
    forget(position);
    return;
  }
  fillIn(position, response);
  counter = Math.max(counter, sequence);
  if (sent) {
    known.set(position, sequence);
    return;
  }
  queue.set(position, { position: Number(position), response, sequence });
}

// The running attempt can be opened again without a connection. Where the worker did not see this page come, it asks
// for it once more, not in the same second as everybody else.
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  const scope = page.dataset.worker.replace(/[^/]*$/, "");
  await navigator.serviceWorker.register(page.dataset.worker, { scope }).catch(() => {});
  const seen = Boolean(navigator.serviceWorker.controller);
  const { active } = await navigator.serviceWorker.ready;
  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=preload]")].map((one) => one.src || one.href);
  if (!seen) setTimeout(() => active.postMessage({ keep: url, parts }), 1000 + Math.random() * 4000);
}

// Signing out forgets what waits on this device: first comes the page that says so.
function onSignOut(event) {
  if (!event.target.getAttribute("action")?.endsWith("/sign-out") || !queue.size) return;
  event.preventDefault();
  location.assign("/learn/hand-over");
}

document.addEventListener("submit", onSignOut);
window.addEventListener("online", () => {
  heartbeat();
  plan(0);
});
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
window.addEventListener("pagehide", sendLast);
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? sendLast() : heartbeat()));
page.addEventListener("focusin", (event) => {
  const here = event.target.closest("[data-place]")?.dataset.place;
  for (const link of page.querySelectorAll(".map a")) link.hash === `#q${here}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
});
begin();
