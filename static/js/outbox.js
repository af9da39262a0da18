// Taps of a roll that wait on this device: any page sends them once there is a connection, and nobody signs out
// without being told of those that are left. The page of a roll (rollcall.js) keeps them, and sends its own.

const MOST = 500; // taps in one sending
const dialog = document.getElementById("confirm");
const done = (request) => new Promise((yes, no) => ((request.onsuccess = () => yes(request.result)), (request.onerror = () => no(request.error))));

async function openStore() {
  const opening = indexedDB.open("roll-call", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("taps", { keyPath: "key" }).createIndex("roll", "roll");
    opening.result.createObjectStore("rolls", { keyPath: "roll" });
  };
  return done(opening);
}

// Only a device on which a roll was ever taken has something to look for.
const everTaken = () => localStorage.getItem("roll-last") !== null;
const shelf = (store, mode) => store.transaction("taps", mode).objectStore("taps");

async function waiting(store) {
  const taps = await done(shelf(store).getAll());
  return taps.filter((tap) => tap.account === dialog.dataset.account).sort((a, b) => a.at - b.at);
}

async function send(store, roll, taps) {
  const answer = await fetch(`${roll}/state`, { headers: { Accept: "application/json" } });
  const told = answer.ok && !answer.redirected ? await answer.json() : null;
  // Never in the name of another who has signed in meanwhile.
  if (String(told?.account) !== dialog.dataset.account) return;
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": told.csrf };
  const edits = taps.map(({ key, who, mark, weak, at, seen }) => ({ key, who: Number(who), mark, weak, at, seen }));
  const body = JSON.stringify({ device: localStorage.getItem("roll-device") ?? "outbox", edits });
  const sent = await fetch(`${roll}/marks`, { method: "POST", headers, body });
  if (!sent.ok || sent.redirected) return;
  const place = shelf(store, "readwrite");
  await Promise.all(taps.map((tap) => done(place.delete(tap.key))));
}

// Returns how many taps could not be sent: without a connection, or because their roll is closed.
async function empty() {
  const store = await openStore();
  try {
    const taps = await waiting(store);
    for (const roll of new Set(taps.map((tap) => tap.roll))) {
      const its = taps.filter((tap) => tap.roll === roll);
      for (let at = 0; at < its.length; at += MOST) await send(store, roll, its.slice(at, at + MOST)).catch(() => {});
    }
    return (await waiting(store)).length;
  } finally {
    store.close();
  }
}

async function leave(event) {
  const button = event.submitter;
  if (!everTaken()) return;
  if (!event.target.getAttribute("action")?.endsWith("/sign-out") || !button || button.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const left = await empty().catch(() => 0);
  if (left) button.dataset.confirm = dialog.dataset.unsent.replace("{n}", left);
  else delete button.dataset.confirm;
  button.dataset.asked = "yes";
  event.target.requestSubmit(button);
  if (left) dialog.addEventListener("close", () => setTimeout(() => delete button.dataset.asked), { once: true });
}

if (dialog?.dataset.account) {
  document.addEventListener("submit", leave, true);
  if (everTaken() && !document.getElementById("roll")) {
    addEventListener("online", () => empty().catch(() => {}));
    empty().catch(() => {});
  }
}
