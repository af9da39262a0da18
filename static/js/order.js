// Items to be put into order: buttons, or dragging, fill in the places that can also be chosen one by one.

const button = (label, sign, step, item) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button quiet icon-only", textContent: sign, ariaLabel: `${label}: ${item.firstElementChild.textContent}` });
  made.addEventListener("click", () => {
    move(item, [...item.parentElement.children].indexOf(item) + step);
    made.focus();
  });
  return made;
};

function move(item, place) {
  const list = item.parentElement;
  const rest = [...list.children].filter((one) => one !== item);
  if (place < 0 || place > rest.length) return;
  list.insertBefore(item, rest[place] ?? null);
  for (const [index, one] of [...list.children].entries()) one.querySelector("select").selectedIndex = index + 1;
  list.querySelector("select").dispatchEvent(new Event("input", { bubbles: true })); // as if typed: an attempt saves it
}

function arrange(list) {
  const places = [...list.children].map((item) => [item.querySelector("select").selectedIndex, item]);
  if (places.every(([place]) => place > 0)) list.append(...places.sort((a, b) => a[0] - b[0]).map(([, item]) => item));
}

for (const list of document.querySelectorAll("[data-order]")) {
  arrange(list);
  list.addEventListener("filled", () => arrange(list));
  for (const item of list.children) {
    item.draggable = true;
    item.append(button(list.dataset.up, "↑", -1, item), button(list.dataset.down, "↓", 1, item));
    item.querySelector("select").addEventListener("change", (event) => {
      // A place chosen from the list moves the others along, so that no two items have the same.
      if (event.isTrusted && event.target.selectedIndex > 0) move(item, event.target.selectedIndex - 1);
    });
    item.addEventListener("dragstart", () => item.classList.add("dragged"));
    item.addEventListener("dragend", () => item.classList.remove("dragged"));
    item.addEventListener("dragover", (event) => {
      if (list.querySelector(".dragged")) event.preventDefault();
    });
    item.addEventListener("drop", (event) => {
      const dragged = list.querySelector(".dragged");
      event.preventDefault();
      if (dragged) move(dragged, [...list.children].indexOf(item));
    });
  }
}
