const sessionKey = 'guichet.session';

/** Who is signed in in this tab: `{ sub, groups, token }`, or undefined. */
export function session() {
  const stored = sessionStorage.getItem(sessionKey);
  return stored === null ? undefined : JSON.parse(stored);
}

export async function signIn(sub, groups) {
  const { token } = await local('/_local/token', { method: 'POST', body: { sub, groups } });
  sessionStorage.setItem(sessionKey, JSON.stringify({ sub, groups, token }));
}

export function signOut() {
  sessionStorage.removeItem(sessionKey);
}

/** Says in the page's header who is signed in. */
export function showWho(place) {
  const who = session();
  place.textContent = who ? `${who.sub} (${who.groups.join(', ') || 'no groups'})` : 'not signed in';
}

/** Asks the local cloud itself. Throws with the message of its error. */
export async function local(path, { method = 'GET', body } = {}) {
  return answerOf(await fetch(path, { method, body: body && JSON.stringify(body) }));
}

/** Asks the agents' API as the one who is signed in. Tokens live an hour on the movable clock, so a jump ends them: sign in again, once. */
export async function api(path, { method = 'GET', body } = {}) {
  const request = () =>
    fetch(path, {
      method,
      body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${session().token}`, ...(body && { 'content-type': 'application/json' }) },
    });
  let response = await request();
  if (response.status === 401) {
    const { sub, groups } = session();
    await signIn(sub, groups);
    response = await request();
  }
  return answerOf(response);
}

async function answerOf(response) {
  const text = await response.text();
  if (response.ok) return text === '' ? undefined : JSON.parse(text);
  throw new Error(`${response.status}: ${messageOf(text) || response.statusText}`);
}

function messageOf(text) {
  try {
    const { message, detail, field } = JSON.parse(text);
    return message ?? (detail && field ? `${field} ${detail}` : detail) ?? text;
  } catch {
    return text;
  }
}
