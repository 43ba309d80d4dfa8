import { hrefOf, type Route, routeOf } from './route.ts';

/** Which screen is shown. The address is the truth; back and forward work. */
class Router {
  #route = $state<Route>(routeOf(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.#route = routeOf(location.hash);
    });
  }

  get route(): Route {
    return this.#route;
  }

  /** Shows a screen, as a step that "back" undoes. */
  go(route: Route): void {
    location.hash = hrefOf(route);
  }
}

export const router = new Router();
