/** What this is, and which. The version is that of package.json; a test holds them together. */
export const PRODUCT = "Two-Line ATA";
export const VERSION = "0.1.0";
