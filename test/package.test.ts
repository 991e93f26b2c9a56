/** The package of the extension: an allow-list that names what the manifest needs, and nothing that tests or tells secrets. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../server/protocol'

const ROOT = process.cwd()
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = JSON.parse(read('package.json'))
const lines = read('.vscodeignore')
  .split('\n')
  .filter((l) => l !== '' && !l.startsWith('#'))
const allowed = lines.slice(1).map((l) => l.replace(/^!/, ''))

const matches = (path: string) =>
  allowed.some((a) => new RegExp(`^${a.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(path))

describe('package of the extension', () => {
  it('takes nothing that no line names', () => {
    assert.equal(lines[0], '**')
    for (const line of lines.slice(1)) assert.match(line, /^![\w./*-]+$/)
    for (const name of allowed)
      assert.doesNotMatch(name, /^(?:test|client|server|scripts|out|node_modules|docs)|\*\*|\.map$/)
  })

  it('names only what exists', () => {
    for (const name of allowed) {
      const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '.'
      const found = name.includes('*')
        ? readdirSync(join(ROOT, folder)).some((f) => matches(`${folder}/${f}`))
        : existsSync(join(ROOT, name))
      assert.ok(found, name)
    }
  })

  it('holds everything that the manifest points to', () => {
    const wanted = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...manifest.contributes.yamlValidation.map((v: { url: string }) => v.url),
      ...manifest.contributes.walkthroughs.flatMap((w: { steps: { media: { markdown: string } }[] }) =>
        w.steps.map((s) => s.media.markdown),
      ),
      ...manifest.contributes.views.explorer.map((v: { icon: string }) => v.icon),
    ].map((p: string) => p.replace(/^\.\//, ''))
    for (const path of wanted) {
      assert.ok(matches(path), path)
      assert.ok(statSync(join(ROOT, path)).size > 0, path)
    }
    for (const f of ['dist/server.js', 'dist/server.bundle.js', 'dist/server.web.js', 'package.json', 'LICENSE'])
      assert.ok(matches(f), f)
  })

  it('has the commands and settings of its contract', () => {
    const names = manifest.contributes.commands.map((c: { command: string }) => c.command.replace('relaylint.', ''))
    assert.deepEqual(names, [
      'scanWorkspace',
      'explain',
      'showTrafficMap',
      'openReport',
      'exportInventory',
      'createPolicy',
      'restartServer',
      'showOutput',
    ])
    assert.deepEqual(
      Object.keys(manifest.contributes.configuration.properties).map((k) => k.replace('relaylint.', '')),
      ['enable', 'persona', 'policyFile', 'exclude', 'scanOnOpen', 'inlayHints', 'trace.server'],
    )
    assert.equal(commands.scanWorkspace, 'relaylint.scanWorkspace')
  })

  it('names every command and setting on the page of editors', () => {
    const page = read('docs/editors.md')
    for (const { title } of manifest.contributes.commands) assert.ok(page.includes(title), title)
    for (const key of Object.keys(manifest.contributes.configuration.properties))
      assert.ok(page.includes(`| \`${key.replace('relaylint.', '')}\` |`), key)
  })

  it('activates for files that it reads, never for everything', () => {
    for (const event of manifest.activationEvents)
      assert.match(event, /^(?:onLanguage:[\w-]+|workspaceContains:[\w./-]+|onCommand:relaylint\.openSample)$/)
  })

  it('keeps what runs small: the packed extension has a limit of 3 MB, test/editor measures it', () => {
    const bytes = ['cli.bundle', 'server.bundle', 'server.web', 'extension', 'extension.web']
      .map((n) => statSync(join(ROOT, `dist/${n}.js`)).size)
      .reduce((a, b) => a + b, 0)
    assert.ok(bytes < 8_000_000, `${bytes} bytes`)
  })
})

describe('imports', () => {
  it('name only packages that package.json names', () => {
    const { devDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    const known = new Set([...Object.keys({ ...devDependencies, ...dependencies }), 'vscode'])
    const unknown: string[] = []
    const walk = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`
        if (entry.isDirectory()) {
          if (!/^(?:node_modules|editor|projects|cases|fixtures)$/.test(entry.name)) walk(path)
        } else if (/\.(?:ts|mjs)$/.test(entry.name))
          for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
            /^(?:import|export|\}) (?:[^'"\n]* )?from '((?:@[\w-]+\/)?[\w-]+)(?:\/[^']*)?'$/gm,
          ))
            if (!known.has(name)) unknown.push(`${path}: ${name}`)
      }
    }
    for (const folder of ['client', 'server', 'rules', 'scripts', 'test']) walk(folder)
    assert.deepEqual(unknown, [])
  })
})
