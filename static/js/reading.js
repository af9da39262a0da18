// Counts the seconds that a module is in view and reports them when the page goes out of view; "read to the end" takes them along.

const lesson = document.querySelector("[data-reading]");
const form = document.querySelector("form.inline input[name=opened]")?.form;
const key = document.querySelector("input[name=csrf_token]").value;
let since = document.visibilityState === "visible" ? performance.now() : null;
let counted = 0;

function pause() {
  if (since !== null) counted += performance.now() - since;
  since = null;
}

function report() {
  pause();
  const seconds = Math.round(counted / 1000);
  if (!seconds) return;
  counted = 0;
  const data = new FormData();
  data.append("csrf_token", key);
  data.append("seconds", seconds);
  navigator.sendBeacon(lesson.dataset.reading, data);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") report();
  else since = performance.now();
});
form?.addEventListener("submit", () => {
  pause();
  const seconds = document.createElement("input");
  Object.assign(seconds, { type: "hidden", name: "seconds", value: Math.round(counted / 1000) });
  form.append(seconds);
  counted = 0;
});
