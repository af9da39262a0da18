// The question beside its form follows what is typed, and its "try it" marks without leaving the page. The form is sent
// as its own buttons send it, and the server's page brings the new picture; without this script the page itself comes.

const PAUSE = 700;

const form = document.getElementById("preview").closest("form");
const pane = () => document.getElementById("preview");
let pause;
let turn = 0;
let plain = false; // the line is gone: the button does what it does without this script

async function renew(action) {
  const mine = (turn += 1);
  const body = new URLSearchParams(new FormData(form));
  body.set("action", action);
  pane().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.href, { method: "POST", body, credentials: "same-origin" });
    if (mine !== turn || answer.redirected) return;
    // What cannot be shown yet is no fault while it is being typed: the last picture stays.
    pane().querySelector("[data-stale]").hidden = answer.ok;
    if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview"), action);
  } finally {
    pane().removeAttribute("aria-busy");
  }
}

function put(fresh, action) {
  pane().replaceWith(document.adoptNode(fresh));
  if (action === "try") pane().focus();
}

form.addEventListener("input", (event) => {
  if (event.target.closest("#preview")) return;
  clearTimeout(pause);
  pause = setTimeout(() => renew("preview").catch(() => {}), PAUSE);
});

form.addEventListener("submit", (event) => {
  clearTimeout(pause);
  if (event.submitter?.value !== "try" || plain) return;
  event.preventDefault();
  renew("try").catch(() => {
    plain = true;
    form.requestSubmit(event.submitter);
  });
});
