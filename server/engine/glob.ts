/** Globs over `/`-separated paths: `*` within a segment, `**` over segments, `?`, `{a,b}`. No I/O, linear in practice. */

/** Compiles a glob. A glob without `/` (other than a leading `**`) matches the last segment anywhere. */
export function globToRegExp(glob: string): RegExp {
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`
  let re = ''
  let depth = 0
  for (let i = 0; i < anchored.length; i++) {
    const c = anchored[i] as string
    if (anchored.startsWith('**/', i)) {
      re += '(?:[^/]+/)*'
      i += 2
    } else if (anchored.startsWith('**', i)) {
      re += '.*'
      i++
    } else if (c === '*') re += '[^/]*'
    else if (c === '?') re += '[^/]'
    else if (c === '{') {
      re += '(?:'
      depth++
    } else if (c === '}' && depth > 0) {
      re += ')'
      depth--
    } else if (c === ',' && depth > 0) re += '|'
    else re += /[a-z0-9_-]/i.test(c) ? c : `\\${c}`
  }
  while (depth-- > 0) re += ')'
  return new RegExp(`^${re}${glob.endsWith('/') ? '.*' : ''}$`)
}

/** Compiled globs are kept by the caller; this memo belongs to one fact base or policy. */
export class GlobSet {
  private readonly compiled = new Map<string, RegExp>()
  matches(glob: string, path: string): boolean {
    let re = this.compiled.get(glob)
    if (!re) {
      re = globToRegExp(glob)
      this.compiled.set(glob, re)
    }
    return re.test(path)
  }
}
