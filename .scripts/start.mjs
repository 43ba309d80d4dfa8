import { join } from 'node:path';
import { install } from './install.mjs';
import { runPackage, top } from './run.mjs';
import { serve } from './serve.mjs';

/** Installs what is missing, builds the app, serves it until Ctrl-C. */

const firstPort = 4173;

install();
const code = await runPackage('vite', ['build', '--logLevel', 'error']);
if (code !== 0) process.exit(code);

const site = await open();
console.log(`\n  Dangol is at ${site.address}\n  Ctrl-C ends it.\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

/** Serves at PORT, or else at the first free port from 4173. */
async function open() {
  const root = join(top, 'dist');
  const host = process.env.HOST ?? '127.0.0.1';
  const wanted = process.env.PORT;
  for (let port = Number(wanted ?? firstPort); ; port += 1) {
    try {
      return await serve({ root, port, host });
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (taken && wanted === undefined && port < firstPort + 100) continue;
      console.error(taken ? `Port ${port} is in use; choose another: PORT=8080 npm start` : error);
      process.exit(1);
    }
  }
}
