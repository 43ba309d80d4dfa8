import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { top } from './run.mjs';

/**
 * Whether node_modules holds what the lock file asks for. npm keeps a copy of what it installed
 * in node_modules/.package-lock.json; the two are compared, because file times say nothing after
 * a copy or a checkout.
 *
 * @param {string} folder The project's top.
 */
export function isInstalled(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // An optional package may be absent: it is for another platform.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/** Installs what the lock file names, if it is not there yet. Ends the process where npm fails. */
export function install() {
  if (isInstalled(top)) return;
  console.log('Installing the dependencies (npm ci) …');
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // `npm start` names its own npm; run by itself, the script takes the one on the path.
  const npm = process.env.npm_execpath;
  const result =
    npm?.endsWith('.js') === true
      ? spawnSync(process.execPath, [npm, ...options], { cwd: top, stdio: 'inherit' })
      : spawnSync('npm', options, {
          cwd: top,
          stdio: 'inherit',
          shell: process.platform === 'win32',
        });
  if (result.status !== 0) {
    console.error('npm ci failed; its message stands above.');
    process.exit(result.status ?? 1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) install();
