// Counts the words of a longer text while it is typed: [data-count] names the field; the server counts the same way.

document.addEventListener("input", ({ target }) => {
  const line = target.id && document.querySelector(`[data-count="${target.id}"]`);
  if (!line) return;
  const words = target.value.split(/\s+/u).filter(Boolean).length;
  line.querySelector("[data-words]").textContent = words;
  line.querySelector("[data-short]").hidden = !words || words >= Number(line.dataset.least);
  line.querySelector("[data-long]").hidden = !Number(line.dataset.most) || words <= Number(line.dataset.most);
});
