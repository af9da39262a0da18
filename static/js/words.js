// Counts the words of a longer text while it is typed: [data-count] names the field; the server counts the same way.

function count(line) {
  const field = document.getElementById(line.dataset.count);
  const show = () => {
    const words = field.value.split(/\s+/u).filter(Boolean).length;
    line.querySelector("[data-words]").textContent = words;
    line.querySelector("[data-short]").hidden = !words || words >= Number(line.dataset.least);
    line.querySelector("[data-long]").hidden = !Number(line.dataset.most) || words <= Number(line.dataset.most);
  };
  field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-count]").forEach(count);
