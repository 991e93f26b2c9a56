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

/**
 * How many elements of a pattern match the whole text, or -1. A star takes any number of elements; only the last one is ever tried
 * again. A star at the end that had nothing to take is not counted.
 */
function matched<P, T>(
  pattern: ArrayLike<P>,
  text: ArrayLike<T>,
  isStar: (p: P) => boolean,
  fits: (p: P, t: T) => boolean,
): number {
  let p = 0
  let star = -1
  let mark = 0
  for (let t = 0; t < text.length; ) {
    const open = p < pattern.length
    if (open && isStar(pattern[p] as P)) {
      star = p++
      mark = t
    } else if (open && fits(pattern[p] as P, text[t] as T)) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return -1
  }
  return p
}

/** `*` and `?` within one segment. */
function segmentMatches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text
  const used = matched(
    pattern,
    text,
    (p) => p === '*',
    (p, t) => p === '?' || p === t,
  )
  return used >= 0 && /^\**$/.test(pattern.slice(used))
}

/** The same one level up: `**` takes any number of segments, at the end at least one. */
const patternMatches = (pattern: Pattern, path: readonly string[]): boolean =>
  matched(
    pattern,
    path,
    (p) => p === null,
    (p, t) => segmentMatches(p as string, t),
  ) === pattern.length

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
