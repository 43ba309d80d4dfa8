import { m } from '../../i18n/paraglide/messages.js';
import type { Route } from '../../state/route.ts';

/**
 * The names of the screens. Each by its own message, and not by a key made up: that would bring
 * the words of every screen into the start page.
 */
export const SCREEN_NAMES: Readonly<Record<Exclude<Route, 'start'>, () => string>> = {
  data: m.shell_nav_data,
  overview: m.shell_nav_overview,
  concentration: m.shell_nav_concentration,
  cohort: m.shell_nav_cohort,
  retention: m.shell_nav_retention,
  rfm: m.shell_nav_rfm,
  movement: m.shell_nav_movement,
  products: m.shell_nav_products,
  attrition: m.shell_nav_attrition,
  compare: m.shell_nav_compare,
  lists: m.shell_nav_lists,
};
