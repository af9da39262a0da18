// What every page has: "/" opens the search, the menu closes by itself, questions before deeds, dialogs, focus on
// faults; signing out leaves no pages behind.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

function openSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  for (const place of document.querySelectorAll("[data-slash]")) {
    if (place.offsetParent === null) continue;
    event.preventDefault();
    if (place.href) location.assign(place.href);
    else place.select();
    return;
  }
}

function closeMenus(event) {
  const byKey = event.type === "keydown";
  if (byKey && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!byKey && menu.contains(event.target)) continue;
    menu.open = false;
    if (byKey) menu.querySelector("summary").focus();
  }
}

// data-confirm="question" on a sending button: its form goes only after a yes.
function ask(event) {
  const button = event.submitter;
  const dialog = document.getElementById("confirm");
  if (!button?.dataset.confirm || button.dataset.answered || !dialog) return;
  event.preventDefault();
  dialog.querySelector("p").textContent = button.dataset.confirm;
  dialog.querySelector("[data-yes]").onclick = () => {
    dialog.close();
    button.dataset.answered = "yes";
    button.form.requestSubmit(button);
    delete button.dataset.answered;
  };
  dialog.showModal();
}

// data-open="id" opens a dialog, data-close within one closes it.
function handleDialogs(event) {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  event.target.closest("[data-close]")?.closest("dialog")?.close();
}

// A shared phone keeps no pages of names for the next person.
function leave(event) {
  if (!event.target.getAttribute("action")?.endsWith("/sign-out") || !("caches" in self)) return;
  caches.keys().then((names) => names.filter((name) => name.startsWith("roll-call-")).forEach((name) => caches.delete(name)));
}

document.addEventListener("submit", leave);
document.addEventListener("keydown", openSearch);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenus);
document.addEventListener("click", handleDialogs);
document.addEventListener("submit", ask);
document.querySelector("[data-focus]")?.focus();

// On a phone the row of tabs is wider than the screen: the one that is open comes into sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
