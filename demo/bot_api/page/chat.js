// A citizen's phone: choose who one is, press « Démarrer », write, press the buttons.

import { follow, get, post } from "./server.js";
import { draw, element } from "./screen.js";

const $ = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
let bot = null;
let chat = null;
let start = asked.get("start") || "";
let editing = null;
let following = null;
let quiet = null;
let told = new Set();
const pressed = new Map();

const who = () => ({ bot: bot.username, chat });

async function tried(deed) {
  try {
    return await deed();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 5000);
}

function introduce(card) {
  bot = card;
  $("bot-name").textContent = card.name;
  document.title = `${card.name} · Telegram de démonstration`;
  const letters = card.name.split(/[\s'’-]+/).filter((word) => /^\p{Lu}/u.test(word));
  $("avatar").textContent = letters.slice(0, 2).map((word) => word[0]).join("") || card.name[0];
  $("description").textContent = card.description || `Appuyez sur « Démarrer » pour écrire à ${card.name}.`;
  $("commands").hidden = card.commands.length === 0;
  $("commands").querySelector("ul").replaceChildren(...card.commands.map((command) => {
    const button = element("button", { type: "button", text: `/${command.command} — ${command.description}` });
    button.addEventListener("click", () => { $("commands").open = false; say(`/${command.command}`); });
    return element("li", {}, button);
  }));
}

// The lobby: who are you, and with whom do you speak?
async function lobby() {
  following?.abort();
  chat = null;
  stopEditing();
  show({ lobby: true });
  $("status").textContent = "bot";
  $("deep-link").hidden = !start;
  const found = await tried(() => get("chats", { bot: bot.username }));
  introduce(found?.bot ?? bot);
  const people = (found?.chats ?? []).filter((one) => one.chat > 0).reverse();
  $("known").hidden = people.length === 0;
  $("known-title").textContent = start ? "Ou ouvrir ce lien dans une conversation en cours" : "Conversations en cours";
  $("chats").replaceChildren(...people.map((one) => {
    const name = element("strong", { text: one.name });
    const last = element("span", { text: one.last });
    const button = element("button", { type: "button" }, name, last);
    button.addEventListener("click", () => resume(one.chat));
    return element("li", {}, button);
  }));
  $("first-name").focus();
}

async function begin(event) {
  event.preventDefault();
  const first_name = $("first-name").value.trim() || "Camille";
  const person = await tried(() => post("person"));
  if (!person) return;
  chat = person.chat;
  await tried(() => post("say", { ...who(), first_name, text: `/start ${start}`.trim() }));
  start = "";
  open();
}

// Whoever comes back by a deep link presents it in the conversation already begun.
async function resume(known) {
  chat = known;
  if (start) await tried(() => post("say", { ...who(), text: `/start ${start}` }));
  start = "";
  open();
}

function open() {
  history.replaceState(null, "", `/chat?${new URLSearchParams(who())}`);
  $("messages").replaceChildren();
  told = null;
  pressed.clear();
  show({ talk: true });
  following?.abort();
  following = new AbortController();
  const lost = () => { $("status").textContent = "connexion perdue…"; };
  follow(who(), seen, lost, following.signal);
  $("text").focus();
}

function show({ lobby: inLobby = false, talk = false }) {
  $("lobby").hidden = !inLobby;
  for (const id of ["talk", "composer", "menu", "back"]) $(id).hidden = !talk;
}

function seen(screen) {
  introduce(screen.bot);
  const acts = { press, edit, command: say };
  const gone = () => { $("announce").textContent = "Un message a été supprimé."; };
  if (draw($("messages"), screen.messages, acts, gone)) $("log").scrollTop = $("log").scrollHeight;
  notices(screen.notices ?? []);
  $("block").textContent = screen.blocked ? "Débloquer le bot" : "Bloquer le bot";
  $("block").dataset.blocked = screen.blocked ? "yes" : "";
  $("text").disabled = Boolean(screen.blocked);
  $("text").placeholder = screen.blocked ? "Débloquez le bot pour lui écrire" : "Message";
  $("status").textContent = screen.blocked ? "bot bloqué" : screen.typing ? "écrit…" : "bot";
  clearTimeout(quiet);
  if (screen.typing) quiet = setTimeout(() => { $("status").textContent = "bot"; }, 5000);
}

// What answers a press: nothing, a few words, or a window.
function notices(all) {
  const first = told === null;
  told ??= new Set();
  for (const notice of all.filter((one) => !told.has(one.query_id))) {
    told.add(notice.query_id);
    pressed.get(notice.query_id)?.removeAttribute("aria-busy");
    pressed.delete(notice.query_id);
    if (!notice.text || first) continue;
    if (!notice.alert) { toast(notice.text); continue; }
    $("alert").querySelector("p").textContent = notice.text;
    $("alert").showModal();
  }
}

async function say(text) {
  await tried(() => post("say", { ...who(), text }));
  $("text").focus();
}

async function press(message, button, made) {
  made.setAttribute("aria-busy", "true");
  const body = { ...who(), button: button.callback_data, message_id: message.message_id };
  const query = await tried(() => post("press", body));
  if (!query || told.has(query.query_id)) return made.removeAttribute("aria-busy");
  pressed.set(query.query_id, made);
  setTimeout(() => made.removeAttribute("aria-busy"), 10000);
}

async function send(event) {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  const correction = editing;
  stopEditing();
  $("text").value = "";
  grow();
  if (!correction) return say(text);
  await tried(() => post("edit", { ...who(), message_id: correction.message_id, text }));
}

function edit(message) {
  editing = message;
  $("editing").hidden = false;
  $("text").value = message.text;
  grow();
  $("text").focus();
}

function stopEditing() {
  if (editing) $("text").value = "";
  editing = null;
  $("editing").hidden = true;
}

function grow() {
  $("text").rows = Math.min(6, $("text").value.split("\n").length);
}

function wire() {
  $("begin").addEventListener("submit", begin);
  $("composer").addEventListener("submit", send);
  $("back").addEventListener("click", lobby);
  $("new").addEventListener("click", () => { $("menu").open = false; lobby(); });
  $("stop-editing").addEventListener("click", stopEditing);
  $("text").addEventListener("input", grow);
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  $("block").addEventListener("click", () => {
    $("menu").open = false;
    tried(() => post("block", { ...who(), blocked: !$("block").dataset.blocked }));
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      $("menu").open = false;
      tried(() => post("show", { ...who(), kind: button.dataset.show }));
    });
  }
  for (const menu of document.querySelectorAll("details.menu")) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
}

async function main() {
  wire();
  const found = await tried(() => get("bots"));
  const bots = found?.bots ?? [];
  const wanted = (asked.get("bot") || "").replace(/^@/, "").toLowerCase();
  const first = bots.find((one) => !wanted || one.username.toLowerCase() === wanted);
  if (!first) {
    $("status").textContent = wanted ? `aucun bot @${wanted} ici` : "aucun bot pour l’instant";
    return;
  }
  $("bot-field").hidden = bots.length < 2 || Boolean(start);
  $("bot").replaceChildren(...bots.map((one) =>
    element("option", { value: one.username, text: one.name, selected: one === first })));
  $("bot").addEventListener("change", () => { bot = bots.find((one) => one.username === $("bot").value); lobby(); });
  introduce(first);
  chat = Number(asked.get("chat")) || null;
  if (chat && !start) open(); else lobby();
}

main();
