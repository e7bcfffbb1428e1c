// Going back from an answer leads to the form with what was typed. The URL of this page becomes that of a random key,
// under which the server keeps what is sent. Without this script the answer has a link to the form.
const form = document.querySelector("form[data-search]");

form.addEventListener("submit", () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const field = form.elements.namedItem("key") ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: "key", value: key });
  form.append(field);
  history.replaceState(null, "", `${form.getAttribute("action")}${key}/change/`);
});
