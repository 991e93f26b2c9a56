/** What loaders of env files make of one besides what its reader sees: the byte order mark of the file, and whoever takes it as it stands. */
import { targetsOf } from '../engine/link/targets'
import { lineAt } from '../engine/text'
import type { FileFacts, Problem, Setting } from '../engine/types'

const holdsAddress = ({ kind, value }: Setting): boolean =>
  kind === 'env' && value.parts.some((p) => p.kind === 'text' && p.text.includes('://'))

/** The facts of an env file with a byte order mark, which some loaders take for a part of the first name. */
export function withMark(facts: FileFacts): FileFacts {
  const first = facts.reader === 'dotenv' ? facts.settings[0] : undefined
  if (!first || !holdsAddress(first) || lineAt(facts.lineStarts, first.keySpan.start) > 0) return facts
  const problem: Problem = {
    message: `dotenv dialects read ${first.name} differently: some keep the byte order mark before its name`,
    span: first.keySpan,
  }
  return { ...facts, problems: [...facts.problems, problem] }
}

/** Quoted addresses of files that `docker --env-file` or `format: raw` of compose loads: the quotes are sent along. */
export function rawProblems(
  files: ReadonlyMap<string, FileFacts>,
): { readonly file: FileFacts; readonly problem: Problem }[] {
  const loaded = new Set<FileFacts>()
  for (const file of files.values())
    for (const reference of file.references)
      for (const path of reference.raw ? targetsOf(file, reference, files) : []) {
        const found = files.get(path)
        if (found?.reader === 'dotenv') loaded.add(found)
      }
  return [...loaded].flatMap((file) =>
    file.settings
      .filter((s) => holdsAddress(s) && isQuoted(s))
      .map(({ name, keySpan: span }) => ({
        file,
        problem: {
          message: `dotenv dialects read ${name} differently: docker takes this file as it stands, quotes included`,
          span,
        },
      })),
  )
}

function isQuoted({ value }: Setting): boolean {
  const only = value.parts[0]
  return only?.kind === 'text' && only.quotes !== undefined
}
