// The signed sheet: counts the ticks while they are made.

const place = document.querySelector("[data-signed]");
const form = place?.closest("form");

form?.addEventListener("change", () => {
  place.textContent = form.querySelectorAll("input[name=signed]:checked").length;
});
