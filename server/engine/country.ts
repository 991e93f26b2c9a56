import codes from './countries.json'

/** ISO 3166-1 alpha-2 as assigned, and `XK`, which lists of places use for Kosovo. The build holds the fact files against the same list. */
const COUNTRIES: ReadonlySet<string> = new Set(codes)

export const isCountry = (code: string): boolean => COUNTRIES.has(code)
