// The headless server in another editor: `relaylint lsp --stdio` under Neovim's own client.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeWorkspace } from './workspace.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** What the command says about the same file; lines and columns as Neovim counts them. */
function reported(extension, workspace) {
  const cli = join(extension, 'dist/cli.js')
  const run = spawnSync(process.execPath, [cli, 'scan', '--format', 'json', '--fail-on', 'never', workspace], {
    encoding: 'utf8',
  })
  return JSON.parse(run.stdout)
    .findings.filter((f) => f.path === 'web/index.ts')
    .map(({ rule, message, range: { start, end } }) => ({
      rule,
      message,
      range: [start.line - 1, start.column - 1, end.line - 1, end.column - 1],
    }))
}

export function neovim(extension) {
  const workspace = makeWorkspace()
  const run = spawnSync(
    process.env.NVIM ?? 'nvim',
    ['--headless', '--clean', '-n', '-c', `luafile ${join(here, 'neovim.lua')}`, join(workspace, 'web/index.ts')],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        RELAYLINT_NODE: process.execPath,
        RELAYLINT_CLI: join(extension, 'dist/cli.js'),
        RELAYLINT_ROOT: workspace,
      },
    },
  )
  try {
    const out = JSON.parse(/\{.*\}/s.exec(run.stdout)?.[0] ?? '{}')
    const [said] = reported(extension, workspace)
    assert.deepEqual(out.codes, [said.rule], run.stderr)
    assert.deepEqual(out.ranges, [said.range])
    assert.equal(out.messages[0].split('\n')[0], said.message)
    assert.match(out.hover, /\*\*api\.openai\.com\*\* · official/)
    assert.match(out.hover, /plain HTTP/)
    assert.equal(out.after, 0)
    assert.match(out.fixed, /'https:\/\/api\.openai\.com\/v1'/)
    console.log('    ✔ Neovim shows what the command reports, hovers, and applies the fix')
    return { passes: 1, failures: 0 }
  } catch (error) {
    console.error(`    ✖ Neovim: ${error}\n${run.stdout}\n${run.stderr}`)
    return { passes: 0, failures: 1 }
  }
}
