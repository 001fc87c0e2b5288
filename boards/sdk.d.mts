export function flawOf(sdk: string): string | null;
