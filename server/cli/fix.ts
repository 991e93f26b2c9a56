/** Applies fixes as edits on offsets; encoding, byte order mark and line ends stay. */
import { readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { applyEdits, mergeFixes } from '../engine/edits'
import type { Fix } from '../engine/types'
import { maskCredentials } from '../report/mask'
import { printable } from '../report/terminal'
import type { Decoded } from '../workspace/decode'
import type { ScanResult } from '../workspace/types'
import { UsageError } from './args'
import { diff } from './diff'
import type { Session, Target } from './session'
import { writeFile } from './write'

/** Writes the fixed files, or prints a patch to `print`; says whether anything was written. */
export function applyFixes(
  result: ScanResult,
  target: Target,
  session: Session,
  print: (patch: string) => void,
): boolean {
  const { args, io, redactor } = session
  const unsafe = args.flags.has('unsafe')
  const byFile = new Map<string, Fix[]>()
  for (const f of result.findings) {
    if (f.suppressed || f.baselined) continue
    const fix = f.fixes.find((x) => x.safe || unsafe)
    if (fix) byFile.set(fix.path, [...(byFile.get(fix.path) ?? []), fix])
  }
  const failed: UsageError[] = []
  let written = 0
  for (const [path, fixes] of byFile) {
    const decoded = result.texts.get(path)
    if (!decoded) continue
    const notFixed = (why: string) => io.err(`${printable(path)}: not fixed: ${why}\n`)
    if (decoded.text.includes('\ufffd')) {
      notFixed(`its text is not valid ${decoded.encoding.toUpperCase()}`)
      continue
    }
    const edits = mergeFixes(fixes)
    if (args.flags.has('diff')) {
      const masked = redactor.cut(maskCredentials(decoded.text, 0, { redactor, result }, path))
      const same =
        masked.length === decoded.text.length ? masked : maskCredentials(decoded.text, 0, { redactor, result }, path)
      const { patch, whole } = diff({ path, text: decoded.text, masked: same, bom: decoded.bom }, edits)
      if (!whole)
        io.err(
          `${printable(path)}: lines with a credential stay out of the patch; git apply may refuse it, --fix does not\n`,
        )
      print(redactor.cut(patch))
      continue
    }
    const file = join(target.root, ...path.split('/'))
    const why = whyNotWritten(file, target.root, encode(decoded.text, decoded))
    if (why) {
      notFixed(why)
      continue
    }
    try {
      writeFile(file, encode(applyEdits(decoded.text, edits), decoded), path)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      failed.push(error)
      continue
    }
    written++
    io.err(`fixed ${printable(path)}: ${fixes.map((x) => x.title).join(', ')}\n`)
  }
  // what could be fixed is fixed before anything is complained of
  if (failed[0]) throw failed[0]
  return written > 0
}

/** Nothing is written through a link, and nothing over a text that is another one by now; empty where it may be written. */
function whyNotWritten(file: string, root: string, read: Uint8Array): string {
  try {
    if (realpathSync(file) !== file) return 'a symbolic link leads to it'
    if (!readFileSync(file).equals(read)) return 'it is not what was scanned'
    return isAbsolute(relative(root, file)) || relative(root, file).startsWith('..')
      ? 'it lies outside of the scanned folder'
      : ''
  } catch {
    return 'it cannot be read'
  }
}

export function encode(text: string, { bom, encoding }: Pick<Decoded, 'bom' | 'encoding'>): Uint8Array {
  const body = bom ? `\ufeff${text}` : text
  if (encoding === 'utf-8') return Buffer.from(body, 'utf8')
  if (encoding.startsWith('utf-16')) {
    const bytes = Buffer.from(body, 'utf16le')
    return encoding === 'utf-16be' ? bytes.swap16() : bytes
  }
  const bytes = Buffer.from(Uint32Array.from([...body], (c) => c.codePointAt(0) ?? 0).buffer)
  const little = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
  return little === (encoding === 'utf-32le') ? bytes : bytes.swap32()
}
