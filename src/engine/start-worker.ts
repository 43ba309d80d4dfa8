/**
 * Starts a worker that obeys the page's Content-Security-Policy.
 *
 * A worker started by its URL has the policy of its own response, which a static host does not
 * send: SQL in it could reach any server. A worker started from a `blob:` address inherits the
 * policy of whoever starts it, so every worker of the chain is started so.
 *
 * @param url Absolute address of the worker's script, on the site itself.
 * @param type `module`: the script is an ES module; `classic`: it is loaded by importScripts.
 */
export function startWorker(url: string, type: 'module' | 'classic'): Worker {
  const address = JSON.stringify(new URL(url, self.location.href).href);
  const script = type === 'module' ? importScript(address) : `importScripts(${address});`;
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(blob, { type });
}

/**
 * The script of a module worker. It imports when it runs: a static import counts as part of the
 * worker, which the policy allows from `blob:` alone. Messages that come before the import has
 * ended would find no listener; they are kept and handed on.
 */
function importScript(address: string): string {
  return `
    const early = [];
    const keep = (event) => early.push(event);
    addEventListener('message', keep);
    await import(${address});
    removeEventListener('message', keep);
    for (const { data, ports } of early) {
      dispatchEvent(new MessageEvent('message', { data, ports }));
    }`;
}
