// The messages of the newest `spaces`: each template in its sources, filled in, read by the core.

import { join } from "node:path";
import { checked, notChecked, quoted } from "./assumption.mjs";
import { NEVER_SHOWN, TOASTS_LEFT_ALONE } from "./not_messages.mjs";
import { pypiVersions, wheel } from "./packages.mjs";
import { askCore, output } from "./programs.mjs";

/**
 * What message_templates.py prints.
 *
 * @typedef {{title: string | null, text: string, where: string, auths: (string | null)[]}} Template
 * @typedef {{templates: Template[], others: {text: string, where: string}[]}} Texts
 */

/** @typedef {{cause: string | null, identity: string} & Partial<Record<Figure, number | null>>} Reading */

/** @typedef {"requestedSeconds" | "leftSeconds" | "retryAfterSeconds"} Figure */

const FORMS = "src/facts/zerogpu_message/forms.rs";

/** What is assumed of `spaces`. */
export const SPACES = {
  read: {
    id: "spaces-messages",
    assumption: "every message that `spaces` shows to a visitor is read",
    rule: FORMS,
  },
  figures: {
    id: "spaces-figures",
    assumption: "the seconds and the wait that a message tells are read",
    rule: `${FORMS}, src/facts/zerogpu_message/scanner.rs`,
  },
  identity: {
    id: "spaces-identity",
    assumption: "a message is read as the account's to which `spaces` shows it",
    rule: `${FORMS}; rows 1 and 2 of src/verdict/table.rs`,
  },
  others: {
    id: "spaces-other-texts",
    assumption: "every other text about GPUs and quotas in `spaces` is one that no visitor sees",
    rule: `tools/watch/not_messages.mjs, ${FORMS}`,
  },
};

/**
 * What stands in a template's gaps here, and how it is to be read.
 *
 * @type {Record<string, {value: string, figure?: Figure, seconds?: number}>}
 */
const SAMPLES = {
  requested: { value: "90", figure: "requestedSeconds", seconds: 90 },
  "res.left": { value: "12", figure: "leftSeconds", seconds: 12 },
  "res.wait": { value: "0:03:12", figure: "retryAfterSeconds", seconds: 192 },
  token_error: { value: "InvalidRepoToken" },
  style: { value: "white-space: nowrap" },
};

/** @type {Record<string, string>} */
const IDENTITIES = { none: "unauthenticated", regular: "free", pro: "pro" };

/** What is refused for the sake of an account's limits, and hence says whose they are. */
const BY_ACCOUNT = ["quota-exceeded", "runs-exceeded", "queue-timeout"];

const GAP = /\{([^{}]+)\}/g;

/**
 * A template with its gaps filled in, and what it holds that nobody knows how to fill.
 *
 * @param {string} template
 */
export function rendered(template) {
  const gaps = [...template.matchAll(GAP)].map(([, gap = ""]) => gap);
  const unknown = gaps.filter((gap) => !(gap in SAMPLES));
  const text = template.replaceAll(GAP, (whole, gap) => SAMPLES[gap]?.value ?? whole);
  return { text, gaps, unknown };
}

/**
 * Holds each assumption against what the sources say and the core reads.
 *
 * @param {string} against
 * @param {Texts} texts
 * @param {(messages: {text: string}[]) => Promise<Reading[]>} read
 */
export async function judgeMessages(against, { templates, others }, read) {
  const messages = templates.filter(({ text }) => !(text in TOASTS_LEFT_ALONE));
  const filled = messages.map((template) => ({ ...template, ...rendered(template.text) }));
  // By the text alone: Gradio 6 shows no title.
  const readings = await read(filled.map(({ text }) => ({ text })));
  /** @type {{read: string[], figures: string[], identity: string[]}} */
  const faults = { read: [], figures: [], identity: [] };
  if (templates.length < 10)
    faults.read.push(
      `only ${templates.length} templates were found: the sources have another shape`,
    );
  for (const [index, { text, gaps, unknown, where, auths }] of filled.entries()) {
    const reading = readings[index];
    const at = `${quoted(text)} (${where})`;
    if (unknown.length > 0) {
      faults.read.push(`${at}: nobody knows what stands in ${unknown.map(quoted).join(", ")}`);
      continue;
    }
    if (reading.cause === null) {
      faults.read.push(at);
      continue;
    }
    for (const { figure, seconds } of gaps.map((gap) => SAMPLES[gap]))
      if (figure && reading[figure] !== seconds)
        faults.figures.push(`${at}: ${figure} is read as ${reading[figure]} instead of ${seconds}`);
    const [auth] = auths;
    const expected = auths.length === 1 && auth ? IDENTITIES[auth] : null;
    if (expected && BY_ACCOUNT.includes(reading.cause) && reading.identity !== expected)
      faults.identity.push(`${at}: read as “${reading.identity}”, shown to “${expected}”`);
  }
  const unknown = others.filter(({ text }) => !(text.trim() in NEVER_SHOWN));
  return [
    checked(SPACES.read, against, faults.read),
    checked(SPACES.figures, against, faults.figures),
    checked(SPACES.identity, against, faults.identity),
    checked(
      SPACES.others,
      against,
      unknown.map(({ text, where }) => `${quoted(text.trim())} (${where})`),
    ),
  ];
}

const TEMPLATES = join(import.meta.dirname, "message_templates.py");

/**
 * The texts in a wheel of `spaces`.
 *
 * @param {string} file
 * @returns {Promise<Texts>}
 */
export async function textsIn(file) {
  return JSON.parse(await output("python3", [TEMPLATES, file]));
}

/**
 * Checks the newest `spaces`.
 *
 * @param {{cache: string}} options
 */
export async function watchSpaces({ cache }) {
  try {
    const version = (await pypiVersions("spaces")).at(-1) ?? "";
    const texts = await textsIn(await wheel(cache, "spaces", version));
    return await judgeMessages(`spaces ${version}`, texts, (messages) =>
      askCore("explain", messages),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return Object.values(SPACES).map((one) => notChecked(one, "the newest spaces", why));
  }
}
