// Single keys for people who check many stories: off until they are turned on, in this browser. Each has a button too.
const NAME = "check-keys";
const panel = document.querySelector("[data-check-keys]");
const switched = document.getElementById("check-keys");
const keyed = (key) => document.querySelector(`[data-key="${key}"]`);
const control = (found) => (found?.matches("a") ? found : found?.querySelector("button, a"));
const begin = document.querySelector("[data-check-focus] button") ?? document.querySelector("[data-check-heading]");

panel.hidden = false;
switched.checked = localStorage.getItem(NAME) === "on";
switched.addEventListener("change", () => localStorage.setItem(NAME, switched.checked ? "on" : ""));
if (switched.checked) begin?.focus();

// The reason by its number, and on to the letter that begins with the saved reply.
function choose(number) {
  const radio = keyed("r")?.querySelectorAll("input[type=radio]")[number - 1];
  if (!radio) return;
  radio.checked = true;
  radio.form.requestSubmit();
}

const does = {
  j: () => control(keyed("j"))?.click(),
  k: () => control(keyed("k"))?.click(),
  p: () => control(keyed("p"))?.focus(),
  h: () => control(keyed("h"))?.focus(),
  r: () => keyed("r")?.querySelector("input[type=radio]")?.focus(),
  z: () => control(keyed("z"))?.click(),
  "?": () => panel.querySelector("details").toggleAttribute("open"),
};

addEventListener("keydown", (press) => {
  const isTyping = press.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (!switched.checked || isTyping || press.ctrlKey || press.metaKey || press.altKey) return;
  const act = /^[1-6]$/.test(press.key) ? () => choose(Number(press.key)) : does[press.key];
  if (!act) return;
  press.preventDefault();
  act();
});
