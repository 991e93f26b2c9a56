/** What messages cite, and how bad they may be: held over the whole fact base, all examples and all projects. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack, pages } from '../../rules'
import { highestSeverity, STATUSES } from '../../server/engine/evidence'
import type { EvidenceStatus, Severity } from '../../server/engine/types'
import { type Files, type Report, scanned } from '../helpers'
import { examples } from './examples'

const pack = loadPack()
const sources = new Map(pack.sources.map((s) => [s.id, s]))
const addresses = new Set(pack.sources.map((s) => s.url))
const clauses = new Map(pack.providers.flatMap((p) => (p.clauses ?? []).map((c) => [c.id, c])))
const RANK: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 }
type Finding = Report['findings'][number]

/** Findings whose severity rests on a fact of the configuration; what is cited beside it explains. */
const MECHANICAL: ReadonlySet<string> = new Set(['agent-redirect', 'tunnel-endpoint'])

function keepsToItsEvidence(f: Finding): void {
  if (f.severitySource === 'policy' || f.evidence.length === 0 || MECHANICAL.has(f.rule)) return
  const allowed = Math.max(...f.evidence.map((e) => RANK[highestSeverity(e.status as EvidenceStatus)]))
  assert.ok(
    RANK[f.severity as Severity] <= allowed,
    `${f.rule} ${f.severity}: ${f.message} ${JSON.stringify(f.evidence)}`,
  )
}

/** `(official, 2026-01-01)` in a message is a clause or a source of the fact base, with that status and that day. */
function citesWhatExists(f: Finding): void {
  const said = `${f.message} ${f.why}`
  for (const m of said.matchAll(/\(([a-z-]+), (\d{4}-\d{2}-\d{2})[;)]/g)) {
    if (!STATUSES.includes(m[1] as EvidenceStatus)) continue
    const known =
      [...clauses.values()].some((c) => c.status === m[1] && c.since === m[2] && said.includes(c.title)) ||
      [...sources.values()].some((s) => s.status === m[1] && (s.date === m[2] || said.includes(s.title)))
    assert.ok(known, `${f.rule} cites ${m[0]} which the fact base does not hold: ${f.why}`)
  }
  for (const e of f.evidence) {
    assert.ok(addresses.has(e.source), `${f.rule}: source ${e.source} of "${e.claim}" is not in the fact base`)
    // a day, or the month or year when no more is known
    assert.match(e.date, /^\d{4}(?:-\d{2}){0,2}$/, `${f.rule}: date of ${JSON.stringify(e)}`)
  }
}

/** Files of `test/projects/<subject>/<kind>`. */
function projects(): { name: string; files: Files }[] {
  const root = join(process.cwd(), 'test/projects')
  return readdirSync(root).flatMap((subject) =>
    readdirSync(join(root, subject)).map((kind) => {
      const files: Record<string, Uint8Array> = {}
      const at = join(root, subject, kind)
      for (const entry of readdirSync(at, { withFileTypes: true, recursive: true }))
        if (entry.isFile() && entry.name !== 'expected.txt') {
          const full = join(entry.parentPath, entry.name)
          files[full.slice(at.length + 1)] = readFileSync(full)
        }
      return { name: `${subject}/${kind}`, files }
    }),
  )
}

describe('evidence', () => {
  it('every clause that a rule names exists, with a source that has an address', () => {
    const folder = join(process.cwd(), 'rules')
    const texts = ['', 'checks'].flatMap((sub) =>
      readdirSync(join(folder, sub))
        .filter((n) => n.endsWith('.ts'))
        .map((n) => readFileSync(join(folder, sub, n), 'utf8')),
    )
    const named = new Set<string>()
    for (const text of texts) {
      const tables = [...text.matchAll(/const CLAUSE\b[^=]*= \{([^}]*)\}/g)].map((m) => m[1] as string)
      const calls = [...text.matchAll(/\bclause\(((?:[^()]|\([^()]*\))*)\)/g)].map((m) => m[1] as string)
      for (const m of [...tables, ...calls].join('\n').matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)+)'/g))
        named.add(m[1] as string)
    }
    for (const p of pack.providers) {
      if (p.ownership) named.add(p.ownership.clause)
      for (const c of p.channels ?? []) if (c.callers) named.add(c.callers)
    }
    assert.ok(named.size >= 12, [...named].join(' '))
    for (const id of named) {
      const clause = clauses.get(id)
      assert.ok(clause, `clause ${id} is not in rules/providers`)
      assert.ok(sources.get(clause.source)?.url.startsWith('https://'), `clause ${id} has no source with an address`)
      assert.match(clause.since, /^\d{4}-\d{2}-\d{2}$/)
    }
  })

  for (const persona of ['developer', 'auditor']) {
    it(`examples of all pages: nothing says more than its evidence (${persona})`, async () => {
      for (const page of Object.values(pages))
        for (const { files } of examples(page)) {
          const { report } = await scanned(files as Files, '--persona', persona)
          report.findings.forEach(keepsToItsEvidence)
          report.findings.forEach(citesWhatExists)
        }
    })
    it(`all projects: nothing says more than its evidence (${persona})`, async () => {
      for (const { files } of projects()) {
        const { report } = await scanned(files, '--persona', persona)
        report.findings.forEach(keepsToItsEvidence)
        report.findings.forEach(citesWhatExists)
      }
    })
  }

  it('every relay and gateway row stays within the status of its sources; a disputed one at info', async () => {
    const rows = pack.endpoints.filter((r) => (r.class === 'relay' || r.class === 'gateway') && !/[*{]/.test(r.host))
    const files = Object.fromEntries(rows.map((r, i) => [`p${i}/.env`, `OPENAI_BASE_URL=https://${r.host}\n`]))
    const { report } = await scanned(files, '--persona', 'auditor')
    assert.ok(report.findings.length >= rows.length * 0.9, `${report.findings.length} findings of ${rows.length} rows`)
    for (const f of report.findings) {
      keepsToItsEvidence(f)
      citesWhatExists(f)
      const row = rows[Number(/^p(\d+)\//.exec(f.path)?.[1])]
      if (row?.dispute) assert.ok(RANK[f.severity as Severity] <= RANK.info, `${row.host} is disputed`)
    }
  })

  it('every piece of relay software stays within the status of its sources', async () => {
    const signs = pack.software.flatMap((s) => s.signatures.filter((g) => g.kind === 'image').map((g) => g.name))
    const services = signs.map((name, i) => `  s${i}:\n    image: ${name}\n`).join('')
    const { report } = await scanned({ 'compose.yml': `services:\n${services}` }, '--persona', 'auditor')
    assert.ok(report.findings.some((f) => f.rule === 'relay-software'))
    report.findings.forEach(keepsToItsEvidence)
    report.findings.forEach(citesWhatExists)
  })
})
