/** What the protocol asks of a server before any handler runs: the order of its life, and parameters of the right shape. */
import { ErrorCodes, Message, type NotificationMessage, type RequestMessage } from 'vscode-languageserver'
import { misfit } from './shapes'

/** Methods into which the gate turns what it refuses; the session answers them. */
export const refused = { request: 'relaylint/refusedRequest', notification: 'relaylint/refusedNotification' } as const

export interface Refusal {
  readonly code: number
  readonly message: string
}

export interface Gate {
  /** True once `shutdown` was asked for: leaving is then no error. */
  readonly down: boolean
  handleMessage(message: Message, next: (message: Message) => void | Promise<void>): void | Promise<void>
}

/** Watches one connection from its first message on. */
export function createGate(): Gate {
  let life: 'new' | 'running' | 'down' = 'new'

  function refusalOf(message: RequestMessage | NotificationMessage): Refusal | null {
    const { method } = message
    if (method === 'exit') return null
    if (life === 'down') return refuse(ErrorCodes.InvalidRequest, 'the server was shut down and only waits for `exit`')
    if (life === 'new' && method !== 'initialize')
      return refuse(ErrorCodes.ServerNotInitialized, `\`${method}\` came before \`initialize\``)
    if (life === 'running' && method === 'initialize')
      return refuse(ErrorCodes.InvalidRequest, '`initialize` was already answered')
    const wrong = misfit(method, message.params)
    return wrong ? refuse(ErrorCodes.InvalidParams, `\`${method}\`: ${wrong}`) : null
  }

  return {
    get down() {
      return life === 'down'
    },
    handleMessage(message, next) {
      if (!Message.isRequest(message) && !Message.isNotification(message)) return next(message)
      const refusal = refusalOf(message)
      if (!refusal) {
        if (message.method === 'initialize') life = 'running'
        if (message.method === 'shutdown') life = 'down'
        return next(message)
      }
      const method = Message.isRequest(message) ? refused.request : refused.notification
      // before the handshake a server is silent, and what comes after the end concerns nobody
      if (method === refused.notification && life !== 'running') return
      return next({ ...message, method, params: refusal } as Message)
    },
  }
}

const refuse = (code: number, message: string): Refusal => ({ code, message })
