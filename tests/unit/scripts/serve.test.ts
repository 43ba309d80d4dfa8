import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, serve, type Site } from '../../../.scripts/serve.mjs';

describe('the file that an address stands for', () => {
  it('is index.html for a folder', () => {
    expect(fileOf('/srv', '/', '/')).toBe('/srv/index.html');
    expect(fileOf('/srv', '/sub/', '/sub/?x=1')).toBe('/srv/index.html');
  });

  it('is found below the prefix, decoded', () => {
    expect(fileOf('/srv', '/sub/path/', '/sub/path/a%20b.js#x')).toBe('/srv/a b.js');
  });

  it.each([
    '/other/a.js',
    '/sub/../../etc/passwd',
    '/sub/%2e%2e/%2e%2e/etc/passwd',
    '/sub/%00',
    '/sub/%',
  ])('is none for %s', (address) => {
    expect(fileOf('/srv/dist', '/sub/', address)).toBeNull();
  });
});

describe('the static server', () => {
  let folder = '';
  let site: Site;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'serve-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<p>here</p>');
    writeFileSync(join(folder, 'assets/engine.wasm'), 'x');
    site = await serve({
      root: folder,
      prefix: '/sub/path/',
      rewrite: (_path, text) => text.replace('here', 'there'),
    });
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true });
  });

  it('serves below its prefix, HTML rewritten', async () => {
    expect(site.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sub\/path\/$/);
    const page = await fetch(site.address);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<p>there</p>');
  });

  it('names the type of wasm, which streaming compilation asks for', async () => {
    const wasm = await fetch(new URL('assets/engine.wasm', site.address));
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(await wasm.text()).toBe('x');
  });

  it('answers 404 outside the prefix and 405 to anything but GET and HEAD', async () => {
    expect((await fetch(new URL('/index.html', site.address))).status).toBe(404);
    expect((await fetch(new URL('assets/', site.address))).status).toBe(404);
    expect((await fetch(site.address, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(site.address, { method: 'HEAD' })).status).toBe(200);
  });

  it('keeps a log of its requests', () => {
    expect(site.requests).toContainEqual({ method: 'POST', url: '/sub/path/' });
  });
});
