/**
 * How the messages are compiled: by Vite, and by the checks that read the outcome. Addresses are
 * from the project's top.
 *
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const messageOptions = {
  project: './src/i18n/project.inlang',
  outdir: './src/i18n/paraglide',
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
  localStorageKey: 'dangol.locale',
  isServer: 'false',
};
