/** Globs over `/`-separated paths: `*` within a segment, `**` over segments, `?`, `{a,b}`. Linear in pattern times path: a policy may be hostile. */

/** One way to read a glob: its segments; `null` stands for `**`. */
type Pattern = readonly (string | null)[]

const MAX_CHOICES = 64

/** `a/{b,c}` becomes `a/b` and `a/c`; a glob of too many choices is taken literally. */
function choices(glob: string): string[] {
  let open = [glob]
  for (let done: string[] = []; ; open = done, done = []) {
    let changed = false
    for (const g of open) {
      const m = /^(.*)\{([^{}]*)\}(.*)$/s.exec(g)
      if (!m) {
        done.push(g)
        continue
      }
      changed = true
      for (const word of (m[2] as string).split(',')) done.push(`${m[1]}${word}${m[3]}`)
    }
    if (done.length > MAX_CHOICES) return [glob]
    if (!changed) return done
  }
}

function compile(glob: string): Pattern[] {
  // a glob without a slash means the last segment anywhere
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`
  return choices(anchored.endsWith('/') ? `${anchored}**` : anchored).map((g) =>
    g.split('/').map((segment) => (segment === '**' ? null : segment)),
  )
}

/** `*` and `?` within one segment: only the last star is ever tried again. */
function segmentMatches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text
  let p = 0
  let star = -1
  let mark = 0
  for (let t = 0; t < text.length; ) {
    const c = pattern[p]
    if (c === '*') {
      star = p++
      mark = t
    } else if (c !== undefined && (c === '?' || c === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** The same one level up: `**` takes any number of segments, at the end at least one. */
function patternMatches(pattern: Pattern, path: readonly string[]): boolean {
  let p = 0
  let star = -1
  let mark = 0
  for (let t = 0; t < path.length; ) {
    const segment = pattern[p]
    if (segment === null) {
      if (p === pattern.length - 1) return true
      star = p++
      mark = t
    } else if (segment !== undefined && segmentMatches(segment, path[t] as string)) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  return p === pattern.length
}

/** Compiled globs are kept by the caller; this memo belongs to one fact base or policy. */
export class GlobSet {
  private readonly compiled = new Map<string, readonly Pattern[]>()
  matches(glob: string, path: string): boolean {
    let patterns = this.compiled.get(glob)
    if (!patterns) {
      patterns = compile(glob)
      this.compiled.set(glob, patterns)
    }
    const segments = path.split('/')
    return patterns.some((p) => patternMatches(p, segments))
  }
}
