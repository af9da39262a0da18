// Before a device is handed over: whether answers wait on it that no server has, and in which attempts.

const box = document.querySelector("[data-unsent]");
const list = document.querySelector("[data-attempts]");
const label = document.querySelector("[data-label]").dataset.label;

function show(rows) {
  const attempts = [...new Set(rows.filter((row) => row.sequence && !row.sent).map((row) => row.attempt))];
  box.hidden = attempts.length === 0;
  for (const attempt of attempts) {
    const link = document.createElement("a");
    Object.assign(link, { href: `/learn/attempts/${attempt}`, textContent: label, className: "button quiet" });
    list.append(link, " ");
  }
}

const request = indexedDB.open("front-training", 1);
request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: ["attempt", "position"] });
request.onsuccess = () => {
  const all = request.result.transaction("answers").objectStore("answers").getAll();
  all.onsuccess = () => {
    show(all.result);
    request.result.close();
  };
};

// The server tells the browser to clear everything; where it may not (a plain address in the office), this does.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.getAttribute("action")?.endsWith("/sign-out")) return;
  localStorage.clear();
  sessionStorage.clear();
  indexedDB.deleteDatabase("front-training");
});
