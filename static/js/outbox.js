// Taps of a roll that wait on this device: any page sends them once there is a connection, and nobody signs out
// without being told of those that are left. The page of a roll (rollcall.js) keeps them, and sends its own. Taps that
// the server has dropped are said on every page until somebody has read it.

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
  const { gone } = await sent.json();
  if (gone) note({ key: taps[0].key, roll, words: gone });
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

// --- taps that were dropped ----------------------------------------------------------------------

const GONE = "roll-gone"; // by the first tap of the sending: { account, roll, words }
const everyNews = () => JSON.parse(localStorage.getItem(GONE) ?? "{}");
const myNews = () => Object.entries(everyNews()).filter(([, one]) => one.account === dialog.dataset.account);
const keepNews = (news) => (localStorage.setItem(GONE, JSON.stringify(news)), showNews());

function note({ key, roll, words }) {
  keepNews({ ...everyNews(), [key]: { account: dialog.dataset.account, roll, words } });
}

function showNews() {
  const place = document.querySelector(".flash");
  const mine = new Map(myNews());
  for (const shown of place.querySelectorAll("[data-gone]")) if (!mine.delete(shown.dataset.gone)) shown.remove();
  for (const [key, one] of mine) place.append(noticeOf(key, one));
}

function noticeOf(key, { roll, words }) {
  const notice = document.getElementById("roll-gone").content.firstElementChild.cloneNode(true);
  notice.dataset.gone = key;
  notice.querySelector("p").textContent = words;
  notice.querySelector("a").href = roll;
  notice.querySelector("button").onclick = () => {
    const { [key]: _read, ...rest } = everyNews();
    keepNews(rest);
    document.getElementById("main").focus({ preventScroll: true }); // the button that had it is gone
  };
  return notice;
}

// --- signing out ---------------------------------------------------------------------------------

async function leave(event) {
  const button = event.submitter;
  if (!everTaken()) return;
  if (!event.target.getAttribute("action")?.endsWith("/sign-out") || !button || button.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const left = await empty().catch(() => 0);
  // Signing out clears the device, news included.
  const words = myNews().map(([, one]) => one.words);
  if (left) words.push(dialog.dataset.unsent.replace("{n}", left));
  if (words.length) button.dataset.confirm = words.join(" ");
  else delete button.dataset.confirm;
  button.dataset.asked = "yes";
  event.target.requestSubmit(button);
  if (words.length) dialog.addEventListener("close", () => setTimeout(() => delete button.dataset.asked), { once: true });
}

if (dialog?.dataset.account) {
  document.addEventListener("submit", leave, true);
  document.addEventListener("roll-gone", (event) => note(event.detail));
  addEventListener("storage", (event) => event.key === GONE && showNews()); // read in another tab
  showNews();
  if (everTaken() && !document.getElementById("roll")) {
    addEventListener("online", () => empty().catch(() => {}));
    empty().catch(() => {});
  }
}
