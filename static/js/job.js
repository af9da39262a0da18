// A job's page: while the element with id "job" says that it runs, it is fetched anew and put in its place.

const PAUSE = 1500;
const LONGEST = 15000;
let pause = PAUSE;

async function renew() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("job");
    if (!answer.ok || !fresh) throw new Error(answer.status);
    document.getElementById("job").replaceWith(fresh);
    pause = PAUSE;
    if (fresh.dataset.running === undefined) return undefined;
  } catch {
    pause = Math.min(pause * 2, LONGEST); // the line is down: ask less often, and go on
  }
  return setTimeout(renew, pause);
}

if (document.getElementById("job")?.dataset.running !== undefined) setTimeout(renew, pause);
