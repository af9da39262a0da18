// Filter bars: form[data-autosubmit="id"] is sent as one types or chooses, and only the element with that id is renewed.

const PAUSE = 350;
let running;

async function renew(form) {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
  running?.abort();
  running = new AbortController();
  const place = document.getElementById(form.dataset.autosubmit);
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(form.dataset.autosubmit);
    if (!answer.ok || !fresh) throw new Error(answer.status);
    place.replaceWith(fresh);
    history.replaceState(null, "", address);
  } catch (fault) {
    if (fault.name !== "AbortError") location.assign(address);
  }
}

function watch(form) {
  let pause;
  const later = (delay) => {
    clearTimeout(pause);
    pause = setTimeout(renew, delay, form);
  };
  form.addEventListener("input", (event) => later(event.target.type === "search" ? PAUSE : 0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    later(0);
  });
}

document.querySelectorAll("form[data-autosubmit]").forEach(watch);
