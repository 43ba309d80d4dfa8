import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const top = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command of an installed package with this Node, from the project's top, its output on
 * ours. Needs no shell and no `.bin` links, so it is the same on every platform.
 *
 * @param {string} name The package.
 * @param {readonly string[]} options The command's arguments.
 * @param {{ bin?: string, env?: Record<string, string> }} [more] `bin`: the command, where it is
 *   not named after the package.
 * @returns {Promise<number>} The exit code.
 */
export function runPackage(name, options, { bin = name.split('/').at(-1) ?? name, env = {} } = {}) {
  const folder = join(top, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin];
  return runNode([join(folder, script), ...options], env);
}

/**
 * @param {readonly string[]} options Script and arguments.
 * @param {Record<string, string>} [env] Added to the environment.
 * @returns {Promise<number>} The exit code.
 */
export function runNode(options, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, {
      cwd: top,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
