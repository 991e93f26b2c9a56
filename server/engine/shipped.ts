/** Variables that build tools copy into what browsers and phones load, by the beginning of their name. */
const SHIPPED =
  /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|EXPO_PUBLIC_|GATSBY_|VUE_APP_|PLASMO_PUBLIC_)(?=[A-Z])/

export function isShipped(name: string): boolean {
  return SHIPPED.test(name)
}

/** The name without that beginning: what the value is. */
export function withoutPrefix(name: string): string {
  return name.replace(SHIPPED, '')
}
