/**
 * Whether the tests have the night (`NIGHTLY=1 npm test -- unit`): then properties are tried with
 * more cases, and whole files are made where else a part is enough.
 */
export const nightly = process.env['NIGHTLY'] === '1';
