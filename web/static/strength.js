// How strong a password looks at first sight, in words. The server judges it for good, and knows more.
"use strict";

const COMMON = /azerty|qwerty|qsdf|wxcv|mot ?de ?passe|motdepasse|password|bonjour|soleil|doudou|chouchou|loulou|amour|maison|mairie|admin|(?:19|20)\d\d/g;
const WORDS = [
  [16, "très solide."],
  [12, "solide."],
  [9, "moyen. Un mot de plus le rendrait solide."],
  [0, "facile à deviner. Mettez plusieurs mots qui n’ont rien à voir entre eux."],
];

/** Without what anybody tries first: usual words, what is known of the reader, suites and repetitions. */
function bare(text, known) {
  let left = text.toLowerCase().replace(COMMON, "");
  for (const word of known) left = left.replaceAll(word, "");
  const signs = [...left];
  return signs.filter((sign, at) => {
    const step = at ? sign.codePointAt(0) - signs[at - 1].codePointAt(0) : 9;
    return Math.abs(step) > 1;
  });
}

/** The words of `text` that are long enough to be worth a guess. */
function wordsOf(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
}

function watchStrength(password) {
  const login = document.getElementById("login");
  const said = document.createElement("p");
  said.className = "hint";
  said.id = "strength";
  said.setAttribute("aria-live", "polite");
  (password.closest(".showable") ?? password).after(said);
  const look = () => {
    const known = wordsOf(`${login?.value ?? ""} ${password.dataset.known}`);
    const length = bare(password.value, known).length;
    const words = WORDS.find(([least]) => length >= least)[1];
    const told = password.value ? `À première vue : ${words}` : "";
    if (said.textContent !== told) said.textContent = told;
  };
  password.addEventListener("input", look);
  look();
}

const chosen = document.getElementById("password");
if (chosen) watchStrength(chosen);
