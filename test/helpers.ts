/** Runs the command in-process on a project made of texts, in a folder of its own. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Ajv from 'ajv'
import type { Io } from '../server/cli/io'
import { run } from '../server/cli/run'

export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export function project(files: Files): { root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'relaylint-test-')))
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path)
    mkdirSync(dirname(full), { recursive: true })
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, full)
    else writeFileSync(full, content)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

export async function command(argv: readonly string[], cwd: string, stdin = ''): Promise<Ran> {
  let out = ''
  let err = ''
  const io: Io = {
    cwd,
    version: '0.0.0',
    today: '2026-11-24',
    outTty: false,
    errTty: false,
    columns: 80,
    colour: false,
    processors: 1,
    signal: new AbortController().signal,
    now: () => 0,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    readStdin: async () => Buffer.from(stdin),
  }
  const code = await run(argv, io)
  return { code, out, err }
}

/** Scans the files and returns the parsed report. */
export async function scanned(files: Files, ...flags: string[]): Promise<{ ran: Ran; report: Report }> {
  const at = project(files)
  try {
    const ran = await command(['scan', '--format', 'json', ...flags, at.root], at.root)
    return { ran, report: published(JSON.parse(ran.out)) }
  } finally {
    at.remove()
  }
}

const fits = new Ajv({ strict: false }).compile<Report>(
  JSON.parse(readFileSync('docs/schema/report.schema.json', 'utf8')) as object,
)

/** Every report of every test has the published shape. */
function published(report: unknown): Report {
  assert.ok(fits(report), JSON.stringify(fits.errors))
  return report
}

export interface ReportRange {
  start: { line: number; column: number }
  end: { line: number; column: number }
}
export interface Report {
  schema: string
  summary: Record<string, unknown> & {
    complete: boolean
    files: number
    skipped: { path: string; reason: string }[]
    suppressed: number
    binary: number
    localFiles: string[]
  }
  endpoints: {
    path: string
    range: ReportRange
    key: string
    client: string
    host: string
    class: string
    resolution: string
    effective: string
    chain: { path: string; range: ReportRange }[]
    reach: { unit: string; effective: string }[]
    url: string
  }[]
  uses: { path: string; vendor: string }[]
  findings: {
    rule: string
    severity: string
    severitySource: string
    evidence: { status: string; claim: string; source: string; date: string }[]
    path: string
    range: ReportRange
    host: string
    message: string
    why: string
    fingerprint: string
    suppressed: boolean
    related: { path: string; range: ReportRange; message: string }[]
  }[]
}
