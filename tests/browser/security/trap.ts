import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that nothing in the app may reach. It answers everything, and notes it. */
export interface Trap {
  /** `http://127.0.0.1:port/`. */
  readonly address: string;
  /** The paths that were asked for. */
  readonly hits: string[];
  close(): Promise<void>;
}

/** Opens the second server: every origin may read its answers, so that only the caller's own walls count. */
export async function openTrap(): Promise<Trap> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Expose-Headers': '*',
      'Content-Type': 'text/csv',
    });
    response.end('a,b\n1,2\n');
  });
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, hits, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => {
      done();
    });
    server.closeAllConnections();
  });
}
