/** Rule pages show projects; tests run them. */
export interface Example {
  readonly title: string
  readonly files: Record<string, string>
  /** Flags of the command that the expectation names: `expect --as-of 2027-12-01`. */
  readonly flags: readonly string[]
  readonly expected: readonly string[]
}

/** Examples of a page: fenced blocks with `file=NAME`, then one block `expect`. */
export function examples(page: string): Example[] {
  const out: Example[] = []
  let files: Record<string, string> = {}
  for (const m of page.matchAll(/```text (?:file=(\S+)|expect([^\n]*))\n([\s\S]*?)```/g)) {
    if (m[1]) files[m[1]] = m[3] as string
    else {
      const flags = (m[2] ?? '').trim().split(/\s+/).filter(Boolean)
      const expected = (m[3] as string).split('\n').filter(Boolean)
      out.push({ title: [...Object.keys(files), ...flags].join(', '), files, flags, expected })
      files = {}
    }
  }
  return out
}
