// The Markdown editor: buttons that write the signs, and a preview from the server 600 ms after the last key.

const PAUSE = 600;

// What each button puts round or in place of the chosen words.
const SIGNS = {
  bold: (words) => `**${words}**`,
  heading: (words) => block(`## ${words}`),
  list: (words) => block(words.split("\n").map((line) => `- ${line}`).join("\n")),
  table: (words) => block(`| ${words} 1 | ${words} 2 |\n| --- | --- |\n|  |  |`),
  note: (words, sample) => block(`!!! note "${sample}"\n${(words === sample ? "…" : words).replace(/^/gm, "    ")}`),
  link: (words) => `[${words}](https://)`,
  picture: (words) => `![${words}](media/)`,
};

function block(text) {
  return `\n\n${text}\n\n`;
}

function write(source, button) {
  const chosen = source.value.slice(source.selectionStart, source.selectionEnd);
  const { md, sample } = button.dataset;
  const text = SIGNS[md](chosen || sample, sample);
  source.focus();
  // execCommand keeps the browser's own undo; where it is gone the text is set directly.
  if (!document.execCommand("insertText", false, text)) {
    source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

async function show(editor, source, place, turn) {
  place.setAttribute("aria-busy", "true");
  const body = new URLSearchParams({ [source.name]: source.value });
  try {
    const answer = await fetch(editor.dataset.previewUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": editor.dataset.csrf },
      credentials: "same-origin",
    });
    // An older answer that comes late must not replace a newer one.
    if (answer.ok && !answer.redirected && turn === editor.turn) place.innerHTML = await answer.text();
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function watch(editor) {
  const source = editor.querySelector("textarea");
  const place = editor.querySelector("[data-preview]");
  const toolbar = editor.querySelector("[role=toolbar]");
  let pause;
  editor.turn = 0;
  toolbar.hidden = false;
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) write(source, button);
  });
  source.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => show(editor, source, place, (editor.turn += 1)).catch(() => {}), PAUSE);
  });
}

document.querySelectorAll(".editor[data-preview-url]").forEach(watch);
