// The few pages of the local provider. They say that they are an imitation.
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

const page = (title, body) => `<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>
body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}
button{display:block;width:100%;margin:.6rem 0;padding:.8rem;font:inherit;text-align:left}
.note{padding:.6rem 1rem;border-left:.3rem solid #b3261e;background:#fdeeec}
</style></head><body><main><h1>${title}</h1>
<p class="note">Imitation locale pour les essais : ce n’est pas FranceConnect.</p>
${body}</main></body></html>`;

export const chooser = (people) => page('Qui êtes-vous ?', `<form method="post" action="">
${Object.entries(people).map(([id, who]) =>
  `<button name="person" value="${safe(id)}">${safe(who.given_name)} ${safe(who.family_name)}, ${safe(who.birthdate)}</button>`).join('\n')}
<button name="person" value="">Annuler et revenir au service</button></form>`);

export function leaving(ctx, form) {
  ctx.body = page('Se déconnecter', form
    ? `${form}<button form="op.logoutForm" name="logout" value="yes">Se déconnecter</button>`
    : '<p>C’est fait.</p>');
}

export function trouble(ctx, out) {
  ctx.type = 'html';
  ctx.body = page('Cette demande ne convient pas', `<p>${safe(out.error)}</p>`);
}
