/** The files that a reference may mean: names in its path replaced by their values, folders tried in the order of likelihood. */

import { folderOf, resolvePath, upward } from '../paths'
import { choicesOf, literalOf } from '../template'
import type { FileFacts, Part, Reference, Template } from '../types'

/** What is known of other files: a name in a path may be set in the `.env` beside it. */
export type KnownFiles = Pick<ReadonlyMap<string, FileFacts>, 'get'>

const MAX_VALUES = 4
const MAX_PATHS = 8
const MAX_DEPTH = 3
/** Where Java and Kotlin projects keep what ends up on their class path. */
const RESOURCES = 'src/main/resources'
/** Folders that lie outside of the project. */
const OUTSIDE = /^(?:HOME|USERPROFILE|XDG_\w+|TMPDIR|TEMP|APPDATA)$/

/** Whether the reference brings in a file with settings. */
export const bringsIn = (ref: Reference): boolean => ref.kind === 'env-file' || ref.kind === 'include'

/**
 * Paths that a reference may mean, the likeliest first. Code and commands name files from the folder that they are run in: their own, or
 * one above. Empty when the target leaves the root or nobody knows a name in it.
 */
export function targetsOf(file: FileFacts, ref: Reference, files: KnownFiles): string[] {
  const written = ref.value ? pathsOf(ref.value, file, files, 0) : [{ path: ref.target, above: false }]
  if (ref.target === '' && !ref.value) return [file.path]
  return [...new Set(written.flatMap(({ path, above }) => placesOf(path, above ? 'above' : ref.from, file)))]
}

function placesOf(target: string, from: Reference['from'], file: FileFacts): string[] {
  const folder = folderOf(file.path)
  const above = upward(folder)
  const resources = above.map((f) => (f ? `${f}/${RESOURCES}` : RESOURCES))
  const folders = from === 'classpath' ? [folder, ...resources] : from === 'above' ? above : [folder]
  return folders.flatMap((f) => resolvePath(f, target) || [])
}

interface Written {
  readonly path: string
  /** It begins in a folder that only a run knows: `$PWD/x`, `${__dirname}/x`. */
  readonly above: boolean
}

function pathsOf({ parts }: Template, file: FileFacts, files: KnownFiles, depth: number): Written[] {
  let found: Written[] = [{ path: '', above: false }]
  parts.forEach((part, i) => {
    const values = valuesOf(part, file, files, depth)
    const next = parts[i + 1]
    const leads = i === 0 && next?.kind === 'text' && /^[\\/]/.test(next.text)
    if (values.length > 0)
      found = found.flatMap((f) => values.map((v) => ({ path: f.path + v.path, above: f.above || v.above })))
    else if (leads && !(part.kind === 'ref' && OUTSIDE.test(part.name))) found = [{ path: '.', above: true }]
    else found = []
    found = found.slice(0, MAX_PATHS)
  })
  return found.map((f) => ({ ...f, path: f.path.replaceAll('\\', '/').trim() })).filter((f) => f.path !== '')
}

/** What a part of a path stands for; nothing when nobody says. */
function valuesOf(part: Part, file: FileFacts, files: KnownFiles, depth: number): Written[] {
  if (part.kind === 'text') return [{ path: part.text, above: false }]
  if (part.kind === 'unknown' || depth >= MAX_DEPTH) return []
  const set = part.name === '' ? [] : given(part, file, files)
  const values = set.flatMap((s) => pathsOf(s.template, s.file, files, depth + 1))
  if (values.length > 0) return values
  return choicesOf(part).flatMap((t) => pathsOf(t, file, files, depth + 1))
}

/** Values of a name in the file itself, else in the env file beside it or above. */
function given(part: Part & { kind: 'ref' }, file: FileFacts, files: KnownFiles) {
  const beside = upward(folderOf(file.path)).flatMap((f) => files.get(f ? `${f}/.env` : '.env') ?? [])
  for (const one of [file, ...beside]) {
    const found = one.settings
      .filter((s) => s.name === part.name && (s.kind === 'env' || s.kind === 'constant') && !refersTo(s.value, part))
      .filter((s) => !/:\/\//.test(literalOf(s.value)))
    if (found.length > 0) return found.slice(-MAX_VALUES).map((s) => ({ template: s.value, file: one }))
  }
  return []
}

const refersTo = (template: Template, part: Part): boolean =>
  template.parts.some((p) => p === part || (p.kind === 'ref' && part.kind === 'ref' && p.name === part.name))
