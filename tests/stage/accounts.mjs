// Who can be signed in on the stage's Hub, and the secrets that its pages carry.

/** Every visitor's public address, of a block kept for documentation. */
export const VISITOR_IP = "203.0.113.7";

/** @typedef {"free" | "pro" | "team" | "enterprise"} Plan */

/**
 * @typedef {object} Account
 * @property {string} user
 * @property {string} fullname
 * @property {Plan} plan
 * @property {number} quotaSeconds included a day
 * @property {number} leftSeconds
 * @property {number | null} resetsInMinutes null where nothing was used yet
 * @property {number} [creditsUsedSeconds] paid for, beyond what is included
 * @property {{used: number, limit: number}} [runs] where their number is limited too
 */

/** @type {Record<Plan, Account>} */
export const ACCOUNTS = {
  free: {
    ...{ user: "ada-free", fullname: "Ada Free", plan: "free" },
    ...{ quotaSeconds: 300, leftSeconds: 184, resetsInMinutes: 7 * 60 + 25 },
    runs: { used: 3, limit: 10 },
  },
  pro: {
    ...{ user: "paula-pro", fullname: "Paula Pro", plan: "pro" },
    ...{ quotaSeconds: 2400, leftSeconds: 2112, resetsInMinutes: 13 * 60 + 5 },
    creditsUsedSeconds: 90,
  },
  team: {
    ...{ user: "tim-team", fullname: "Tim Team", plan: "team" },
    ...{ quotaSeconds: 2400, leftSeconds: 2400, resetsInMinutes: null },
  },
  enterprise: {
    ...{ user: "eve-enterprise", fullname: "Eve Enterprise", plan: "enterprise" },
    ...{ quotaSeconds: 3600, leftSeconds: 3001, resetsInMinutes: 41 },
  },
};

/** Values that no report, log or request of the extension may ever contain. */
export const PLANTED_SECRETS = {
  session: "planted-session-cookie",
  csrfToken: "planted-csrf-token",
  sessionUuid: "planted-session-uuid",
  jwtSignature: "planted-jwt-signature",
  accessToken: "hf_planted_access_token",
};

/** The name of the Hub's session cookie. */
export const SESSION_COOKIE = "token";

/**
 * The value of the session cookie of somebody who signed in with this plan.
 *
 * @param {Plan} plan
 */
export function sessionOf(plan) {
  return `${PLANTED_SECRETS.session}-${plan}`;
}

/**
 * An access token of somebody with this plan, as programs send it.
 *
 * @param {Plan} plan
 */
export function accessTokenOf(plan) {
  return `${PLANTED_SECRETS.accessToken}_${plan}`;
}

/**
 * Whom a request to the Hub signs in: in a browser the cookie alone decides, so private windows and
 * blocked cookies have the effect that they have on the real Hub; a program sends its token.
 *
 * @param {import("node:http").IncomingMessage} request
 * @returns {Account | null}
 */
export function signedIn(request) {
  const session = cookies(request)[SESSION_COOKIE];
  const visitor = Object.values(ACCOUNTS).find(({ plan }) => sessionOf(plan) === session);
  return visitor ?? bearer(request);
}

/**
 * Whose access token a request carries, in either header that Gradio's clients use: `gradio_client` since
 * 1.11.1 the second one (https://github.com/gradio-app/gradio/pull/11700).
 *
 * @param {import("node:http").IncomingMessage} request
 * @returns {Account | null}
 */
export function bearer(request) {
  const { authorization, "x-hf-authorization": other } = request.headers;
  const sent = [authorization, other];
  const has = (/** @type {Account} */ { plan }) => sent.includes(`Bearer ${accessTokenOf(plan)}`);
  return Object.values(ACCOUNTS).find(has) ?? null;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @returns {Record<string, string>}
 */
export function cookies(request) {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return Object.fromEntries(pairs.map(([name, ...value]) => [name, value.join("=")]));
}

/**
 * Something that looks like a JSON Web Token and that only the stage trusts. It ends in a planted
 * secret, so that a copy of it is found wherever it turns up.
 *
 * @param {Record<string, unknown>} claims
 */
export function token(claims) {
  const [header, payload] = [{ alg: "EdDSA", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.${PLANTED_SECRETS.jwtSignature}`;
}

/**
 * What a token says, or null for anything that is not one of the stage's.
 *
 * @param {unknown} text
 * @returns {Record<string, any> | null}
 */
export function claimsOf(text) {
  const [, payload, signature] = String(text).split(".");
  if (signature !== PLANTED_SECRETS.jwtSignature) return null;
  return JSON.parse(Buffer.from(payload, "base64url").toString());
}

/**
 * The `__sign` of a private Space's address.
 *
 * @param {string} id
 */
export function signOf(id) {
  return token({ sub: `/spaces/${id}`, read: true });
}
