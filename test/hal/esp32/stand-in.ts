/** A module of hal/esp32 with stand-ins where it asks for Moddable's modules. */
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../../..");

/** What a module of the SDK exports, by name. */
export type StandIns = { readonly [module: string]: { readonly [name: string]: unknown } };

/** Loads it anew. What xsc knows without an import (`native`, `trace`) is to be put among the globals. */
export async function loadWith<T>(path: string, standIns: StandIns): Promise<T> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    plugins: [
      {
        name: "stand-ins",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === "entry-point" ? undefined : { path, namespace: "sdk" },
          );
          onLoad({ filter: /./, namespace: "sdk" }, ({ path }) => {
            const lines = Object.keys(standIns[path] ?? {}).map((name) =>
              name === "default" ? "export default sdk.default;" : `export const ${name} = sdk.${name};`,
            );
            return { contents: [`const sdk = globalThis.standIns[${JSON.stringify(path)}];`, ...lines].join("\n") };
          });
        },
      },
    ],
  });
  Object.assign(globalThis, { standIns });
  const code = `${outputFiles[0].text}\n// ${loads++}`;
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as T;
}

let loads = 0;
