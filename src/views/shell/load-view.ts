import type { Component } from 'svelte';
import { ANALYSIS_VIEWS } from '../../analyses/views.ts';
import { ROUTES, type Route } from '../../state/route.ts';
import StartView from '../StartView.svelte';

/**
 * The component of a screen. Only the start page is there from the beginning; the others arrive
 * with the charts and the decoding of results when they are first shown.
 */
export async function loadView(route: Route): Promise<Component> {
  switch (route) {
    case 'start':
      return StartView;
    case 'data':
      return (await import('../import/ImportView.svelte')).default;
    case 'lists':
      return (await import('../audiences/ListsView.svelte')).default;
    default:
      return (await ANALYSIS_VIEWS[route]()).default;
  }
}

/** Fetches every screen ahead of its first use. What fails now is fetched again when needed. */
export async function preloadViews(): Promise<void> {
  await Promise.allSettled(ROUTES.map(loadView));
}
