// From question to question where they are shown one at a time. The address says which one (#q3), and the style sheet
// hides the others; without this script the map of questions leads there just the same.

const questions = [...document.querySelectorAll(".one-by-one > .question")];
const steps = document.querySelector("[data-steps]");
const here = () => Math.max(0, questions.findIndex((question) => `#${question.id}` === location.hash));

function link(name, question) {
  const button = steps.querySelector(`[data-${name}]`);
  button.classList.toggle("unseen", !question);
  if (question) button.href = `#${question.id}`;
  else button.removeAttribute("href");
}

function draw() {
  const at = here();
  link("back", questions[at - 1]);
  link("on", questions[at + 1]);
  for (const one of document.querySelectorAll(".map a")) one.toggleAttribute("aria-current", one.hash === `#${questions[at].id}`);
}

// What is typed next goes to the question that came into view.
function move() {
  draw();
  questions[here()].querySelector("input, select, textarea")?.focus({ preventScroll: true });
}

steps.hidden = false;
draw();
window.addEventListener("hashchange", move);
