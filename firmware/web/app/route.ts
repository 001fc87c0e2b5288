/** Which page is shown: the fragment of the address, `#settings/Line 1`. */
import { useEffect, useState } from "preact/hooks";

export type Route = { readonly page: string; readonly rest: string };

function routeNow(): Route {
  const [page, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { page: page || "status", rest: rest.join("/") };
}

export const hrefOf = (page: string, rest = "") =>
  `#${encodeURIComponent(page)}${rest && `/${encodeURIComponent(rest)}`}`;

export function go(page: string, rest = ""): void {
  location.hash = hrefOf(page, rest);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(routeNow);
  useEffect(() => {
    const change = () => setRoute(routeNow());
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  }, []);
  return route;
}
