// The sum of a quiz while its numbers are typed: [data-total] holds the sentence, fields named …-count and …-mark the numbers.

const number = (text) => Number(text.trim().replace(",", ".")) || 0;
const written = (value) => String(Math.round(value * 100000) / 100000).replace(".", document.documentElement.lang === "vi" ? "," : ".");

const place = document.querySelector("[data-total]");
place?.closest("form").addEventListener("input", (event) => {
  if (!/-(count|mark)$/.test(event.target.name)) return;
  let questions = 0;
  let mark = 0;
  for (const field of place.closest("form").querySelectorAll("[name$='-mark']")) {
    const count = number(field.form.elements[field.name.replace(/mark$/, "count")].value);
    questions += count;
    mark += count * number(field.value);
  }
  place.textContent = place.dataset.total.replace("{questions}", questions).replace("{mark}", written(mark));
});

// Enter in the search presses its own button; elsewhere in the form the first one, which saves where nothing is searched.
document.getElementById("find")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form.querySelector("button[value=find]").click();
});
