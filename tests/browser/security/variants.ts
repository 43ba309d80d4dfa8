import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** A wall that is taken down in a build of the app. */
export interface Variant {
  /** Workers of this type (ours is a module, DuckDB's is classic) are started by their address. */
  readonly startByUrl?: 'module' | 'classic';
  /** The engine's own lock stays open. */
  readonly unlocked?: boolean;
}

const top = fileURLToPath(new URL('../../../', import.meta.url));

const built = new Map<string, Promise<string>>();

/** Builds the app with a wall taken down, once. @returns The folder of the built app. */
export function buildVariant(name: string, variant: Variant): Promise<string> {
  const folder = built.get(name) ?? buildOnce(name, variant);
  built.set(name, folder);
  return folder;
}

async function buildOnce(name: string, variant: Variant): Promise<string> {
  const outDir = `${top}.cache/variants/${name}`;
  const changes = changesOf(variant);
  const plugin = rewriteSources(changes);
  await build({
    root: top,
    configFile: `${top}vite.config.ts`,
    logLevel: 'error',
    // As quick as it goes: nobody looks at this build.
    build: { outDir, emptyOutDir: true, minify: false, reportCompressedSize: false },
    plugins: [plugin],
    worker: { plugins: () => [plugin] },
  });
  const unmade = changes.filter(({ made }) => !made).map(({ file }) => file);
  if (unmade.length > 0) throw new Error(`not in the build: ${unmade.join(', ')}`);
  return outDir;
}

/** The app's HTML without its policy. */
export function withoutPolicy(_path: string, html: string): string {
  const changed = html.replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/s, '');
  if (changed === html) throw new Error('index.html has no policy to take out');
  return changed;
}

/** The app's HTML with a policy that lets a worker start by its address, as the product's does not. */
export function allowingWorkersByAddress(_path: string, html: string): string {
  const changed = html.replace('worker-src blob:', "worker-src 'self' blob:");
  if (changed === html) throw new Error('the policy has no “worker-src blob:”');
  return changed;
}

interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  made: boolean;
}

function changesOf({ startByUrl, unlocked = false }: Variant): Change[] {
  const changes: Change[] = [];
  if (startByUrl !== undefined) {
    changes.push({
      file: 'src/engine/start-worker.ts',
      from: 'new Worker(blob,',
      to: `new Worker(type === '${startByUrl}' ? url : blob,`,
      made: false,
    });
  }
  if (unlocked) {
    changes.push({
      file: 'workers/duckdb.ts',
      from: 'enable_external_access = false',
      to: 'enable_external_access = true',
      made: false,
    });
  }
  return changes;
}

function rewriteSources(changes: Change[]): Plugin {
  return {
    name: 'take-a-wall-down',
    enforce: 'pre',
    transform(code, id) {
      const change = changes.find(({ file }) => id.endsWith(`/${file}`));
      if (change === undefined) return null;
      if (!code.includes(change.from)) throw new Error(`${change.file} has no “${change.from}”`);
      change.made = true;
      return { code: code.replaceAll(change.from, change.to), map: null };
    },
  };
}
