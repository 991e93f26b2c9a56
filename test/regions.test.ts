/**
 * Where code runs, which models it calls from there, and where those calls cannot work: small projects in `test/regions/*.txt`.
 *
 *     == name of the case
 *     -- base openai-ts                  files that several cases share; without the line there are none
 *     -- flags --persona reviewer
 *     -- unsupported-region warning      what is found, at each place between « and »; without such a line nothing at all
 *     >>> serverless.yml
 *     provider: { name: aws, region: «ap-east-1» }
 *
 * What is not marked is not found: each case holds both ways.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Report, type ReportRange, scanned } from './helpers'

const FOLDER = 'test/regions'
const BASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'openai-ts': {
    'package.json': '{"name":"a","dependencies":{"openai":"5"}}\n',
    'a.ts': 'import OpenAI from "openai"\nexport const c = new OpenAI()\n',
  },
  'openai-py': { 'requirements.txt': 'openai==1.0\n', 'a.py': 'from openai import OpenAI\nclient = OpenAI()\n' },
}
/** The day of the evaluation: lists of places are dated. */
const DAY = '2026-11-25'

interface Case {
  readonly name: string
  readonly flags: readonly string[]
  readonly found: readonly string[]
  readonly files: Readonly<Record<string, string>>
  /** `path:start-end` in UTF-16 units. */
  readonly places: readonly string[]
}

function parse(text: string): Case[] {
  return text.split(/^== /m).flatMap((part) => {
    if (part.trim() === '') return []
    const [head = '', ...bodies] = part.split(/^>>> /m)
    const [name = '', ...lines] = head.trimEnd().split('\n')
    const said = lines.map((line) => line.replace(/^-- /, ''))
    const files: Record<string, string> = { ...BASES[said.find((l) => l.startsWith('base '))?.slice(5) ?? ''] }
    const places: string[] = []
    for (const body of bodies) {
      const end = body.indexOf('\n')
      const path = body.slice(0, end)
      const { plain, spans } = unmarked(`${body.slice(end + 1).trimEnd()}\n`)
      files[path] = plain
      places.push(...spans.map((s) => `${path}:${s}`))
    }
    const flags =
      said
        .find((l) => l.startsWith('flags '))
        ?.slice(6)
        .split(' ') ?? []
    return [{ name, flags, files, places, found: said.filter((l) => !/^(?:base|flags) /.test(l)) }]
  })
}

function unmarked(text: string): { plain: string; spans: string[] } {
  const spans: string[] = []
  let plain = ''
  for (const piece of text.split(/(«[^»]*»)/)) {
    const inner = piece.startsWith('«') ? piece.slice(1, -1) : null
    if (inner !== null) spans.push(`${plain.length}-${plain.length + inner.length}`)
    plain += inner ?? piece
  }
  return { plain, spans }
}

function offsets(text: string, { start, end }: ReportRange): string {
  const lines = text.split('\n')
  const at = ({ line, column }: ReportRange['start']) =>
    lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0) + column - 1
  return `${at(start)}-${at(end)}`
}

const distinct = (all: readonly string[]) => [...new Set(all)].sort()

describe('regions', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.txt'))) {
    describe(file.slice(0, -4), () => {
      for (const { name, flags, files, places, found } of parse(readFileSync(join(FOLDER, file), 'utf8'))) {
        it(name, async () => {
          const { report } = await scanned(files, '--as-of', DAY, ...flags)
          const findings: Report['findings'] = report.findings
          assert.deepEqual(distinct(findings.map((f) => `${f.rule} ${f.severity}`)), distinct(found))
          assert.deepEqual(
            distinct(findings.map((f) => `${f.path}:${offsets(files[f.path] ?? '', f.range)}`)),
            distinct(places),
          )
        })
      }
    })
  }
})
