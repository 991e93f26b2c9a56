/**
 * Realistic projects with their expected output: `test/projects/<rule or channel>/<positive or negative>/`, files as they
 * would stand in a repository, and `expected.txt` beside them, a transcript:
 *
 *     $ relaylint scan --persona reviewer
 *     .env:1:17 warning relay-endpoint «https://yunwu.ai/v1»
 *       `OPENAI_BASE_URL` sends requests to yunwu.ai, listed as relay.
 *       > app.py:4 used by openai-python
 *     exit 1
 *
 * The text between « and » is what the range covers. Several commands may follow each other; each starts from the files as
 * they stand here. `ACCEPT=1 node scripts/test.mjs test/projects.test.ts` writes what the tool says now, for reading line by
 * line before it is committed.
 *
 * Every rule and every channel has both kinds. A positive project is about more than one file: without some other file the
 * tool says something else. A negative one looks nearly the same and is silent.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { checks, loadPack } from '../rules'
import { command, type Files, project, type Report, type ReportRange } from './helpers'

const ROOT = join(process.cwd(), 'test/projects')
const EXPECTED = 'expected.txt'
const PACK_DAY = loadPack().date
const RULES = new Set(checks.map((c) => c.id))
/** The four ways around a provider's terms that were reported: ownership, personal subscriptions, cloud units, relays. */
const CHANNELS = ['channel-a-ownership', 'channel-b-subscriptions', 'channel-c-cloud-units', 'channel-d-relays']

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

type Findings = Report['findings']

interface Said {
  readonly text: string
  readonly findings: Findings
}

/** What the range covers, one line of it, at most 50 characters. */
function covered(files: Files, path: string, { start, end }: ReportRange): string {
  const line = Buffer.from(files[path] as Uint8Array)
    .toString('utf8')
    .split(/\r?\n/)[start.line - 1] as string
  const text = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined)
  return text.length > 50 ? `${text.slice(0, 50)}…` : text
}

async function transcript(line: string, files: Files): Promise<Said> {
  const argv = line.replace(/^\$ relaylint /, '').split(' ')
  const at = project(files)
  try {
    const ran = await command([...argv, '--format', 'json', '.'], at.root)
    const { findings } = JSON.parse(ran.out) as Report
    const rows = findings.map((f) => {
      const head = `${f.path}:${f.range.start.line}:${f.range.start.column} ${f.severity} ${f.rule}`
      const marks = `${f.suppressed ? ' suppressed' : ''} «${covered(files, f.path, f.range)}»`
      const related = f.related.map((r) => `  > ${r.path}:${r.range.start.line} ${r.message}\n`)
      return `${head}${marks}\n  ${f.message}\n${related.join('')}`
    })
    // the day of the fact base is another one with every change of it
    const text = `${line}\n${rows.join('')}exit ${ran.code}\n`.replaceAll(PACK_DAY, 'PACK-DAY')
    return { text, findings }
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
  it('every rule and every channel has a positive and a negative project', () => {
    const kinds = (subject: string) =>
      existsSync(join(ROOT, subject)) ? folders(join(ROOT, subject)).map((k) => k.replace(/-.*$/, '')) : []
    const missing = [...RULES, ...CHANNELS].flatMap((subject) =>
      ['positive', 'negative'].filter((kind) => !kinds(subject).includes(kind)).map((kind) => `${subject}/${kind}`),
    )
    assert.deepEqual(missing, [])
    assert.deepEqual(
      folders(ROOT).filter((subject) => !RULES.has(subject) && !CHANNELS.includes(subject)),
      [],
    )
  })
  for (const subject of folders(ROOT)) {
    for (const kind of folders(join(ROOT, subject))) {
      it(`${subject}: ${kind}`, async () => {
        const folder = join(ROOT, subject, kind)
        const at = join(folder, EXPECTED)
        const expected = existsSync(at) ? readFileSync(at, 'utf8') : '$ relaylint scan\n'
        const files = filesOf(folder)
        const said: Said[] = []
        const lines = expected.split('\n').filter((l) => l.startsWith('$ relaylint '))
        for (const line of lines) said.push(await transcript(line, files))
        const text = said.map((s) => s.text).join('\n')
        if (process.env.ACCEPT) writeFileSync(at, text)
        else assert.equal(text, expected)
        about(
          subject,
          kind,
          said.flatMap((s) => s.findings),
        )
        if (kind.startsWith('positive')) await acrossFiles(subject, files, lines.at(-1) as string, said.at(-1) as Said)
      })
    }
  }
})

/** Findings that a project is about: of its rule, or what a channel shows at the default gate. */
function own(subject: string, findings: Findings): Findings {
  return RULES.has(subject)
    ? findings.filter((f) => f.rule === subject)
    : findings.filter((f) => f.severity === 'error' || f.severity === 'warning')
}

/** A positive project shows its rule; a negative one does not, and is silent at the default gate when it stands for a channel. */
function about(subject: string, kind: string, findings: Findings): void {
  assert.match(kind, /^(?:positive|negative)(?:-[a-z0-9-]+)?$/)
  for (const f of findings) {
    assert.ok((f.message.split(/(?<=[.?]) /)[0] as string).length <= 120, f.message)
    assert.match(f.message, /[^…][.?]$/)
  }
  const count = own(subject, findings).length
  assert.equal(count > 0, kind.startsWith('positive'), `${count} findings of ${subject} in a ${kind} project`)
}

/** Rules whose own finding stands on one text alone; what they are about (what is silenced, or not) is elsewhere. */
const ALONE = new Set(['invalid-suppression', 'expired-exception', 'unused-exception'])

/** Without some other file than its own, the finding is another one, or is gone. */
async function acrossFiles(subject: string, files: Files, line: string, said: Said): Promise<void> {
  const key = (findings: Findings) =>
    JSON.stringify(
      (ALONE.has(subject) ? findings : own(subject, findings)).map((f) => [f.rule, f.path, f.severity, f.message]),
    )
  const places = new Set(own(subject, said.findings).map((f) => f.path))
  const others = Object.keys(files).filter((path) => places.size > 1 || !places.has(path))
  for (const path of others) {
    const { [path]: _gone, ...rest } = files
    if (key((await transcript(line, rest)).findings) !== key(said.findings)) return
  }
  assert.fail(`what ${subject} says depends on one file only`)
}
