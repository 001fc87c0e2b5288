import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ROUTES } from "../../../firmware/web/routes.js";
import { apiPage } from "./api-page.js";

describe("the table of routes", () => {
  it("is what docs/api.md says", () => {
    equal(readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8"), apiPage());
  });

  it("has each request once, and lets nobody in but where there is a login", () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    equal(new Set(names).size, names.length);
    deepEqual(
      ROUTES.filter(({ who }) => who === "fresh" || who === "anybody").map(({ path }) => path),
      ["/api/session", "/api/password", "/api/login"],
    );
    for (const { does, path } of ROUTES) ok(does.endsWith(".") && path.startsWith("/api/"), path);
  });
});
