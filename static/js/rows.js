// Rows of like fields: in [data-rows] the button .add-row adds an empty copy of the last [data-row] instead of posting back.

const NUMBERED = ["id", "name", "for", "aria-describedby"];

function emptied(row, number) {
  const fresh = row.cloneNode(true);
  for (const element of [fresh, ...fresh.querySelectorAll("*")]) {
    for (const name of NUMBERED) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-\d+(-|$)/, `-${number}$1`));
    }
  }
  fresh.querySelectorAll(".error").forEach((fault) => fault.remove());
  fresh.querySelectorAll("details").forEach((details) => (details.open = false));
  for (const control of fresh.querySelectorAll("input, textarea, select")) {
    control.removeAttribute("aria-invalid");
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else if (control.tagName !== "SELECT" && control.dataset.keep === undefined) control.value = "";
  }
  return fresh;
}

function watch(list) {
  let next = list.querySelectorAll("[data-row]").length;
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".add-row");
    const rows = list.querySelectorAll("[data-row]");
    if (!button || !rows.length) return;
    event.preventDefault();
    const last = rows[rows.length - 1];
    const fresh = emptied(last, next);
    next += 1;
    last.after(fresh);
    fresh.querySelector("input:not([type=hidden]), textarea, select").focus();
  });
}

document.querySelectorAll("[data-rows]").forEach(watch);
