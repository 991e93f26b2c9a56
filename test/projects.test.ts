/**
 * Realistic projects with their expected output: `test/projects/<rule or channel>/<positive or negative>/`, files as they
 * would stand in a repository, and `expected.txt` beside them, a transcript:
 *
 *     $ relaylint scan --persona reviewer
 *     .env:1:17 warning relay-endpoint
 *       `OPENAI_BASE_URL` sends requests to yunwu.ai, listed as relay.
 *     exit 1
 *
 * Several commands may follow each other; each starts from the files as they stand here. `ACCEPT=1 node scripts/test.mjs
 * test/projects.test.ts` writes what the tool says now, for reading line by line before it is committed.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { checks } from '../rules'
import { command, type Files, project, type Report } from './helpers'

const ROOT = join(process.cwd(), 'test/projects')
const EXPECTED = 'expected.txt'
const RULES = new Set(checks.map((c) => c.id))

function filesOf(folder: string): Files {
  const out: Record<string, Uint8Array> = {}
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = join(at, entry.name)
      if (entry.isDirectory()) walk(full)
      else if (full !== join(folder, EXPECTED)) out[relative(folder, full).split(sep).join('/')] = readFileSync(full)
    }
  }
  walk(folder)
  return out
}

interface Said {
  readonly text: string
  readonly findings: Report['findings']
}

async function transcript(line: string, files: Files): Promise<Said> {
  const argv = line.replace(/^\$ relaylint /, '').split(' ')
  const at = project(files)
  try {
    const ran = await command([...argv, '--format', 'json', '.'], at.root)
    const { findings } = JSON.parse(ran.out) as Report
    const rows = findings.map(
      (f) =>
        `${f.path}:${f.range.start.line}:${f.range.start.column} ${f.severity} ${f.rule}${f.suppressed ? ' suppressed' : ''}\n  ${f.message}\n`,
    )
    return { text: `${line}\n${rows.join('')}exit ${ran.code}\n`, findings }
  } finally {
    at.remove()
  }
}

const folders = (at: string) =>
  readdirSync(at, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()

describe('projects', () => {
  for (const subject of folders(ROOT)) {
    for (const kind of folders(join(ROOT, subject))) {
      it(`${subject}: ${kind}`, async () => {
        const folder = join(ROOT, subject, kind)
        const at = join(folder, EXPECTED)
        const expected = existsSync(at) ? readFileSync(at, 'utf8') : '$ relaylint scan\n'
        const files = filesOf(folder)
        assert.ok(Object.keys(files).length > 1, 'a project has more than one file')
        const said: Said[] = []
        for (const line of expected.split('\n').filter((l) => l.startsWith('$ relaylint ')))
          said.push(await transcript(line, files))
        const text = said.map((s) => s.text).join('\n')
        if (process.env.ACCEPT) writeFileSync(at, text)
        else assert.equal(text, expected)
        about(
          subject,
          kind,
          said.flatMap((s) => s.findings),
        )
      })
    }
  }
})

/** A positive project shows its rule; a negative one does not, and is silent at the default gate when it stands for a channel. */
function about(subject: string, kind: string, findings: Report['findings']): void {
  assert.match(kind, /^(?:positive|negative)(?:-[a-z0-9-]+)?$/)
  for (const f of findings) {
    assert.ok((f.message.split(/(?<=[.?]) /)[0] as string).length <= 120, f.message)
    assert.ok(/[.?]$/.test(f.message), f.message)
  }
  const own = RULES.has(subject)
    ? findings.filter((f) => f.rule === subject)
    : findings.filter((f) => f.severity === 'error' || f.severity === 'warning')
  assert.ok(RULES.has(subject) || subject.startsWith('channel-'), `${subject} is neither a rule nor a channel`)
  assert.equal(own.length > 0, kind.startsWith('positive'), `${own.length} findings of ${subject} in a ${kind} project`)
}
