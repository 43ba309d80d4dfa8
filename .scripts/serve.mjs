import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json'],
  ['.wasm', 'application/wasm'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
]);

/** @param {string} path */
export function contentType(path) {
  return types.get(extname(path).toLowerCase()) ?? 'application/octet-stream';
}

/**
 * The file that an address stands for; null for an address outside the prefix or the folder.
 *
 * @param {string} root The folder that is served.
 * @param {string} prefix The path it is served under: begins and ends with a slash.
 * @param {string} address The request's path and query.
 */
export function fileOf(root, prefix, address) {
  let path;
  try {
    path = decodeURIComponent(address.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (!path.startsWith(prefix) || path.includes('\0')) return null;
  const base = resolve(root);
  const file = resolve(base, `./${path.slice(prefix.length)}`);
  if (file !== base && !file.startsWith(base + sep)) return null;
  return path.endsWith('/') ? join(file, 'index.html') : file;
}

/**
 * @typedef {object} Site
 * @property {string} address Where the folder is served, with a slash at the end.
 * @property {{ method: string, url: string }[]} requests Every request so far, oldest first.
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder of files, as any static host would: GET and HEAD only, no headers that matter
 * beyond the content type.
 *
 * @param {object} options
 * @param {string} options.root The folder.
 * @param {number} [options.port] Default: any free port.
 * @param {string} [options.host] Default: this machine only.
 * @param {string} [options.prefix] The path it is served under. Default `/`.
 * @param {(path: string, text: string) => string} [options.rewrite] Changes an HTML file on its
 *   way out; the path is the request's, without the query.
 * @returns {Promise<Site>}
 */
export async function serve({ root, port = 0, host = '127.0.0.1', prefix = '/', rewrite }) {
  /** @type {Site['requests']} */
  const requests = [];
  const server = createServer((request, response) => {
    const method = request.method ?? '';
    const url = request.url ?? '';
    requests.push({ method, url });
    answer({ root, prefix, rewrite }, method, url, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => done(undefined));
  });
  const bound = server.address();
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${actual}${prefix}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {{ root: string, prefix: string, rewrite: ((path: string, text: string) => string) | undefined }} site
 * @param {string} method
 * @param {string} url
 * @param {import('node:http').ServerResponse} response
 */
async function answer({ root, prefix, rewrite }, method, url, response) {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileOf(root, prefix, url);
  const found = file === null ? null : await stat(file).catch(() => null);
  if (file === null || found === null || !found.isFile()) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found');
    return;
  }
  const rewritten =
    rewrite !== undefined && file.endsWith('.html')
      ? Buffer.from(rewrite(url.replace(/\?.*$/s, ''), await readFile(file, 'utf8')))
      : null;
  response.writeHead(200, {
    'Content-Type': contentType(file),
    'Content-Length': rewritten?.length ?? found.size,
    // Files in assets/ carry a hash of their content in their name.
    'Cache-Control': url.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  if (method === 'HEAD') response.end();
  else if (rewritten !== null) response.end(rewritten);
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
}
