import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { playwrightCounts, readCounts, vitestCounts } from './counts.mjs';
import { install } from './install.mjs';
import { runNode, runPackage, top } from './run.mjs';

/**
 * Every check of the project, in order. `npm test -- unit` runs one step, `npm test -- types lint`
 * two; further arguments go to the runner of a single step: `npm test -- unit tests/unit/core`.
 * A step that fails does not keep the next from running, so that one run tells all.
 */

const config = (/** @type {string} */ name) => join('.config', name);
const reports = { unit: 'test-results/unit.json', browser: 'test-results/browser.json' };

/** @typedef {{ title: string, run: (more: string[]) => Promise<number> }} Step */
/** @type {Record<string, Step>} */
const steps = {
  types: {
    title: 'Types',
    run: async () => {
      const svelte = await runPackage('svelte-check', [
        ...['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
      ]);
      const workers = await runPackage('typescript', ['-p', 'workers'], { bin: 'tsc' });
      const tests = await runPackage('typescript', ['-p', 'tests'], { bin: 'tsc' });
      return svelte || workers || tests;
    },
  },
  lint: {
    title: 'Lint and format',
    run: async (more) => {
      const eslint = await runPackage('eslint', [
        ...['--config', config('eslint.config.js'), '--max-warnings', '0', '--cache'],
        ...['--cache-location', '.cache/eslint/', ...(more.length > 0 ? more : ['.'])],
      ]);
      const prettier = await runPackage('prettier', [
        '--check',
        ...(more.length > 0 ? more : ['.']),
        ...['--cache', '--cache-location', '.cache/prettier', '--log-level', 'warn'],
      ]);
      return eslint || prettier;
    },
  },
  rules: {
    title: 'Dependency rules',
    run: () =>
      runPackage(
        'dependency-cruiser',
        ['--config', config('dependency-cruiser.cjs'), 'src', 'workers'],
        { bin: 'depcruise' },
      ),
  },
  unit: {
    title: 'Unit tests',
    run: (more) =>
      runPackage('vitest', [
        ...['run', '--reporter=default', '--reporter=json'],
        ...[`--outputFile.json=${reports.unit}`, ...more],
      ]),
  },
  build: {
    title: 'Build and size',
    run: async () =>
      (await runPackage('vite', ['build', '--logLevel', 'warn'])) ||
      (await runNode(['.scripts/size.mjs'])),
  },
  browser: {
    title: 'Browser tests',
    run: async (more) => {
      if (!existsSync(join(top, 'dist/index.html'))) {
        console.error('dist/ is missing: run `npm run build` first.');
        return 1;
      }
      try {
        const env = {
          CHROMIUM_PATH: ensureChromium(),
          PLAYWRIGHT_JSON_OUTPUT_FILE: reports.browser,
        };
        return await runPackage(
          '@playwright/test',
          ['test', '--config', 'tests/browser/playwright.config.ts', ...more],
          { bin: 'playwright', env },
        );
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        return 1;
      }
    },
  },
};

const asked = process.argv.slice(2);
const chosen = asked.filter((word) => word in steps);
const more = asked.filter((word) => !(word in steps));
if (more.length > 0 && chosen.length !== 1) {
  console.error(`Unknown: ${more.join(' ')}. Steps are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

install();
await compileMessages();
const outcomes = await runSteps(chosen.length > 0 ? chosen : Object.keys(steps), more);
process.exitCode = conclude(outcomes);

/** Types, lint and tests read the compiled messages. */
async function compileMessages() {
  const code = await runNode(['.scripts/messages.mjs']);
  if (code !== 0) process.exit(code);
}

/**
 * @param {string[]} names
 * @param {string[]} more
 */
async function runSteps(names, more) {
  for (const report of Object.values(reports)) rmSync(join(top, report), { force: true });
  /** @type {{ name: string, title: string, code: number, seconds: number }[]} */
  const outcomes = [];
  for (const name of names) {
    const step = steps[name];
    if (step === undefined) continue;
    console.log(`\n== ${step.title} ==`);
    const start = performance.now();
    const code = await step.run(more);
    outcomes.push({ name, title: step.title, code, seconds: (performance.now() - start) / 1000 });
  }
  return outcomes;
}

/**
 * Prints what passed. The last line, `N passed, N failed`, counts unit and browser tests.
 *
 * @param {Awaited<ReturnType<typeof runSteps>>} outcomes
 * @returns {number} The exit code.
 */
function conclude(outcomes) {
  console.log('\n== Summary ==');
  for (const { title, code, seconds } of outcomes) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${title} (${seconds.toFixed(0)} s)`);
  }
  const counts = outcomes.flatMap(({ name }) => {
    if (name === 'unit') return [readCounts(join(top, reports.unit), vitestCounts)];
    if (name === 'browser') return [readCounts(join(top, reports.browser), playwrightCounts)];
    return [];
  });
  if (counts.length > 0) {
    const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
      counts.reduce((sum, one) => sum + one[key], 0);
    if (total('skipped') > 0) console.log(`${total('skipped')} skipped`);
    console.log(`${total('passed')} passed, ${total('failed')} failed`);
  }
  return outcomes.some(({ code }) => code !== 0) ? 1 : 0;
}
