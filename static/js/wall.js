// The wall: asks for the code of the moment, counts the seconds down, says so when the connection is lost.

const wall = document.getElementById("wall");
const place = (name) => document.getElementById(`wall-${name}`);
const MOST = 5; // seconds between two looks: the number of those checked in should move
let left = Number(wall?.dataset.left ?? 0);
let next = Math.min(left, MOST);
let asking = false;

function show(told) {
  if (told.open !== (wall.dataset.open === "1")) {
    location.reload();
    return;
  }
  left = told.left;
  place("words").textContent = told.words;
  if (!told.open) return;
  place("code").textContent = told.code;
  place("path").setAttribute("d", told.qr.path);
  place("count").textContent = told.count;
  place("left").max = told.every;
}

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(wall.dataset.from, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    show(await answer.json());
  } catch {
    place("words").textContent = wall.dataset.lost;
  } finally {
    asking = false;
    next = Math.max(1, Math.min(left, MOST));
  }
}

function tick() {
  left = Math.max(0, left - 1);
  next -= 1;
  if (place("left")) place("left").value = left;
  if (next <= 0) ask();
}

if (wall) {
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}
