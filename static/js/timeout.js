// Warns two minutes before the session ends. One press keeps it; what was typed is kept on the server when it ends.
// Without this script the server keeps what is sent after the end all the same.
const WARNING = 120_000;
const KEEP = "keep-for-later";

const dialog = document.getElementById("timeout");
const stayForm = dialog.querySelector("form[data-when=idle]");
const spoken = dialog.querySelector("[data-spoken]");
const tabs = new BroadcastChannel("session");

let idleEnds = Date.now() + Number(dialog.dataset.idle) * 1000;
const longestEnds = Date.now() + Number(dialog.dataset.longest) * 1000;
let dismissed = false;
let over = false;

function words(left) {
  const seconds = Math.max(Math.ceil(left / 1000), 0);
  if (seconds > 60) {
    const minutes = Math.ceil(seconds / 60);
    return `${minutes} minutes`;
  }
  return seconds === 60 ? "1 minute" : `${seconds} second${seconds === 1 ? "" : "s"}`;
}

function show(left, which) {
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== which;
  const text = words(left);
  for (const place of dialog.querySelectorAll("[data-left]")) place.textContent = text;
  // Read aloud at two minutes, one minute and each quarter of a minute after: not every second.
  if (left > 60_000 || Math.ceil(left / 1000) % 15 === 0) {
    const said = `You will be signed out in ${text}.`;
    if (spoken.textContent !== said) spoken.textContent = said;
  }
  if (!dialog.open) dialog.showModal();
}

function hasWords(form) {
  const fields = [...form.elements];
  if (fields.some((field) => field.type === "password")) return false;
  return fields.some((field) => {
    if (["radio", "checkbox"].includes(field.type)) return field.checked;
    return ["text", "tel", "email", "textarea"].includes(field.type) && field.value.trim() !== "";
  });
}

function isChanged(form) {
  return [...form.elements].some((field) =>
    ["radio", "checkbox"].includes(field.type)
      ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.value !== field.defaultValue,
  );
}

function end() {
  if (over) return;
  over = true;
  const forms = [...document.querySelectorAll("main form[method=post]")].filter(hasWords);
  const form = forms.find(isChanged) ?? forms[0];
  if (!form) {
    location.replace(location.href.split("#")[0]);
    return;
  }
  // The server keeps a form with this field and never carries it out.
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = KEEP;
  field.value = "yes";
  form.append(field);
  form.submit();
}

async function stay() {
  try {
    const body = new URLSearchParams(new FormData(stayForm));
    const answer = await fetch(stayForm.action, { method: "POST", body, redirect: "manual" });
    if (answer.status !== 204) {
      end();
      return;
    }
  } catch {
    return; // no connection now: the warning stays, and the press can be repeated
  }
  setIdle(Date.now() + Number(dialog.dataset.each) * 1000);
  tabs.postMessage(idleEnds);
}

function setIdle(moment) {
  idleEnds = Math.max(idleEnds, moment);
  tick();
}

function tick() {
  const ends = Math.min(idleEnds, longestEnds);
  const left = ends - Date.now();
  // A second later, so that it is over for the server as well.
  if (left < -1000) end();
  else if (left > WARNING) dialog.close();
  else if (ends === longestEnds ? !dismissed : true) show(left, ends === longestEnds ? "longest" : "idle");
}

stayForm.addEventListener("submit", (event) => {
  event.preventDefault();
  stay();
});
dialog.addEventListener("cancel", (event) => {
  if (idleEnds < longestEnds) {
    event.preventDefault();
    stay();
  }
});
dialog.addEventListener("close", () => {
  dismissed = Math.min(idleEnds, longestEnds) === longestEnds && longestEnds - Date.now() <= WARNING;
});
tabs.addEventListener("message", (event) => setIdle(event.data));
tabs.postMessage(idleEnds);
setInterval(tick, 1000);
tick();
