// The roll: each tap is sent by itself and again until it arrives; search without marks; what others mark appears here.

const AGAIN = 4000;
const NEWS = 15000;
const roll = document.getElementById("roll");
const form = roll?.closest("form");
const status = document.querySelector("[data-saved]");
const waiting = new Map(); // enrolment → mark, not sent yet
let onItsWay = null; // the sending under way or to be repeated: {key, marks}
let timer;

const token = () => form.elements.csrf_token.value;
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (n) => n.toString(16).padStart(2, "0")).join("");
const unsaved = (id) => waiting.has(id) || (onItsWay !== null && id in onItsWay.marks);

function say(words, kind) {
  status.textContent = words;
  status.className = kind ? `tag ${kind}` : "";
}

async function state() {
  const answer = await fetch(`${roll.dataset.base}/state`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error("out");
  return answer.json();
}

// --- sending -------------------------------------------------------------------------------------

async function post(path, body, type) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  if (type) headers["Content-Type"] = type;
  const answer = await fetch(roll.dataset.base + path, { method: "POST", headers, body, credentials: "same-origin" });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("out");
  const told = await answer.json();
  if (answer.status === 400) {
    // Signed in anew in another tab: this page needs the new sign-in's token, then the same goes again.
    form.elements.csrf_token.value = (await state()).csrf;
    throw new Error("again");
  }
  if (!answer.ok) throw new Error("refused", { cause: told.error });
  return told;
}

async function send() {
  clearTimeout(timer);
  if (onItsWay === null) {
    if (waiting.size === 0) return;
    onItsWay = { key: newKey(), marks: Object.fromEntries(waiting) };
    waiting.clear();
  } else if (onItsWay.busy) {
    return;
  }
  const sending = onItsWay;
  sending.busy = true;
  say(status.dataset.saving, "");
  try {
    const told = await post("/marks", JSON.stringify({ key: sending.key, marks: sending.marks }), "application/json");
    onItsWay = null;
    show(told);
    say(told.saved, "ok");
    if (waiting.size) send();
  } catch (fault) {
    sending.busy = false;
    failed(fault);
  }
}

function failed(fault) {
  if (fault.message === "refused") {
    onItsWay = null;
    say(fault.cause || status.dataset.refused, "bad");
    if (waiting.size) timer = setTimeout(send, AGAIN);
    else look();
    return;
  }
  say(fault.message === "out" ? status.dataset.out : status.dataset.lost, "warn");
  timer = setTimeout(send, AGAIN);
}

// "All present": the server marks those of whom nobody has said anything, and tells what the roll is then.
async function sendRest(event) {
  const own = event.target;
  if (event.defaultPrevented || !own.action.endsWith("/rest")) return;
  event.preventDefault();
  try {
    own.elements.unit.value = filterOf("unit")?.value ?? "";
    if (waiting.size || onItsWay) await send();
    const told = await post("/rest", new FormData(own));
    show(told);
    say(told.saved, "ok");
  } catch (fault) {
    say(fault.cause || (fault.message === "out" ? status.dataset.out : status.dataset.refused), "bad");
  }
}

// --- showing -------------------------------------------------------------------------------------

function show(told) {
  for (const [name, count] of Object.entries(told.counts)) {
    const place = document.querySelector(`[data-count="${name}"]`);
    if (place) place.textContent = count;
  }
  for (const input of roll.querySelectorAll("input[type=radio]")) {
    const id = input.name.slice(2);
    if (!unsaved(id)) input.checked = told.marks[id] === input.value;
  }
}

async function look() {
  if (document.hidden || waiting.size || onItsWay) return;
  try {
    show(await state());
  } catch {
    // No connection: the next look or the next tap will tell.
  }
}

// --- finding -------------------------------------------------------------------------------------

const filters = document.querySelector("form.filters");
const filterOf = (name) => filters?.elements[name];
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");

function find() {
  const words = bare(filterOf("q").value).split(/\s+/).filter(Boolean);
  const unit = filterOf("unit")?.value;
  let seen = 0;
  for (const row of roll.children) {
    const fits = words.every((word) => row.dataset.key.includes(word)) && (!unit || row.dataset.path.includes(`/${unit}/`));
    row.hidden = !fits;
    seen += fits;
  }
  document.querySelector("[data-nobody]").hidden = seen > 0;
}

function tapped(event) {
  if (event.target.type !== "radio") return;
  waiting.set(event.target.name.slice(2), event.target.value);
  send();
}

if (form && status) {
  roll.addEventListener("change", tapped);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("submit", sendRest);
  filters.addEventListener("input", find);
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  addEventListener("online", send);
  addEventListener("beforeunload", (event) => {
    if (waiting.size || onItsWay) event.preventDefault();
  });
  setInterval(look, NEWS);
  document.addEventListener("visibilitychange", look);
}
