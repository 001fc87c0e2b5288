type Manifest = { readonly modules: { readonly [name: string]: string } };

export const MANIFESTS: { readonly [file: string]: (name: string) => boolean };
export function modulesOf(manifest: Manifest, wanted: (name: string) => boolean): string[];
export function written(file: string): string;
