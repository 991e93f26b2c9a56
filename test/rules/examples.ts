/** Rule pages show projects; tests run them. */
export interface Example {
  readonly title: string
  readonly files: Record<string, string>
  readonly expected: readonly string[]
}

/** Examples of a page: fenced blocks with `file=NAME`, then one block `expect`. */
export function examples(page: string): Example[] {
  const out: Example[] = []
  let files: Record<string, string> = {}
  for (const m of page.matchAll(/```text (file=(\S+)|expect)\n([\s\S]*?)```/g)) {
    if (m[2]) files[m[2]] = m[3] as string
    else {
      out.push({ title: Object.keys(files).join(', '), files, expected: (m[3] as string).split('\n').filter(Boolean) })
      files = {}
    }
  }
  return out
}
