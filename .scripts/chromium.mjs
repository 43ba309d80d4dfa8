import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Finds the Chromium that the browser tests drive, or installs it where that is ours to do. */

/** Flags for a test run: nothing that would make the browser itself go to the network. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {string[]} Where Chromium, Chrome and Edge are usually installed. */
function usualPaths() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'];
    return folders.flatMap((name) => {
      const folder = process.env[name];
      if (folder === undefined) return [];
      return [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ];
    });
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Whether a browser really starts: on Ubuntu `chromium-browser` may be a note that tells to
 * install a snap. On Windows asking for the version would open a window, so the file must do.
 *
 * @param {string} path
 */
function works(path) {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version', '--no-sandbox'], { timeout: 30_000 }).status === 0;
}

/**
 * The browser to test with: CHROMIUM_PATH, or else the first that is installed.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (works(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH names no working browser: ${chosen}`);
  }
  return usualPaths().find(works) ?? null;
}

function isDebianAsRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (!existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {readonly string[]} packages */
function aptInstall(packages) {
  console.log(`Installing ${packages.join(' and ')} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio = /** @type {const} */ (['ignore', 'ignore', 'inherit']);
  spawnSync('apt-get', ['update', '-qq'], { env, stdio });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio,
  });
}

function advice() {
  const commands = {
    darwin: 'brew install --cask chromium',
    win32: 'winget install Google.Chrome',
    linux: 'sudo apt-get install chromium (Fedora: sudo dnf install chromium)',
  };
  const command = /** @type {Record<string, string>} */ (commands)[process.platform];
  return (
    'The browser tests need Chrome, Edge or Chromium, and none was found. ' +
    `Install one: ${command ?? 'with the package manager of this system'}; ` +
    'or name yours: CHROMIUM_PATH=/path/to/chrome npm test'
  );
}

/**
 * The browser to test with, installed from the system's packages on Debian and Ubuntu as root.
 *
 * @returns {string}
 * @throws Error that says what to install.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (isDebianAsRoot()) {
    aptInstall(['chromium']);
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new Error(advice());
}

/** Gives screenshots a Korean face on Debian and Ubuntu as root, where there is none yet. */
export function ensureKoreanFont() {
  const listed = spawnSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' });
  if (listed.status === 0 && listed.stdout.trim() !== '') return;
  if (isDebianAsRoot()) aptInstall(['fonts-noto-cjk']);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
