// A draft being written: form[data-draft-url] is saved on the server a moment after the last key and when the page is left.

const PAUSE = 3000;
const AGAIN = 10000;

function watch(form) {
  const status = form.querySelector("[data-draft-status]");
  let pause;
  let running;
  let stopped = false;
  let kept = contents();

  function contents() {
    const fields = new FormData(form);
    for (const name of ["csrf_token", "seen", "note"]) fields.delete(name);
    return new URLSearchParams(fields).toString();
  }

  function tell(text, bad) {
    status.textContent = text;
    status.classList.toggle("error", Boolean(bad));
  }

  async function send(sent, leaving) {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
      credentials: "same-origin",
      keepalive: leaving === true && sent.length < 60000,
    });
    const told = await answer.json();
    if (!answer.ok) {
      // After a conflict only a person can decide: the Save button shows both texts.
      stopped = answer.status === 409;
      tell(`${form.dataset.fault} ${told.error}`, true);
      return;
    }
    kept = sent;
    form.elements.seen.value = told.seen;
    tell(contents() === sent ? told.saved : form.dataset.unsaved);
  }

  // One at a time: a second save must start from what the first one left.
  async function save(leaving) {
    clearTimeout(pause);
    const sent = contents();
    if (stopped || running || sent === kept) return;
    tell(form.dataset.saving);
    running = send(sent, leaving).catch(() => {
      tell(form.dataset.offline);
      later(AGAIN);
    });
    await running;
    running = undefined;
    if (contents() !== sent) later(PAUSE);
  }

  function later(delay) {
    clearTimeout(pause);
    pause = setTimeout(save, delay);
  }

  form.addEventListener("input", () => {
    if (stopped || contents() === kept) return;
    tell(form.dataset.unsaved);
    later(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(pause);
    if (!running) {
      stopped = true;
      return;
    }
    event.preventDefault();
    running.then(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}

document.querySelectorAll("form[data-draft-url]").forEach(watch);
