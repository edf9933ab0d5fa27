// Who is here: presses are kept on this phone until the server has them, so that a hall without a signal loses none.
// The page works without this script. A press that arrives twice is known by its key, and counts once.
const form = document.querySelector("form[data-door]");
const walkIn = document.querySelector("form[data-door-walk-in]");
const store = `door ${walkIn.dataset.doorWalkIn}`;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const rows = new Map([...document.querySelectorAll("[data-door-row]")].map((row) => [row.dataset.doorRow, row]));
const all = (name, inside = document) => inside.querySelectorAll(`[data-${name}]`);

// Where the store is shut, as in some private windows, presses are kept for as long as the page is open.
let memory = "[]";
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(store) || "[]");
  } catch {
    return JSON.parse(memory);
  }
};
const write = (queue) => {
  memory = JSON.stringify(queue);
  try {
    localStorage.setItem(store, memory);
  } catch {}
  show();
};

// randomUUID is only there over https; a phone on the hall's own network may have come by http.
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

function paint(row, state) {
  row.dataset.state = state;
  for (const part of all("shows", row)) {
    const is = part.dataset.shows;
    if (is !== "queued") part.hidden = !(is === state || is === (state ? "known" : "unknown"));
  }
}

function show() {
  const queue = read();
  const waits = new Set(queue.map((press) => press.who));
  for (const [who, row] of rows) for (const part of all("shows", row)) if (part.dataset.shows === "queued") part.hidden = !waits.has(who);
  document.querySelector("[data-door-number]").textContent = queue.length;
  document.querySelector("[data-door-waiting]").hidden = !queue.length;
}

function count(counts) {
  for (const place of all("door-count")) place.textContent = counts[place.dataset.doorCount];
}

function keep(press) {
  write([...read(), press]);
  send();
}

let isSending = false;

// One after the other and in order. What the server has taken leaves the queue, and so does what it never will.
async function send() {
  if (isSending) return;
  isSending = true;
  try {
    for (let press; (press = read()[0]); ) {
      if (!(await sent(press))) break;
      write(read().filter((other) => other.key !== press.key));
    }
  } finally {
    isSending = false;
  }
}

async function sent(press) {
  const age = Math.max(0, Math.round((Date.now() - press.at) / 1000));
  const body = new URLSearchParams({ ...press.fields, age, csrfmiddlewaretoken: token });
  let answer;
  try {
    answer = await fetch(press.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(10000) });
  } catch {
    return false;
  }
  const isOut = answer.type === "opaqueredirect" || answer.status === 403;
  document.querySelector("[data-door-signed-out]").hidden = !isOut;
  if (isOut || answer.status >= 500 || answer.status === 429) return false;
  if (answer.ok) count((await answer.json()).counts);
  else document.querySelector("[data-door-refused]").hidden = false;
  return true;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [word, who] = event.submitter.value.split(":");
    const key = newKey();
    const row = rows.get(who);
    paint(row, word === "undo" ? "" : word);
    keep({ key, who, at: Date.now(), url: form.getAttribute("action"), fields: { press: `${word}:${who}`, own_key: key } });
    const next = row.querySelector("button:not([hidden])");
    if (next) next.focus();
  });
}

walkIn.addEventListener("submit", (event) => {
  const said = new FormData(walkIn);
  if (!said.get("name").trim() || !walkIn.checkValidity()) return;
  event.preventDefault();
  const key = newKey();
  const fields = Object.fromEntries([...said].filter(([name]) => name !== "csrfmiddlewaretoken"));
  keep({ key, who: "", at: Date.now(), url: walkIn.getAttribute("action"), fields: { ...fields, key } });
  const written = walkIn.querySelector("[data-door-written]");
  walkIn.reset();
  written.querySelector("[data-door-name]").textContent = said.get("name").trim();
  written.hidden = false;
  walkIn.elements.name.focus();
  walkIn.elements.name.scrollIntoView({ block: "nearest" });
});

// Finds as one types; the button does the same without a script.
const find = document.querySelector("[data-door-find]");
const letters = find.elements.find;
// A page of those found has not everybody on it, so its box asks the server again.
const isPart = Boolean(new URLSearchParams(location.search).get("find"));
// As collab/kit/letters.py folds the names.
const folded = (typed) => typed.normalize("NFKD").replace(/\p{M}|['`\u2018\u2019\u02bc]/gu, "").replace(/[-.\u2010\u2011]/g, " ").toLowerCase();
letters.addEventListener("input", () => {
  if (isPart) return;
  document.querySelector("[data-door-written]").hidden = true;
  const wanted = folded(letters.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows.values()) {
    const words = row.dataset.name.split(/\s+/);
    const isCalled = wanted.every((start) => words.some((word) => word.startsWith(start)));
    row.hidden = !isCalled || (!wanted.length && "doorRest" in row.dataset);
    found += !row.hidden;
  }
  find.querySelector("[data-door-none]").hidden = !wanted.length || found > 0;
});
// The next name is typed over the last one.
letters.addEventListener("focus", () => letters.select());
// Enter goes to the first one found, and Enter again says that they are here.
if (!isPart) find.addEventListener("submit", (event) => {
  event.preventDefault();
  const first = [...rows.values()].find((row) => !row.hidden);
  if (letters.value.trim() && first) first.querySelector("button:not([hidden])").focus();
});

// What was pressed before this page was opened again shows as pressed.
for (const press of read()) if (rows.has(press.who)) {
  const word = press.fields.press.split(":")[0];
  paint(rows.get(press.who), word === "undo" ? "" : word);
}
show();
send();
addEventListener("online", send);
addEventListener("storage", show);
setInterval(send, 8000);
