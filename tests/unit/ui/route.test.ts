import { expect, test } from 'vitest';
import { hrefOf, routeOf, ROUTES } from '../../../src/state/route.ts';

test.each([
  ['', 'start'],
  ['#', 'start'],
  ['#/', 'start'],
  ['#/cohort', 'cohort'],
  ['#/rfm?bins=5', 'rfm'],
  ['#/nowhere', 'start'],
  ['#/constructor', 'start'],
  ['#cohort', 'start'],
  ['#/cohort/more', 'start'],
])('the address %j shows %s', (hash, route) => {
  expect(routeOf(hash)).toBe(route);
});

test.each(ROUTES)('the address of %s leads back to it', (route) => {
  expect(routeOf(hrefOf(route))).toBe(route);
});
