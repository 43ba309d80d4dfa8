import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFiles as files } from '../fixtures/architecture.ts';

const top = fileURLToPath(new URL('../../', import.meta.url));
const config = createRequire(import.meta.url)(
  join(top, '.config/dependency-cruiser.cjs'),
) as IConfiguration;

async function check(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { options = {}, ...ruleSet } = config;
  const outcome = await cruise(
    folders,
    { ...options, baseDir, validate: true, ruleSet },
    undefined,
    { tsConfig: extractTSConfig(join(top, 'tsconfig.json')) },
  );
  return outcome.output as ICruiseResult;
}

describe('the dependency rules', () => {
  let folder = '';
  let found: { rule: string; from: string; to: string }[] = [];

  beforeAll(async () => {
    // Within the project, so that its packages are found.
    mkdirSync(join(top, '.cache'), { recursive: true });
    folder = mkdtempSync(join(top, '.cache/architecture-'));
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, 'package.json'), readFileSync(join(top, 'package.json')));
    const result = await check(folder, ['src', 'workers']);
    found = result.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
    }));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(files.filter(({ breaks }) => breaks !== null))('$breaks: $path', ({ breaks, path }) => {
    expect(found).toContainEqual(expect.objectContaining({ rule: breaks, from: path }));
  });

  it('says nothing about files that keep them', () => {
    const clean = new Set<string>(
      files.filter(({ breaks }) => breaks === null).map(({ path }) => path),
    );
    expect(found.filter(({ from }) => clean.has(from))).toEqual([]);
  });

  it("leaves the client the worker's address", () => {
    const taken = found.filter(({ from }) => from === 'src/engine/client.ts').map(({ to }) => to);
    expect(taken).toEqual(['workers/engine-api.ts']);
  });

  it('each rule is shown to bite', () => {
    const shown = new Set(files.map(({ breaks }) => breaks));
    const names = (config.forbidden ?? []).map(({ name }) => name ?? '');
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('the files', () => {
  // Read as text: in Svelte files, imports of types are gone before the dependency rules look.
  it('are all reached from the page or from a worker', () => {
    const imports = new Map(sources().map(({ path, text }) => [path, importsOf(path, text)]));
    const reached = new Set(['src/main.ts', 'workers/engine.worker.ts']);
    for (const path of reached) for (const next of imports.get(path) ?? []) reached.add(next);
    expect([...imports.keys()].filter((path) => !reached.has(path))).toEqual([]);
  });

  it('are told from those they import', () => {
    const text = "import type { A } from '../a.ts';\nexport * from './b.ts';\nimport 'svelte';";
    expect(importsOf('src/x/y.ts', text)).toEqual(['src/a.ts', 'src/x/b.ts']);
    expect(importsOf('src/x/y.ts', "const z = () => import('./Z.svelte');")).toEqual([
      'src/x/Z.svelte',
    ]);
  });
});

describe('SQL text', () => {
  const allowed = /^(src\/analyses\/.*\/([a-z]+-)?query\.ts$|src\/(data|import|core)\/|workers\/)/;
  const tag = /\bsql`/;

  it('stands only in query.ts, data, import, core and the workers', () => {
    const astray = sources().filter(
      ({ path, text }) => !allowed.test(path) && tag.test(withoutComments(text)),
    );
    expect(astray.map(({ path }) => path)).toEqual([]);
  });

  it('is found where it stands', () => {
    const inQueries = sources().filter(({ path, text }) => allowed.test(path) && tag.test(text));
    expect(inQueries.length).toBeGreaterThan(3);
  });
});

function sources(): { path: string; text: string }[] {
  return ['src', 'workers'].flatMap((root) =>
    readdirSync(join(top, root), { recursive: true, encoding: 'utf8' })
      .map((name) => `${root}/${name.split(sep).join('/')}`)
      .filter((path) => /\.(ts|svelte)$/.test(path) && !path.includes('/paraglide/'))
      .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') })),
  );
}

/** The files of the project that a file imports, as a value or as a type. */
function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'(\.[^'?]+)(?:\?[^']*)?'/g);
  return [...found].map(([, address = '']) => posix.join(posix.dirname(path), address));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/\/\/.*$/gm, '');
}
