// Drawing the conversation. Words are put in as text, never as HTML.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const KINDS = {
  photo: ["🖼", "Photo"], voice: ["🎤", "Message vocal, 0:03"], document: ["📄", "attestation.pdf"],
  video: ["🎞", "Vidéo"], location: ["📍", "Position"], contact: ["👤", "Contact"],
};
const SAFE = /^(https?|mailto|tel|tg):/i;

export function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// Offsets of entities are UTF-16, as are the strings of JavaScript.
export function formatted(text, entities, onCommand) {
  return between(text, 0, text.length, [...entities], onCommand);
}

function between(text, start, end, entities, onCommand) {
  const parts = [];
  let here = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < here) continue;
    parts.push(text.slice(here, entity.offset));
    const inside = [];
    while (entities.length && entities[0].offset < stop) inside.push(entities.shift());
    const words = between(text, entity.offset, stop, inside, onCommand);
    parts.push(marked(entity, text.slice(entity.offset, stop), words, onCommand));
    here = stop;
  }
  parts.push(text.slice(here, end));
  return parts;
}

function marked(entity, plain, words, onCommand) {
  if (TAGS[entity.type]) return element(TAGS[entity.type], {}, ...words);
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || plain, words);
  if (entity.type === "email") return link(`mailto:${plain}`, words);
  if (entity.type === "bot_command") {
    const button = element("button", { type: "button", class: "command", text: plain });
    button.addEventListener("click", () => onCommand(plain));
    return button;
  }
  if (entity.type === "spoiler") {
    const label = "Texte masqué : appuyer pour le lire";
    const hidden = element("button", { type: "button", class: "spoiler", "aria-label": label });
    hidden.append(...words);
    hidden.addEventListener("click", () => hidden.replaceWith(...words));
    return hidden;
  }
  return element("span", { class: entity.type }, ...words);
}

function link(url, words) {
  if (!SAFE.test(url)) return element("span", {}, ...words);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...words);
}

function keyboard(message, onPress) {
  const rows = message.keyboard.map((row) =>
    element("div", { class: "row" }, ...row.map((button) => oneButton(message, button, onPress))));
  return element("div", { class: "keyboard", role: "group", "aria-label": "Réponses" }, ...rows);
}

function oneButton(message, button, onPress) {
  if (button.url && SAFE.test(button.url)) {
    const opens = { href: button.url, target: "_blank", rel: "noopener noreferrer", title: button.url };
    const label = element("span", { class: "unseen", text: " (s’ouvre dans un nouvel onglet)" });
    const arrow = element("span", { class: "arrow", "aria-hidden": "true", text: "↗" });
    return element("a", { class: "answer", text: button.text, ...opens }, label, arrow);
  }
  const made = element("button", { type: "button", class: "answer", text: button.text });
  made.addEventListener("click", () => {
    if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    else onPress(message, button, made);
  });
  return made;
}

export function bubble(message, acts) {
  const mine = message.sender === "citizen";
  const item = element("li", { class: mine ? "mine" : "theirs", "data-id": message.message_id });
  const body = element("div", { class: `bubble ${message.kind}` });
  body.append(element("span", { class: "unseen", text: mine ? "Vous : " : `${message.name} : ` }));
  const [sign, label] = KINDS[message.kind] || [];
  if (label) body.append(element("p", { class: "media", text: `${sign} ${label}` }));
  if (message.text) {
    const words = formatted(message.text, message.entities, acts.command);
    body.append(element("div", { class: "words" }, ...words));
  }
  body.append(footing(message, mine, acts));
  item.append(body);
  if (message.keyboard.length) item.append(keyboard(message, acts.press));
  return item;
}

function footing(message, mine, acts) {
  const at = new Date(message.date * 1000);
  const hour = at.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  const foot = element("p", { class: "foot" });
  if (mine && message.kind === "text") {
    const edit = element("button", { type: "button", class: "edit", text: "Modifier" });
    edit.addEventListener("click", () => acts.edit(message));
    foot.append(edit);
  }
  if (message.edited) foot.append(element("span", { text: "modifié" }));
  foot.append(element("time", { datetime: at.toISOString(), text: hour }));
  return foot;
}

// Bring the list to what the citizen sees now; true when something new stands at its end.
export function draw(list, messages, acts, onGone) {
  let grown = false;
  for (const message of messages) {
    const known = list.querySelector(`[data-id="${message.message_id}"]:not(.leaving)`);
    const print = JSON.stringify(message);
    if (message.deleted) {
      if (known) leave(known, onGone);
    } else if (!known) {
      const item = bubble(message, acts);
      item.print = print;
      list.append(item);
      grown = true;
    } else if (known.print !== print) {
      const item = bubble(message, acts);
      item.print = print;
      known.replaceWith(item);
    }
  }
  return grown;
}

function leave(item, onGone) {
  item.classList.add("leaving");
  item.setAttribute("aria-hidden", "true");
  onGone();
  setTimeout(() => item.remove(), 450);
}
