// Before an attempt begins: its worker is there already, so that the attempt's page is kept when it first comes.

const script = document.querySelector("script[data-worker]");
const scope = script.dataset.worker.replace(/[^/]*$/, "");
navigator.serviceWorker?.register(script.dataset.worker, { scope }).catch(() => {});
