// Check-in: six digits typed are sent by themselves, and a second tap on a slow line sends nothing twice.

const code = document.querySelector("input[name=code]");
const digits = () => code.value.replace(/\D/g, "");
let sent = "";

code?.addEventListener("input", () => {
  if (digits().length !== 6 || digits() === sent) return;
  sent = digits();
  code.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  if (button?.getAttribute("aria-disabled") === "true") event.preventDefault();
  button?.setAttribute("aria-disabled", "true");
});

// A page brought back from the browser's memory has not been sent.
addEventListener("pageshow", () => document.querySelectorAll("[aria-disabled]").forEach((one) => one.removeAttribute("aria-disabled")));
