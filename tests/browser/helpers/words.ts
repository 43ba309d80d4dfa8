import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Language = 'en' | 'ko';

const folder = fileURLToPath(new URL('../../../src/i18n/messages/', import.meta.url));
const messages = { en: messagesOf('en'), ko: messagesOf('ko') };

function messagesOf(language: Language): ReadonlyMap<string, unknown> {
  const files = readdirSync(`${folder}${language}`).map((name) =>
    readFileSync(`${folder}${language}/${name}`, 'utf8'),
  );
  return new Map(
    files.flatMap((text) => Object.entries(JSON.parse(text) as Record<string, unknown>)),
  );
}

/**
 * A message as the page shows it, so that tests do not depend on its wording.
 * @throws Error for a message that is missing, that has plurals, or whose values are not all given.
 */
export function word(
  language: Language,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const message = messages[language].get(key);
  if (typeof message !== 'string') throw new Error(`no plain message ${key} in ${language}`);
  return message.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${key} needs ${name}`);
    return String(value);
  });
}
