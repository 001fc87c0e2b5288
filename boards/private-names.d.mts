export function withoutPrivateNames(module: string): string;
