// Other programs, and what they print.

import { spawn } from "node:child_process";
import { join } from "node:path";

/** The repository. */
export const root = join(import.meta.dirname, "..", "..");

/**
 * Runs a program from the repository's root.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} [input] for its standard input
 * @returns {Promise<string>} what it printed
 */
export function output(command, args, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(out);
      else
        reject(new Error(`${command} ${args[0]} ended with ${code}: ${lastLine(errors || out)}`));
    });
    // A program that ends without reading is told by its code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** @param {string} text */
const lastLine = (text) => text.trim().split("\n").at(-1) ?? "";

/**
 * Asks one of the crate's examples: a line of JSON in, a line of JSON out.
 *
 * @param {"explain" | "assess"} example
 * @param {unknown[]} questions
 * @returns {Promise<any[]>}
 */
export async function askCore(example, questions) {
  const lines = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const cargo = ["run", "--locked", "--quiet", "--example", example];
  const answers = (await output("cargo", cargo, lines)).trim().split("\n");
  if (answers.length !== questions.length)
    throw new Error(`${example} did not answer each question`);
  return answers.map((answer) => JSON.parse(answer));
}
