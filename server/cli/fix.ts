/** Applies fixes as edits on offsets; encoding, byte order mark and line ends stay. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fix } from '../engine/types'
import type { Decoded } from '../workspace/decode'
import type { ScanResult } from '../workspace/scan'
import type { Session, Target } from './session'

/** Edits of one file that do not overlap; the first of two that do wins. */
export function mergeEdits(fixes: readonly Fix[]): { span: { start: number; end: number }; text: string }[] {
  const edits = fixes.flatMap((f) => [...f.edits]).sort((a, b) => a.span.start - b.span.start)
  const out: { span: { start: number; end: number }; text: string }[] = []
  for (const e of edits) if (out.length === 0 || e.span.start >= (out[out.length - 1]?.span.end ?? 0)) out.push(e)
  return out
}

export function applyEdits(
  text: string,
  edits: readonly { span: { start: number; end: number }; text: string }[],
): string {
  let out = ''
  let at = 0
  for (const e of edits) {
    out += text.slice(at, e.span.start) + e.text
    at = e.span.end
  }
  return out + text.slice(at)
}

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
    const after = applyEdits(decoded.text, mergeEdits(fixes))
    if (args.flags.has('diff')) io.err(redactor.cut(diff(path, decoded.text, after)))
    else {
      writeFileSync(join(target.root, ...path.split('/')), encode(after, decoded))
      written++
      io.err(`fixed ${path}: ${fixes.map((x) => x.title).join(', ')}\n`)
    }
  }
  return written > 0
}

export function encode(text: string, decoded: Decoded): Buffer {
  const body = decoded.bom ? `\ufeff${text}` : text
  if (decoded.encoding === 'utf-8') return Buffer.from(body, 'utf8')
  const bytes = Buffer.from(body, 'utf16le')
  return decoded.encoding === 'utf-16be' ? bytes.swap16() : bytes
}

/** Changed lines only, in the unified form without context. */
export function diff(path: string, before: string, after: string): string {
  const a = before.split('\n')
  const b = after.split('\n')
  const out = [`--- a/${path}`, `+++ b/${path}`]
  if (a.length !== b.length) return `${out.join('\n')}\n@@ the number of lines changes @@\n`
  a.forEach((line, i) => {
    if (line !== b[i]) out.push(`@@ -${i + 1} +${i + 1} @@`, `-${line}`, `+${b[i]}`)
  })
  return `${out.join('\n')}\n`
}
