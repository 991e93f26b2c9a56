/** The command and the server say the same about the same files: every project of the tests and every example of the rule pages. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { CodeAction, Diagnostic, Range, TextEdit } from 'vscode-languageserver'
import { pages } from '../../rules'
import { command, type Files, project, type Report, type ReportRange } from '../helpers'
import { examples } from '../rules/examples'
import { type Client, start } from './harness'

function folder(root: string): Files {
  const out: Record<string, Uint8Array> = {}
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = join(at, entry.name)
      if (entry.isDirectory()) walk(full)
      else if (entry.name !== 'expected.txt') out[relative(root, full).split(sep).join('/')] = readFileSync(full)
    }
  }
  walk(root)
  return out
}

function projects(): (readonly [name: string, files: Files])[] {
  const root = join(process.cwd(), 'test/projects')
  const folders = (at: string) => readdirSync(at, { withFileTypes: true }).filter((e) => e.isDirectory())
  return [
    ...folders(root).flatMap((a) =>
      folders(join(root, a.name)).map(
        (b) => [`${a.name}/${b.name}`, folder(join(root, a.name, b.name))] as readonly [string, Files],
      ),
    ),
    ...Object.entries(pages).flatMap(([id, page]) =>
      examples(page).map((e, i) => [`page ${id}, example ${i + 1}`, e.files as Files] as readonly [string, Files]),
    ),
  ]
}

const SEVERITY = ['', 'error', 'warning', 'info', 'hint']
const place = (path: string, r: Range) =>
  `${path}:${r.start.line + 1}:${r.start.character + 1}-${r.end.line + 1}:${r.end.character + 1}`
const reported = (path: string, r: ReportRange) =>
  `${path}:${r.start.line}:${r.start.column}-${r.end.line}:${r.end.column}`

type ReportFinding = Report['findings'][number] & {
  related: { path: string; range: ReportRange; message: string }[]
  fixes: { title: string; safe: boolean }[]
  todo: string
}

/** What to do about a broken policy is another thing for a command that stops and an editor that goes on. */
const said = (rule: string, message: string) =>
  rule === 'invalid-policy' ? (message.split('\n')[0] as string) : message

/** One line per finding, with everything that both sides tell. */
function ofReport(report: Report): string[] {
  return (report.findings as ReportFinding[])
    .filter((f) => !f.suppressed)
    .map((f) =>
      [
        reported(f.path, f.range),
        f.severity,
        f.rule,
        f.fingerprint,
        said(f.rule, [f.message, f.why.trim(), f.todo].filter(Boolean).join('\n')),
        ...f.related.map((r) => `${reported(r.path, r.range)} ${r.message}`),
        ...f.fixes.map((x) => (x.safe ? x.title : `${x.title} (needs a decision)`)),
      ].join(' | '),
    )
    .sort()
}

async function ofServer(client: Client, paths: readonly string[]): Promise<string[]> {
  const pathOf = new Map(paths.map((p) => [client.uri(p), p]))
  const lines: string[] = []
  for (const path of paths)
    for (const d of client.diagnostics(path))
      lines.push(
        [
          place(path, d.range),
          SEVERITY[d.severity ?? 0],
          d.code,
          d.data.fingerprint,
          said(String(d.code), String(d.message)),
          ...(d.relatedInformation ?? []).map(
            (r) => `${place(pathOf.get(r.location.uri) ?? r.location.uri, r.location.range)} ${r.message}`,
          ),
          ...(await fixesOf(client, path, d)),
        ].join(' | '),
      )
  return lines.sort()
}

async function fixesOf(client: Client, path: string, d: Diagnostic): Promise<string[]> {
  const actions = (await client.rpc.sendRequest('textDocument/codeAction', {
    textDocument: { uri: client.uri(path) },
    range: d.range,
    context: { diagnostics: [d], only: ['quickfix'] },
  })) as CodeAction[]
  return actions
    .filter((a) => a.diagnostics?.[0]?.data.fingerprint === d.data.fingerprint && a.isPreferred !== undefined)
    .map((a) => a.title)
}

function chains(client: Client): string[] {
  const found = client.session.folders[0]?.project
  assert.ok(found)
  const line = (path: string, offset: number) => {
    const starts = found.facts(path)?.lineStarts ?? []
    return starts.filter((s) => s <= offset).length
  }
  return (found.model?.endpoints ?? [])
    .filter((e) => !e.auditorOnly && !e.setting.quoted)
    .map((e) => [e.path, ...e.chain.map((c) => `${c.path}:${line(c.path, c.span.start)}`), e.host].join(' → '))
    .sort()
}

const chainsOf = (report: Report) =>
  report.endpoints
    .map((e) => [e.path, ...e.chain.map((c) => `${c.path}:${c.range.start.line}`), e.host].join(' → '))
    .sort()

function applied(before: string, edits: readonly TextEdit[]): string {
  const starts = [0]
  for (let i = 0; i < before.length; i++) if (before[i] === '\n') starts.push(i + 1)
  const at = (p: { line: number; character: number }) => (starts[p.line] ?? before.length) + p.character
  return [...edits]
    .sort((a, b) => at(b.range.start) - at(a.range.start))
    .reduce((text, e) => text.slice(0, at(e.range.start)) + e.newText + text.slice(at(e.range.end)), before)
}

const textOf = (content: Files[string]): string | null => {
  if (typeof content === 'string') return content
  return content instanceof Uint8Array ? new TextDecoder('utf-8').decode(content) : null
}

describe('the command and the server agree', () => {
  for (const [name, files] of projects())
    it(name, async () => {
      const at = project(files)
      const client = await start(at.root)
      try {
        const paths = Object.keys(files)
        const ran = await command(['scan', '--format', 'json', '--fail-on', 'never', '.'], at.root)
        const report = JSON.parse(ran.out) as Report
        const wanted = ofReport(report)
        assert.deepEqual(await ofServer(client, paths), wanted, 'closed files')
        assert.deepEqual(chains(client), chainsOf(report))
        // the same once every file is open in the editor
        for (const path of paths) await client.open(path, textOf(files[path] as Files[string]) ?? '')
        assert.deepEqual(await ofServer(client, paths), wanted, 'open files')
        await sameFixes(client, at.root, files, report)
        assert.deepEqual(client.errors, [])
      } finally {
        client.stop()
        at.remove()
      }
    })
})

/** "Fix all" in the editor writes what `--fix` writes. */
async function sameFixes(client: Client, root: string, files: Files, report: Report): Promise<void> {
  const safe = (report.findings as ReportFinding[]).filter((f) => !f.suppressed && f.fixes.some((x) => x.safe))
  if (safe.length === 0) return
  const edited = new Map<string, string>()
  for (const path of Object.keys(files)) {
    const [all] = (await client.rpc.sendRequest('textDocument/codeAction', {
      textDocument: { uri: client.uri(path) },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only: ['source.fixAll'] },
    })) as CodeAction[]
    for (const [uri, edits] of Object.entries(all?.edit?.changes ?? {}))
      edited.set(uri, applied(textOf(files[path] as Files[string]) ?? '', edits))
  }
  assert.ok(edited.size > 0, 'a file with a safe fix')
  await command(['scan', '--fix', '--fail-on', 'never', '.'], root)
  for (const path of Object.keys(files)) {
    const before = textOf(files[path] as Files[string])
    assert.equal(readFileSync(join(root, path), 'utf8'), edited.get(client.uri(path)) ?? before, path)
  }
}
