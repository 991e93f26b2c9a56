// The headless server in another editor: `relaylint lsp --stdio` under Neovim's own client.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeWorkspace } from './workspace.mjs'

const here = dirname(fileURLToPath(import.meta.url))

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
    assert.deepEqual(out.codes, ['plaintext-endpoint'], run.stderr)
    assert.equal(out.after, 0)
    assert.match(out.fixed, /'https:\/\/api\.openai\.com\/v1'/)
    console.log('    ✔ Neovim shows the finding and applies its fix')
    return { passes: 1, failures: 0 }
  } catch (error) {
    console.error(`    ✖ Neovim: ${error}\n${run.stdout}\n${run.stderr}`)
    return { passes: 0, failures: 1 }
  }
}
