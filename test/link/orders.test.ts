/**
 * Every order that a row of the facts about clients states has a project that shows it, written from the row itself: an argument of a call
 * before a variable, one file of a tool before another. The finding names the source of the row. A row whose order nothing here shows fails.
 */
import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import type { Client, ClientOptions } from '../../server/engine/facts'
import { type Files, scanned } from '../helpers'

const FIRST = 'https://llm.brackenfield-hub.net/v1'
const SECOND = 'https://eu.brackenfield-hub.net/v1'

const { clients, sources } = loadPack()
const steps = (client: Client, kind: 'arg' | 'env' | 'file') =>
  (client.precedence ?? []).filter((s) => s.startsWith(`${kind}:`)).map((s) => s.slice(kind.length + 1))

/** Orders whose later step is a file of the machine or a variable of the shell, which no project shows. */
const OUTSIDE_OF_PROJECTS: Readonly<Record<string, string>> = {
  aider: 'options of the command before variables of the shell',
  fastgpt: 'a setting of the running service before variables',
  goose: 'a variable of the shell before the file of the user',
  gptme: 'a variable of the shell before the file of the user',
  'kimi-cli': 'a variable of the shell before the file of the user',
  openhands: 'a variable of the shell before the file of the user',
  'shell-gpt': 'a variable of the shell before the file of the user',
}

/** Orders of variables alone: `precedence.test.ts` shows those of base URLs. */
const isOfVariables = (c: Client) => steps(c, 'env').length > 1
const isOfArguments = (c: Client) =>
  steps(c, 'arg').length > 0 && steps(c, 'env').length > 0 && (c.options ?? []).length > 0
const isOfFiles = (c: Client) => projectFiles(c).length > 1

/** What one option is called in a call: `base_url`, `httpOptions.baseUrl` as keys of objects. */
type Writer = (options: ClientOptions, callee: string, base: string) => Files
const lines = (...all: string[]) => `${all.join('\n')}\n`
const nested = (path: string, write: (key: string, value: string) => string): string =>
  path.split('.').reduceRight<string>((value, key) => write(key, value), `"${FIRST}"`)

const WRITERS: Readonly<Record<string, Writer>> = {
  python(options, callee, base) {
    const module = options.module?.[0] ?? ''
    const [head = '', member] = callee.split('.')
    const bring = !member
      ? `from ${module} import ${callee}`
      : module === head
        ? `import ${head}`
        : `from ${module.split('.')[0]} import ${head}`
    const [option = '', ...inner] = base.split('.')
    const value = inner.length > 0 ? nested(inner.join('.'), (k, v) => `{"${k}": ${v}}`) : `"${FIRST}"`
    // an attribute of the module itself
    const call = option === head ? `${base} = "${FIRST}"` : `c = ${callee}(${option}=${value})`
    return { 'app.py': lines(bring, call) }
  },
  typescript(options, callee, base) {
    const given = nested(base, (k, v) => `{ ${k}: ${v} }`)
    return {
      'app.ts': lines(`import { ${callee} } from '${options.module?.[0]}'`, `export const c = new ${callee}(${given})`),
    }
  },
  go(options, callee, base) {
    const module = options.module?.[0] ?? ''
    const name = callee.split('.')[0] ?? ''
    const text =
      base === '$0'
        ? lines(
            'package main',
            '',
            'import (',
            `\tclient "${module}"`,
            `\t"${module}/${name}"`,
            ')',
            '',
            `var c = client.NewClient(${callee}("${FIRST}"))`,
          )
        : lines(
            'package main',
            '',
            `import "${module}"`,
            '',
            `var c, _ = ${name}.NewClient(ctx, &${callee}{${nested(base, (k, v) => (v.startsWith('"') ? `${k}: ${v}` : `${k}: ${name}.${k}{${v}}`))}})`,
          )
    return { 'app.go': text }
  },
  java(options, callee) {
    const type = callee.split('.')[0]
    return {
      'App.java': lines(
        `import ${options.module?.[0]}.client.okhttp.${type};`,
        `class App { Object c = ${type}.builder().baseUrl("${FIRST}").build(); }`,
      ),
    }
  },
  ruby: (options, callee, base) => ({
    'app.rb': lines(`require '${options.module?.[0] ?? 'anthropic'}'`, `C = ${callee}(${base}: '${FIRST}')`),
  }),
  csharp: (options, callee, base) => ({
    'App.cs': lines(
      `using ${options.module?.[0]};`,
      `class App { object c = new ${callee} { ${base} = "${FIRST}" }; }`,
    ),
  }),
  php: (options, callee, base) => ({
    'app.php': lines('<?php', `use ${options.module?.[0]}\\${callee};`, `$c = new ${callee}(${base}: '${FIRST}');`),
  }),
  rust: (options) => ({
    'src/main.rs': lines(
      `use ${options.module?.[0]}::config::OpenAIConfig;`,
      `fn main() { let c = OpenAIConfig::new().with_api_base("${FIRST}"); }`,
    ),
  }),
}

/** A project whose code gives the argument that the row puts first. */
function callOf(client: Client): Files | null {
  const wanted = steps(client, 'arg')[0] ?? ''
  const last = wanted.split('.').pop() ?? ''
  const named = (o: ClientOptions) => o.base?.find((b) => b === wanted || b.split('.').pop() === last)
  const called = (o: ClientOptions) => o.callees.find((c) => c === wanted || c.endsWith(`.${last}`))
  const options = client.options?.find((o) => named(o) ?? called(o))
  const base = options && (named(options) ?? options.base?.[0])
  const write = options && WRITERS[options.language]
  return options && base && write ? write(options, called(options) ?? options.callees[0] ?? '', base) : null
}

/** Places in a project where the tool looks for its files, the first wins. */
function projectFiles(client: Client): { path: string; key: string }[] {
  return steps(client, 'file').flatMap((step) => {
    const [glob = '', key = ''] = step.split('#')
    const path = glob.replace(/^\*\*\//, '').replace(/\{([^,}]*)[^}]*\}/g, '$1')
    return /[*]|^(?:\.config|etc|anthropic|managed-)|rc$/.test(path) ? [] : [{ path, key }]
  })
}

/** The key with its value, as the file would say it. */
function fileOf({ path, key }: { path: string; key: string }, url: string): string {
  if (path.endsWith('.env')) return lines(`${key}=${url}`)
  const parts = (key || 'providers.openai.base_url').split('.').map((k) => (k === '*' ? 'openai' : k))
  return lines(parts.reduceRight<string>((value, k) => `{ "${k}": ${value} }`, `"${url}"`))
}

type Report = Awaited<ReturnType<typeof scanned>>['report']

function shows(report: Report, loser: string, client: Client): void {
  const endpoint = report.endpoints.find((e) => e.path === loser)
  assert.equal(
    endpoint?.effective,
    'overridden',
    JSON.stringify(report.endpoints.map((e) => [e.path, e.key, e.effective])),
  )
  const finding = report.findings.find((f) => f.rule === 'override-has-no-effect' && f.path === loser)
  const source = sources.find((s) => s.id === client.precedenceSource)
  assert.ok(source && finding?.why.includes(source.title), `${finding?.why} names ${client.precedenceSource}`)
}

describe('orders of clients', () => {
  it('all have a source, and something that shows them', () => {
    for (const client of clients.filter((c) => c.precedence)) {
      assert.ok(
        sources.some((s) => s.id === client.precedenceSource),
        `${client.id} names no source of its order`,
      )
      const shown = isOfVariables(client) || isOfArguments(client) || isOfFiles(client)
      assert.ok(
        shown || OUTSIDE_OF_PROJECTS[client.id],
        `${client.id}: no test shows ${client.precedence?.join(' before ')}`,
      )
    }
  })

  for (const client of clients.filter(isOfArguments)) {
    const variable = steps(client, 'env')[0] as string

    it(`${client.id}: ${steps(client, 'arg')[0]} before ${variable}`, async () => {
      const code = callOf(client)
      assert.ok(code, 'no call can be written from its options')
      const { report } = await scanned({ ...code, '.env': `${variable}=${SECOND}\n` })
      shows(report, '.env', client)
    })
  }

  for (const client of clients.filter(isOfFiles)) {
    const files = projectFiles(client)
    for (const [n, later] of files.slice(1).entries()) {
      const earlier = files[n] as (typeof files)[number]

      it(`${client.id}: ${earlier.path} before ${later.path}`, async () => {
        const { report } = await scanned({
          [earlier.path]: fileOf(earlier, FIRST),
          [later.path]: fileOf(later, SECOND),
        })
        shows(report, later.path, client)
      })
    }
  }
})
