// The round: a clock of two minutes for each person, to be seen and not heard. Everything else works without it.
let ticking;

for (const clock of document.querySelectorAll("[data-round-clock]")) {
  const button = clock.querySelector("button");
  const left = clock.querySelector("[data-round-left]");
  clock.hidden = false;
  button.addEventListener("click", () => {
    clearInterval(ticking);
    for (const other of document.querySelectorAll("[data-round-left]")) other.textContent = "";
    const end = Date.now() + clock.dataset.roundClock * 60000;
    const show = () => {
      const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
      left.textContent = seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : left.dataset.over;
      if (!seconds) clearInterval(ticking);
    };
    ticking = setInterval(show, 500);
    show();
  });
}
