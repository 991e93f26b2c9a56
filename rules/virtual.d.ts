/** Modules that the build makes from the files of this room. */
declare module 'relaylint:pack' {
  const parts: Readonly<Record<keyof import('../server/engine/facts').Pack, string>>
  export default parts
}
declare module 'relaylint:pages' {
  const pages: Readonly<Record<string, string>>
  export default pages
}
declare module 'relaylint:checks' {
  const checks: readonly import('../server/engine/types').Rule[]
  export default checks
}
declare module 'relaylint:policy-schema' {
  const schema: unknown
  export default schema
}
