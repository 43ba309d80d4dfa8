import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Rules beyond the shared sets. They hold for all code that ships and all that tests it. */
const ours = {
  'no-console': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  eqeqeq: 'error',
  'max-lines': ['warn', { max: 400, skipBlankLines: false, skipComments: false }],
};

/** Nothing leaves the tab, so nothing asks the network. */
const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport'];

const browserOnly = ['window', 'document', 'self', 'navigator', 'localStorage', 'sessionStorage'];

const typed = {
  ...ours,
  '@typescript-eslint/ban-ts-comment': [
    'error',
    { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' },
  ],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  // Numbers and booleans read well in a template; objects do not.
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  // `() => f()` is the short form of a handler.
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // Types are chosen by what they hold, and a record of one kind of value is an interface too.
  '@typescript-eslint/consistent-type-definitions': 'off',
};

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'src/i18n/paraglide/', 'test-results/', '.cache/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [js.configs.recommended, ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname.replace(/[/\\]\.config$/, ''),
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: typed,
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      // The compiler and TypeScript know the names.
      'no-undef': 'off',
      'svelte/no-at-html-tags': 'error',
      // Hash routes are plain addresses; there is no router to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      // The parser takes the parameters of snippets and handlers of generic components for `any`;
      // svelte-check, which knows their types, checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    // TypeScript checks names itself.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['src/**', 'workers/**'],
    rules: {
      'no-restricted-globals': ['error', ...network],
      'no-restricted-properties': ['error', { object: 'navigator', property: 'sendBeacon' }],
    },
  },
  {
    // Pure code runs the same in a test, in a worker and in the page.
    files: ['src/{core,data,import,models,samples}/**'],
    rules: { 'no-restricted-globals': ['error', ...network, ...browserOnly] },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node },
    // Scripts speak through the console.
    rules: { ...ours, 'no-console': 'off' },
  },
  {
    // These hand functions to a page, where they run.
    files: ['tests/bench/*.mjs', '.scripts/screenshots.mjs'],
    languageOptions: { globals: globals.browser },
  },
);
