const MARK = /([{}[\],:])/;
const STRING = /("[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\p{Cc}]*)*")/u;
const NUMBER_OR_WORD = /(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/;
const TOKEN = `[ \\t\\n\\r]*(?:${MARK.source}|${STRING.source}|${NUMBER_OR_WORD.source})`;

/**
 * Where a text stops being JSON: the position of the first character that cannot stand where it
 * stands, the length of the text where it ends too early; null where it is one JSON value.
 */
export function jsonFault(text: string): number | null {
  const token = new RegExp(TOKEN, 'uy');
  const open: string[] = [];
  let state: State = 'value';
  for (;;) {
    const start = token.lastIndex;
    const found = token.exec(text);
    if (found === null) return end(text, start, state);
    const at = token.lastIndex - (found[1] ?? found[2] ?? found[3] ?? '').length;
    const next = step(state, found, open);
    if (next === null) return at;
    state = next;
  }
}

type State = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'done';

/** What may follow a token; null where it cannot stand there. */
function step(state: State, found: RegExpExecArray, open: string[]): State | null {
  const mark = found[1];
  const isString = found[2] !== undefined;
  if (state === 'colon') return mark === ':' ? 'value' : null;
  if (state === 'key' || state === 'key or }') {
    if (isString) return 'colon';
    return mark === '}' && state === 'key or }' ? close(open) : null;
  }
  if (state === 'comma') {
    const inObject = open.at(-1) === '{';
    if (mark === ',') return inObject ? 'key' : 'value';
    return mark === (inObject ? '}' : ']') ? close(open) : null;
  }
  if (state === 'done') return null;
  if (mark === undefined) return open.length === 0 ? 'done' : 'comma';
  if (mark === ']' && state === 'value or ]') return close(open);
  if (mark !== '{' && mark !== '[') return null;
  open.push(mark);
  return mark === '{' ? 'key or }' : 'value or ]';
}

function close(open: string[]): State {
  open.pop();
  return open.length === 0 ? 'done' : 'comma';
}

/** No token follows: the text is at its end, or at a fault. */
function end(text: string, from: number, state: State): number | null {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return at === text.length && state === 'done' ? null : at;
}
