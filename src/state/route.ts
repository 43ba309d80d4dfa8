import { ANALYSIS_IDS, type AnalysisId } from '../analyses/analysis.ts';

export const ROUTES = ['start', 'data', ...ANALYSIS_IDS, 'lists'] as const;

/** A screen of the page: its address is `#/<route>`, the start's is `#/`. */
export type Route = 'start' | 'data' | AnalysisId | 'lists';

/** The screen that an address (`location.hash`) names; the start where there is none such. */
export function routeOf(hash: string): Route {
  const name = /^#\/([a-z]+)(?:\?.*)?$/.exec(hash)?.[1];
  return ROUTES.find((route) => route === name) ?? 'start';
}

/** The address of a screen, for a link. */
export function hrefOf(route: Route): string {
  return route === 'start' ? '#/' : `#/${route}`;
}

/** The screen that data is first shown on. */
export const LANDING: Route = 'overview';

/** Whether what stands in the filter bar applies to a screen. */
export function isFiltered(route: Route): boolean {
  return route !== 'start' && route !== 'data' && route !== 'lists';
}
