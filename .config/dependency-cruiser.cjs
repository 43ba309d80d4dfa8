/**
 * Which part may import which. The layers, from the bottom: core; data, import, models and
 * samples; the pure files of the analyses; engine, state, charts; views. Workers stand beside
 * them and know only the pure ones. tests/unit/architecture.test.ts shows that the rules bite.
 */

/** Code without page, engine and words: it runs the same in a test, in a worker and in the page. */
const pure =
  '^src/(core|data|import|models|samples)/' +
  '|^src/analyses/(?!.*(charts|words|views|\\.svelte)\\.ts$)(?!.*\\.svelte$)';

/** The parts of src that belong to the page. */
const page = '^src/(state|charts|views|ui|report|lessons|i18n)/|^src/(main\\.ts|App\\.svelte)$';

/** An import of a type alone leaves nothing in the built code. */
const typesOnly = ['type-only', 'type-import'];

/** Packages that need a page, an engine or a thread. */
const impurePackages =
  '(^|/)node_modules/(svelte|bits-ui|comlink|@duckdb/|@observablehq/|apache-arrow|@inlang/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'pure-stays-pure',
      comment: 'Pure code imports no Svelte, DuckDB, Comlink, Plot, Arrow, words or page.',
      severity: 'error',
      from: { path: pure },
      to: { path: `${impurePackages}|\\.svelte(\\.ts)?$|${page}|^src/engine/|^workers/` },
    },
    {
      name: 'core-at-the-bottom',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(?!core/)' },
    },
    {
      name: 'data-below-analyses',
      comment: 'Of the analyses, the layers below know the contract alone.',
      severity: 'error',
      from: { path: '^src/(data|import|models|samples)/' },
      to: { path: '^src/analyses/', pathNot: '^src/analyses/analysis\\.ts$' },
    },
    {
      name: 'analyses-apart',
      comment: 'What two analyses share moves to core or data.',
      severity: 'error',
      from: { path: '^src/analyses/([^/]+)/' },
      to: { path: '^src/analyses/([^/]+)/', pathNot: '^src/analyses/$1/' },
    },
    {
      name: 'page-takes-types-of-workers',
      comment: 'Page and worker meet in messages.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/client\\.ts$' },
      to: { path: '^workers/', dependencyTypesNot: typesOnly },
    },
    {
      name: 'client-names-the-worker',
      comment: "The client alone imports the worker's address, and nothing else of it.",
      severity: 'error',
      from: { path: '^src/engine/client\\.ts$' },
      to: {
        path: '^workers/',
        pathNot: '^workers/engine\\.worker\\.ts$',
        dependencyTypesNot: typesOnly,
      },
    },
    {
      name: 'workers-know-no-page',
      comment:
        'Of the engine side of the page they share how a worker is started and Arrow decoding.',
      severity: 'error',
      from: { path: '^workers/' },
      to: {
        path:
          `${page}|^src/engine/client\\.ts$|\\.svelte(\\.ts)?$|^src/analyses/views\\.ts$` +
          '|(^|/)node_modules/(svelte|bits-ui|@observablehq/|@inlang/)',
      },
    },
    {
      name: 'charts-know-no-state',
      comment: 'A chart is a function of its result.',
      severity: 'error',
      from: { path: '^src/charts/|^src/analyses/[^/]+/charts\\.ts$' },
      to: { path: '^src/(state|engine|views)/|^workers/' },
    },
    {
      name: 'duckdb-in-workers-only',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '(^|/)node_modules/@duckdb/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { path: '^tests/|^\\.(scripts|config)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'tests/unit/architecture.test.ts finds whole dead groups of files, too.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$|\\.css$' },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'Addresses of files (`?url`, `?worker&url`) are for Vite to resolve.',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker)' },
    },
    {
      name: 'no-dev-packages-in-product',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: typesOnly,
        // Svelte compiles away; its runtime is bundled.
        pathNot: '(^|/)node_modules/(svelte|vite)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^src/i18n/paraglide/' },
    exclude: { path: '^src/i18n/paraglide/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'types', 'default'],
      mainFields: ['svelte', 'module', 'main', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
