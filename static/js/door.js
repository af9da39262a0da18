// The door: what a scanner types ends with Enter and is sent at once; a name narrows the list; the field is always ready.

const form = document.getElementById("door");
const field = document.getElementById("door-q");
const last = document.getElementById("door-last");
const names = document.getElementById("door-names");
const rows = [...names.querySelectorAll("li")];
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
const waiting = []; // a scanner may be quicker than the line
let busy = false;

function find() {
  const words = bare(field.value).split(/\s+/).filter(Boolean);
  let seen = 0;
  for (const row of rows) {
    const fits = words.length > 0 && seen < 12 && words.every((word) => row.dataset.key.includes(word));
    if (row.hidden === fits) row.hidden = !fits;
    seen += fits;
  }
  names.hidden = seen === 0;
}

function show(told) {
  last.className = `door-last notice ${told.kind}`;
  last.textContent = [told.name, told.unit, told.words].filter(Boolean).join(" · ");
  if (told.count) document.getElementById("door-count").textContent = told.count;
}

async function send() {
  if (busy || waiting.length === 0) return;
  busy = true;
  const body = waiting.shift();
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    const told = await answer.json();
    show(answer.ok ? told : { kind: "bad", words: told.error });
  } catch {
    show({ kind: "bad", words: last.dataset.lost });
  }
  busy = false;
  send();
}

function enter(event) {
  event.preventDefault();
  const body = new FormData(event.target);
  field.value = "";
  field.focus();
  find();
  waiting.push(body);
  send();
}

// Enter after a name that leaves one person alone means that person; of several, one has to be tapped.
function choose(event) {
  const left = names.hidden ? [] : rows.filter((row) => !row.hidden);
  if (left.length > 0) {
    event.preventDefault();
    if (left.length === 1) left[0].querySelector("form").requestSubmit();
    else show({ kind: "warn", words: last.dataset.several });
    return;
  }
  if (field.value.trim()) enter(event);
  else event.preventDefault();
}

field.addEventListener("input", find);
form.addEventListener("submit", choose);
names.addEventListener("submit", enter);
field.focus();
