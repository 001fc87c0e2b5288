/** The built-in page: path and method to a function from request to response, one row each. */
import { frozen } from "../base/frozen.js";
import { type Request, type Response, refuse, respond } from "./http.js";
import { STYLE, type StatusView, statusPage } from "./status-page.js";

/** What the page is told when it asks; never a secret. */
export type WebView = { readonly status: () => StatusView };

type Route = (view: WebView) => Response;

const routes: { readonly [path: string]: { readonly [method: string]: Route } } = frozen({
  "/": { GET: (view: WebView) => respond(200, "text/html", statusPage(view.status())) },
  "/style.css": { GET: () => respond(200, "text/css", STYLE) },
});

/**
 * Answers one request. `hosts` are the names we go by: another Host is somebody's rebinding of DNS
 * (`ours:port`, lower case), and gets 403.
 */
export function answer(request: Request, hosts: readonly string[], view: WebView): Response {
  if (!hosts.includes((request.headers.host ?? "").toLowerCase()))
    return refuse(403, "This is not the address of this adapter.");
  const route = Object.hasOwn(routes, request.path) ? routes[request.path] : undefined;
  if (!route) return refuse(404, "There is no such page.");
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = Object.hasOwn(route, method) ? route[method] : undefined;
  if (!handler) return refuse(405, "This page can only be read.", { allow: "GET, HEAD" });
  const response = handler(view);
  return request.method === "HEAD" ? { ...response, body: "" } : response;
}
