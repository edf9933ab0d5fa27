// The wall, its host's page and the projector: what is new, asked for every four seconds. Every page works without it.
// The server answers 304 while nothing has changed, and nothing is asked while the page is out of sight.
const wall = document.querySelector("[data-wall]");
const EVERY = Number(wall.dataset.every || 4000), SLOWEST = 60000, TURN = 20000, LARGE = 6000;
const part = (name, inside = wall) => inside.querySelector(`[data-wall-${name}]`);
const show = (element, is) => element && (element.hidden = !is);

let mark = wall.dataset.mark, every = EVERY, heard = new Date(), isAsking = false, next;

async function look() {
  if (isAsking || document.hidden) return;
  isAsking = true;
  clearTimeout(next);
  try {
    const asked = address();
    const answer = await fetch(asked, { headers: { "If-None-Match": mark }, cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (answer.status === 200) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (asked === address()) {
        mark = answer.headers.get("ETag");
        take(page);
      }
    } else if (answer.status !== 304) throw new Error(answer.status);
    every = EVERY;
    heard = new Date();
  } catch {
    every = Math.min(every * 2, SLOWEST);
  }
  const lost = part("lost");
  lost.textContent = part("news").dataset.lost.replace("%", heard.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", ""));
  show(lost, every > EVERY);
  isAsking = false;
  // Never all phones of a hall at the same moment.
  next = setTimeout(look, every * (0.75 + Math.random() / 2));
}
document.addEventListener("visibilitychange", look);
addEventListener("online", look);
next = setTimeout(look, every * Math.random());

// A page to read: what was taken off goes at once, what is new waits until it is asked for, so that nothing jumps.
const names = (inside) => new Set([...inside.querySelectorAll(".patch a")].map((link) => link.pathname));
let news = null;

function read(page) {
  const before = names(wall), now = names(page);
  const many = [...now].filter((name) => !before.has(name)).length;
  news = many ? page : null;
  if (many) {
    for (const link of wall.querySelectorAll(".patch a")) if (!now.has(link.pathname)) link.closest("li").remove();
    part("number").textContent = many === 1 ? part("news").dataset.one : part("news").dataset.many.replace("%", many);
  } else put(page);
  show(part("new"), many);
}

function swap(page) {
  for (const place of wall.querySelectorAll("[data-wall-part]")) place.replaceWith(page.querySelector(`[data-wall-part=${place.dataset.wallPart}]`));
}

function put(page) {
  const before = names(wall), on = document.activeElement;
  swap(page);
  const links = [...wall.querySelectorAll(".patch a")];
  for (const link of links) if (!before.has(link.pathname)) link.closest("li").classList.add("is-new");
  const again = on?.id ? document.getElementById(on.id) : links.find((link) => link.pathname === on?.pathname);
  again?.focus({ preventScroll: true });
}

part("show")?.addEventListener("click", () => {
  put(news);
  show(part("new"), false);
  wall.querySelector(".patch a").focus();
});

// One key holds the newest patch, for hosts who turn it on.
const key = part("key");
if (key) {
  show(key.closest("label"), true);
  key.checked = sessionStorage.getItem("hold") === "on";
  key.addEventListener("change", () => sessionStorage.setItem("hold", key.checked ? "on" : ""));
  addEventListener("keydown", (press) => {
    const isPlain = !press.ctrlKey && !press.metaKey && !press.altKey && !press.repeat;
    if (key.checked && isPlain && press.key.toLowerCase() === "h") part("hold")?.click();
  });
}

// The projector: the newest patch large for a moment, and one picture after the other where there are several.
let view = Number(wall.dataset.view), until = "", shrinking;
const picture = () => part("picture").dataset;
const isStill = () => until || part("still");

function project(page) {
  const known = picture().newest;
  swap(page);
  if (picture().newest === known || isStill()) return;
  clearTimeout(shrinking);
  show(part("large"), true);
  shrinking = setTimeout(() => show(part("large"), false), LARGE);
}

function turn() {
  const many = Number(picture().views);
  if (many < 2 || isStill()) return;
  view = (view % many) + 1;
  look();
}

part("pause")?.addEventListener("click", ({ currentTarget: button }) => {
  until = until ? "" : part("at").dateTime;
  button.setAttribute("aria-pressed", Boolean(until));
  look();
});

if (view) {
  setInterval(turn, TURN);
  show(part("pause"), true);
  document.body.classList.add("moves");
}
const address = () => (view ? `${wall.dataset.wall}?${new URLSearchParams({ view, until })}` : wall.dataset.wall);
const take = view ? project : read;
