// A local provider set up like FranceConnect v2: same engine, prefix, algorithms, lifetimes. Nothing official.
// Reads {"port", "people", "clients"} on stdin, prints {"issuer"} once it listens, ends with its stdin.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { chooser, leaving, trouble } from './pages.mjs';

const PREFIX = '/api/v2';

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => start(JSON.parse(line)));
lines.once('close', () => process.exit(0));

async function start({ port, people, clients }) {
  const server = createServer();
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const issuer = origin + PREFIX;
  const provider = new Provider(issuer, await configuration(people, clients));
  const answer = provider.callback();
  server.on('request', (req, res) => {
    if (req.url.startsWith('/interaction/')) return interact(provider, people, req, res);
    if (!req.url.startsWith(`${PREFIX}/`)) return res.writeHead(404).end();
    req.originalUrl = req.url;
    req.url = req.url.slice(PREFIX.length);
    return answer(req, res);
  });
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
}

async function configuration(people, clients) {
  const salt = randomBytes(16).toString('hex');
  return {
    clients: clients.map(client),
    jwks: { keys: [await key('ES256'), await key('RS256')] },
    findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    acrValues: ['eidas1'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, id, { clientId }) =>
      `${createHash('sha256').update(`${salt}:${clientId}:${id}`).digest('hex')}v1`,
    claims: {
      acr: null,
      openid: ['sub'],
      given_name: ['given_name'],
      family_name: ['family_name'],
      birthdate: ['birthdate'],
      birthplace: ['birthplace'],
      birthcountry: ['birthcountry'],
      gender: ['gender'],
      email: ['email'],
      preferred_username: ['preferred_username'],
    },
    // Code 30 s, access and id token 60 s, as the real one.
    ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Interaction: 600, Session: 1800, Grant: 1800 },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: leaving, postLogoutSuccessSource: leaving },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: grantWhatIsAsked,
    cookies: { keys: [randomBytes(16).toString('hex')] },
    renderError: trouble,
  };
}

function client({ id, secret, pages }) {
  return {
    client_id: id,
    client_secret: secret,
    redirect_uris: [`${pages}/franceconnect/retour`],
    post_logout_redirect_uris: [`${pages}/franceconnect/deconnecte`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    subject_type: 'pairwise',
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
  };
}

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${randomBytes(4).toString('hex')}` };
}

// FranceConnect asks for no consent of its own here: choosing who one is says it.
async function grantWhatIsAsked(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}

async function interact(provider, people, req, res) {
  try {
    const { prompt } = await provider.interactionDetails(req, res);
    if (req.method !== 'POST') {
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(chooser(people));
      return;
    }
    const person = new URLSearchParams(await bodyOf(req)).get('person');
    const result = people[person] && prompt.name === 'login'
      ? { login: { accountId: person, acr: 'eidas1', amr: ['pwd'], remember: false } }
      : { error: 'access_denied', error_description: 'User auth aborted' };
    await provider.interactionFinished(req, res, result);
  } catch (error) {
    res.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(error.name);
  }
}

async function bodyOf(req) {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}
