// On the last page, « J'accepte » waits until its last word was on the screen. The server checks on its own
// that every part was served; without this file the page works the same.
"use strict";

const accept = document.getElementById("accepter");
const when = document.getElementById("quand");
const end = document.getElementById("fin");

function reached() {
  accept.removeAttribute("aria-disabled");
  when.textContent = "Vous êtes à la fin du texte : vous pouvez accepter.";
}

if ("IntersectionObserver" in window) {
  accept.setAttribute("aria-disabled", "true");
  when.textContent = "Vous pourrez accepter à la fin du texte.";
  const watch = new IntersectionObserver((seen) => {
    if (seen.some((one) => one.isIntersecting)) {
      watch.disconnect();
      reached();
    }
  });
  watch.observe(end);
  // A screen reader may read to the end without scrolling: arriving there with the keyboard counts.
  end.addEventListener("focus", reached);
  accept.addEventListener("click", (event) => {
    if (accept.getAttribute("aria-disabled") !== "true") return;
    event.preventDefault();
    when.textContent = "Lisez d’abord jusqu’à la fin du texte. Le lien « Aller à la fin » y mène.";
  });
}
