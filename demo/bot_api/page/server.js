// What this page asks of the fake Bot API. Errors become sentences.

async function read(answer) {
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || "Le serveur a refusé.");
  return told;
}

export async function get(path, query = {}, signal = undefined) {
  return read(await fetch(`/control/${path}?${new URLSearchParams(query)}`, { signal }));
}

export async function post(path, body = {}) {
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  return read(await fetch(`/control/${path}`, request));
}

// Follow one conversation: `seen` is called with each new state of the screen, until `signal`.
export async function follow(who, seen, lost, signal) {
  let after = -2;
  while (!signal.aborted) {
    try {
      const chat = await get("chat", { ...who, after, wait: after === -2 ? 0 : 25 }, signal);
      if (chat.revision !== after) seen(chat);
      after = chat.revision;
    } catch (error) {
      if (signal.aborted) return;
      lost(error);
      await new Promise((done) => setTimeout(done, 1500));
      after = -2;
    }
  }
}
