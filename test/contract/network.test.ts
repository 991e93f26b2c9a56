/** No network, no telemetry, no process: whatever a command is asked, nothing leaves the machine. */
import assert from 'node:assert/strict'
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
import { command, project } from '../helpers'

const FILES = {
  '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\nOPENAI_API_KEY=placeholder\n',
  'app.py': 'from openai import OpenAI\nclient = OpenAI(base_url="https://api.packyapi.com/v1")\n',
  'relaylint.yaml': 'version: 1\nextends: https://policies.brackenfield-hub.net/base.yaml\n',
  'compose.yaml': 'services:\n  a:\n    image: calciumion/new-api\n    env_file: .env\n',
}

const COMMANDS = [
  'scan .',
  'scan --untrusted --persona auditor --format html .',
  'scan --no-policy --fix --unsafe .',
  'explain yunwu.ai',
  'explain relay-endpoint',
  'explain .env:1',
  'map .',
  'inventory .',
  'whatif --lose openai .',
  'policy check .',
  'facts list',
  'facts show yunwu.ai',
  'files .',
  'baseline create --no-policy .',
]

describe('network', () => {
  for (const argv of COMMANDS)
    it(`${argv}: opens no socket, looks up no name, starts no process`, async () => {
      const calls: string[] = []
      const undo: (() => void)[] = []
      const forbid = <T extends object>(owner: T, name: keyof T & string) => {
        const before = owner[name]
        undo.push(() => {
          owner[name] = before
        })
        owner[name] = ((...args: unknown[]) => {
          calls.push(`${name} ${JSON.stringify(args[0])}`)
          throw new Error(`${name} is forbidden here`)
        }) as unknown as typeof before
      }
      const at = project(FILES)
      try {
        forbid(net.Socket.prototype, 'connect')
        forbid(dgram, 'createSocket')
        for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) forbid(dns, name)
        for (const name of ['spawn', 'spawnSync', 'exec', 'execFile', 'fork'] as const) forbid(childProcess, name)
        const { code } = await command(argv.split(' '), at.root)
        assert.ok([0, 1, 2].includes(code))
        assert.deepEqual(calls, [])
      } finally {
        for (const back of undo) back()
        at.remove()
      }
    })

  it('the test would see one', () => {
    const calls: string[] = []
    const { connect } = net.Socket.prototype
    net.Socket.prototype.connect = () => {
      calls.push('connect')
      throw new Error('forbidden')
    }
    try {
      assert.throws(() => net.connect(1, '127.0.0.1'))
    } finally {
      net.Socket.prototype.connect = connect
    }
    assert.deepEqual(calls, ['connect'])
  })
})
