import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playwrightCounts, readCounts, vitestCounts } from '../../../.scripts/counts.mjs';
import { isInstalled } from '../../../.scripts/install.mjs';
import { startScripts } from '../../../.scripts/size.mjs';

describe('the counts of a run', () => {
  it('take a unit test file that could not run as one failure', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('take an error outside a browser test as one failure', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 3 };
    expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('take a report that was never written as one failure', () => {
    expect(readCounts('/nowhere/report.json', vitestCounts)).toMatchObject({
      passed: 0,
      failed: 1,
    });
  });
});

describe('the scripts that a page starts with', () => {
  it('are its module and what the module preloads, once each', () => {
    const html =
      '<meta charset="utf-8"><script type="module" crossorigin src="./assets/index-1.js"></script>' +
      '<link rel="modulepreload" crossorigin href="./assets/vendor-2.js">' +
      '<link rel="modulepreload" crossorigin href="./assets/vendor-2.js">' +
      '<link rel="stylesheet" crossorigin href="./assets/index-3.css">';
    expect(startScripts(html)).toEqual(['./assets/index-1.js', './assets/vendor-2.js']);
  });
});

describe('whether the packages are installed', () => {
  let folder = '';
  const lock = (packages: object) => JSON.stringify({ packages });
  const wanted = {
    '': { name: 'x' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/mac-only': { version: '1.0.0', integrity: 'sha512-m', optional: true },
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'installed-'));
    writeFileSync(join(folder, 'package-lock.json'), lock(wanted));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function installed(packages: object): boolean {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), lock(packages));
    return isInstalled(folder);
  }

  it('no without node_modules', () => {
    expect(isInstalled(folder)).toBe(false);
  });

  it('yes with every package of the lock file, those for other platforms aside', () => {
    expect(installed({ 'node_modules/a': wanted['node_modules/a'] })).toBe(true);
  });

  it('no with another version, or one missing', () => {
    expect(installed({ 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } })).toBe(
      false,
    );
    expect(installed({})).toBe(false);
  });
});
