/** Modules that the build makes from the files of this room. */
declare module 'relaylint:pack' {
  const text: string
  export default text
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
