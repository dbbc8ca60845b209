// What the server checks anyway, shown while typing. Without this file the form works the same.
"use strict";

const RULES = {
  length: (text, least) => [...text].length >= least,
  lowercase: (text, least) => (text.match(/\p{Ll}/gu) ?? []).length >= least,
  digits: (text, least) => (text.match(/\p{Nd}/gu) ?? []).length >= least,
};

function tick(rule, text) {
  const kept = RULES[rule.dataset.rule](text, Number(rule.dataset.least));
  rule.classList.toggle("kept", kept);
  rule.querySelector(".unseen").textContent = kept ? " : oui" : " : pas encore";
}

function watchRules(password) {
  const rules = [...document.querySelectorAll("[data-rule]")].filter((rule) => rule.dataset.rule in RULES);
  for (const rule of rules) {
    const said = document.createElement("span");
    said.className = "unseen";
    rule.append(said);
  }
  const look = () => rules.forEach((rule) => tick(rule, password.value.normalize("NFKC").trim()));
  password.addEventListener("input", look);
  look();
}

function watchConfirmation(password, confirmation) {
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("aria-live", "polite");
  confirmation.after(said);
  const look = () => {
    const both = password.value && confirmation.value;
    said.textContent = both && password.value === confirmation.value ? "✓ Les deux sont les mêmes." : "";
  };
  password.addEventListener("input", look);
  confirmation.addEventListener("input", look);
}

function showable(input) {
  const frame = document.createElement("div");
  frame.className = "showable";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show";
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Masquer" : "Afficher";
    button.setAttribute("aria-pressed", String(shown));
  };
  const label = document.querySelector(`label[for="${input.id}"]`);
  button.setAttribute("aria-describedby", label.id = label.id || `${input.id}-label`);
  const typing = document.activeElement === input;
  input.replaceWith(frame);
  frame.append(input, button);
  if (typing) input.focus();
  button.addEventListener("click", () => set(input.type === "password"));
  input.form.addEventListener("submit", () => set(false));
  set(false);
}

const [password, confirmation] = ["password", "confirmation"].map((id) => document.getElementById(id));
if (password) {
  watchRules(password);
  watchConfirmation(password, confirmation);
}
document.querySelectorAll(".fields input[type=password]").forEach(showable);
