/** Applies fixes as edits on offsets; encoding, byte order mark and line ends stay. */
import { join } from 'node:path'
import { applyEdits, type Edit, mergeFixes } from '../engine/edits'
import { lineAt, lineStartsOf } from '../engine/text'
import type { Fix } from '../engine/types'
import { maskCredentials } from '../report/mask'
import { printable } from '../report/terminal'
import type { Decoded } from '../workspace/decode'
import type { ScanResult } from '../workspace/types'
import type { Session, Target } from './session'
import { writeFile } from './write'

/** Writes the fixed files (or prints a diff) and says whether anything was written. */
export function applyFixes(result: ScanResult, target: Target, session: Session): boolean {
  const { args, io, redactor } = session
  const unsafe = args.flags.has('unsafe')
  const byFile = new Map<string, Fix[]>()
  for (const f of result.findings) {
    if (f.suppressed || f.baselined) continue
    const fix = f.fixes.find((x) => x.safe || unsafe)
    if (fix) byFile.set(fix.path, [...(byFile.get(fix.path) ?? []), fix])
  }
  let written = 0
  for (const [path, fixes] of byFile) {
    const decoded = result.texts.get(path)
    if (!decoded) continue
    if (decoded.text.includes('\ufffd')) {
      io.err(`${printable(path)}: not fixed: its text is not valid ${decoded.encoding.toUpperCase()}\n`)
      continue
    }
    const edits = mergeFixes(fixes)
    const after = applyEdits(decoded.text, edits)
    if (args.flags.has('diff')) {
      const masked = maskCredentials(decoded.text, 0, { redactor, result }, path)
      io.err(redactor.cut(diff(path, masked, edits)))
    } else {
      writeFile(join(target.root, ...path.split('/')), encode(after, decoded), path)
      written++
      io.err(`fixed ${printable(path)}: ${fixes.map((x) => x.title).join(', ')}\n`)
    }
  }
  return written > 0
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

/** Changed lines only, in the unified form without context. Edits are sorted and do not overlap. */
export function diff(path: string, before: string, edits: readonly Edit[]): string {
  const out = [`--- a/${path}`, `+++ b/${path}`]
  const starts = lineStartsOf(before)
  const startOf = (line: number) => starts[line] ?? before.length
  let shift = 0
  for (let i = 0; i < edits.length; ) {
    const group = [edits[i] as Edit]
    const first = lineAt(starts, (edits[i] as Edit).span.start)
    let last = lineAt(starts, lastOffset(edits[i] as Edit))
    for (i++; i < edits.length && lineAt(starts, (edits[i] as Edit).span.start) <= last; i++) {
      group.push(edits[i] as Edit)
      last = lineAt(starts, lastOffset(edits[i] as Edit))
    }
    const [from, to] = [startOf(first), startOf(last + 1)]
    const moved = group.map((e) => ({ ...e, span: { start: e.span.start - from, end: e.span.end - from } }))
    const old = linesOf(before.slice(from, to))
    const now = linesOf(applyEdits(before.slice(from, to), moved))
    out.push(`@@ -${first + 1},${old.length} +${first + 1 + shift},${now.length} @@`)
    out.push(...old.map((l) => `-${l}`), ...now.map((l) => `+${l}`))
    shift += now.length - old.length
  }
  return `${out.join('\n')}\n`
}

/** The last offset that an edit takes away; its line is the last one that changes. */
const lastOffset = (e: Edit): number => Math.max(e.span.start, e.span.end - 1)

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))
