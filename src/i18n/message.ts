import { m } from './paraglide/messages.js';

type Message = (inputs: Readonly<Record<string, unknown>>) => string;

const MESSAGES = m as unknown as Readonly<Record<string, Message | undefined>>;

/**
 * A message whose key is data: a finding's, a column's. A key that has no message throws in
 * development and in tests; the built page shows the key rather than nothing.
 */
export function messageByKey(key: string, inputs: Readonly<Record<string, unknown>> = {}): string {
  const message = hasMessage(key) ? MESSAGES[key] : undefined;
  if (message !== undefined) return message(inputs);
  if (import.meta.env.DEV) throw new Error(`no message ${key}`);
  return key;
}

/** Whether a message has this key. */
export function hasMessage(key: string): boolean {
  return Object.hasOwn(MESSAGES, key);
}
